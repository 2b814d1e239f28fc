import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { internalSignatureHeader, signInternalRequest } from '#access/internal-signature'
import { clientFrame, opcode } from '#collab-server/testing/client-frame'
import { eventually } from '#collab-server/testing/eventually'
import {
  appOrigin,
  startTestServer,
  testSecret,
  type TestServer,
} from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import type { CollabServerSettings } from '#collab-server/settings'
import { syncStep1Message, updateMessage } from '#protocol/message-parts'

type Answer = {
  readonly status: number
  readonly bytes: Buffer
  readonly json: () => Record<string, unknown>
}
type Frame = { readonly opcode: number; readonly payload: Buffer }

const documentId = 'letter'

type Body = string | Uint8Array<ArrayBuffer>

/** One request as the app sends it. */
function request(server: TestServer, method: string, path: string, body: Body = ''): Promise<Response> {
  const signature = signInternalRequest(testSecret, { method, path, body }, Date.now())
  return fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    ...(body.length > 0 && { body }),
    headers: { [internalSignatureHeader]: signature },
  })
}

async function ask(server: TestServer, method: string, path: string, body: Body = ''): Promise<Answer> {
  const response = await request(server, method, path, body)
  const bytes = Buffer.from(await response.arrayBuffer())
  return {
    status: response.status,
    bytes,
    json: () => JSON.parse(bytes.toString()) as Record<string, unknown>,
  }
}

type Opening = { url?: string; origin?: string; address?: string }

function opening(server: TestServer, { url, origin = appOrigin, address = '10.0.0.1' }: Opening): string {
  const headers = { origin, host: 'pliego.test:3000' }
  return JSON.stringify({ url: url ?? server.pathFor(documentId), headers, address })
}

/** A client that does each request by hand. */
class Tunnel {
  readonly #server: TestServer
  readonly id: string
  sent = 0
  received = Buffer.alloc(0)

  constructor(server: TestServer, id: string) {
    this.#server = server
    this.id = id
  }

  static async open(server: TestServer, how: Opening = {}): Promise<Tunnel> {
    const { status, json } = await ask(server, 'POST', '/internal/tunnels', opening(server, how))
    assert.equal(status, 201)
    return new Tunnel(server, String(json().id))
  }

  post(at: number, bytes: Uint8Array<ArrayBuffer> = new Uint8Array()): Promise<Answer> {
    const query = `?at=${at}&received=${this.received.byteLength}`
    return ask(this.#server, 'POST', `/internal/tunnels/${this.id}${query}`, bytes)
  }

  async send(message: Uint8Array): Promise<void> {
    const frame = new Uint8Array(clientFrame(opcode.binary, message))
    const { status, json } = await this.post(this.sent, frame)
    this.sent += frame.byteLength
    assert.deepEqual([status, json().received], [200, this.sent])
  }

  pathFrom(from: number, poll: boolean): string {
    return `/internal/tunnels/${this.id}?from=${from}${poll ? '&poll=1' : ''}`
  }

  get(from: number): Promise<Answer> {
    return ask(this.#server, 'GET', this.pathFrom(from, true))
  }

  async poll(): Promise<void> {
    const { status, bytes } = await this.get(this.received.byteLength)
    assert.deepEqual([status, bytes[0]], [200, 0])
    this.received = Buffer.concat([this.received, bytes.subarray(1)])
  }

  get frames(): Frame[] {
    return framesIn(this.received)
  }

  /** Polls until a frame of this kind comes. */
  async frame(code: number, starts: readonly number[] = []): Promise<Buffer> {
    const isIt = ({ opcode: given, payload }: Frame) =>
      given === code && starts.every((byte, at) => payload[at] === byte)
    while (!this.frames.some(isIt)) await this.poll()
    return this.frames.find(isIt)?.payload ?? Buffer.alloc(0)
  }
}

/** Unmasked frames shorter than 64 KB. */
function framesIn(bytes: Buffer): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at < bytes.byteLength;) {
    const short = (bytes[at + 1] ?? 0) < 126
    const start = at + (short ? 2 : 4)
    const end = start + (short ? (bytes[at + 1] ?? 0) : bytes.readUInt16BE(at + 2))
    frames.push({ opcode: (bytes[at] ?? 0) & 15, payload: bytes.subarray(start, end) })
    at = end
  }
  return frames
}

const step1 = Buffer.concat(syncStep1Message(Y.encodeStateVector(new Y.Doc())))
const update = (text: string, clientId?: number) => Buffer.concat(updateMessage(textUpdate(text, clientId)))

async function startSeeded(settings: Partial<CollabServerSettings> = {}): Promise<TestServer> {
  const server = await startTestServer(settings)
  expect((await server.internal('PUT', `/internal/documents/${documentId}`)).status).toBe(204)
  return server
}

const isStep2 = ({ payload }: Frame) => payload[0] === 0 && payload[1] === 1
const text = (client: WireClient) => client.receivedDoc().getText('text').toString()

test('X1, X2: behind a tunnel there is a connection to the same room', async () => {
  const server = await startSeeded()
  const other = await WireClient.connect(server.url + server.pathFor(documentId), { origin: appOrigin })
  const tunnel = await Tunnel.open(server)
  expect(server.stats()).toEqual({ connections: 2, rooms: 1 })
  await tunnel.frame(opcode.binary, [0, 0])
  await tunnel.send(step1)
  await tunnel.frame(opcode.binary, [0, 1])
  await tunnel.send(update('by HTTP'))
  await eventually(() => expect(text(other)).toBe('by HTTP'))
  other.send(updateMessage(textUpdate('by WebSocket', 200)))
  await tunnel.frame(opcode.binary, [0, 2])
})

test('X3: a request that comes twice is taken once, one that comes too early not at all', async () => {
  const server = await startSeeded()
  const other = await WireClient.connect(server.url + server.pathFor(documentId), { origin: appOrigin })
  const tunnel = await Tunnel.open(server)
  const frame = new Uint8Array(clientFrame(opcode.binary, update('once')))
  expect((await tunnel.post(5, frame)).status).toBe(409)
  const answers = await Promise.all([0, 1, 2].map(() => tunnel.post(0, frame)))
  for (const { status, json } of answers) {
    expect([status, json().received]).toEqual([200, frame.byteLength])
  }
  // What overlaps is taken from where it is new.
  const next = new Uint8Array(clientFrame(opcode.binary, step1))
  const both = new Uint8Array(Buffer.concat([frame, next]))
  expect((await tunnel.post(0, both)).json().received).toBe(both.byteLength)
  await tunnel.frame(opcode.binary, [0, 1])
  await eventually(() => expect(text(other)).toBe('once'))
})

test('X4: an answer that is lost is given again, and again, until the client says it has it', async () => {
  const server = await startSeeded()
  const tunnel = await Tunnel.open(server)
  const first = await tunnel.get(0)
  const again = await tunnel.get(0)
  expect(first.bytes.byteLength).toBeGreaterThan(1)
  expect(again.bytes).toEqual(first.bytes)
  await tunnel.poll()
  await tunnel.send(step1)
  await tunnel.frame(opcode.binary, [0, 1])
  expect((await tunnel.get(0)).status).toBe(404)
})

test('X4: an answer goes on, and another request for bytes takes its place', async () => {
  const server = await startSeeded()
  const tunnel = await Tunnel.open(server)
  const long = await request(server, 'GET', tunnel.pathFrom(0, false))
  await tunnel.send(step1)
  let polled = await tunnel.get(0)
  while (!framesIn(polled.bytes.subarray(1)).some(isStep2)) polled = await tunnel.get(0)
  const got = Buffer.from(await long.arrayBuffer())
  expect(got.byteLength).toBeGreaterThan(1)
  expect(polled.bytes.subarray(0, got.byteLength)).toEqual(got)
})

test('X5: what a role may not do it may not do here', async () => {
  const server = await startSeeded()
  const viewer = await Tunnel.open(server, { url: server.pathFor(documentId, { role: 'viewer' }) })
  const other = await WireClient.connect(server.url + server.pathFor(documentId), { origin: appOrigin })
  await viewer.send(update('not mine to write'))
  await viewer.send(step1)
  await viewer.frame(opcode.binary, [0, 1])
  await other.catchUp()
  expect(text(other)).toBe('')
})

test('X5: who would be refused a WebSocket is refused a tunnel, with the same status', async () => {
  const server = await startSeeded()
  const status = async (how: Opening) =>
    (await ask(server, 'POST', '/internal/tunnels', opening(server, how))).status
  expect(await status({ url: `/${documentId}` })).toBe(401)
  expect(await status({ url: server.pathFor('another').replace('another', documentId) })).toBe(403)
  expect(await status({ origin: 'https://elsewhere.test' })).toBe(403)
  expect(await status({ url: '/not a room' })).toBe(400)
  const unsigned = await fetch(`http://127.0.0.1:${server.port}/internal/tunnels`, {
    method: 'POST',
    body: opening(server, {}),
  })
  expect(unsigned.status).toBe(401)
  expect((await ask(server, 'GET', `/internal/tunnels/${'x'.repeat(32)}?from=0`)).status).toBe(404)
  expect(server.stats().connections).toBe(0)
})

test('T1, X2: a tunnel ends with its token, and says so with the code', async () => {
  const server = await startSeeded()
  const url = server.pathFor(documentId, { expiresAt: Date.now() + 300 })
  const tunnel = await Tunnel.open(server, { url })
  const close = await tunnel.frame(opcode.close)
  expect(close.readUInt16BE(0)).toBe(4401)
  await tunnel.post(tunnel.sent, new Uint8Array(clientFrame(opcode.close, close.subarray(0, 2))))
  await eventually(() => expect(server.stats().connections).toBe(0))
  expect((await tunnel.get(tunnel.received.byteLength)).status).toBe(404)
})

test('X6, L8: a tunnel counts as a connection of its address until it ends', async () => {
  const server = await startSeeded({ limits: { maxConnectionsPerAddress: 2 } })
  const first = await Tunnel.open(server)
  await Tunnel.open(server)
  const third = () => ask(server, 'POST', '/internal/tunnels', opening(server, {}))
  expect((await third()).status).toBe(429)
  await Tunnel.open(server, { address: '10.0.0.2' })
  expect((await ask(server, 'DELETE', `/internal/tunnels/${first.id}`)).status).toBe(200)
  expect((await first.get(0)).status).toBe(404)
  expect((await third()).status).toBe(201)
})

test('X6: a tunnel of which nothing is asked any more ends', async () => {
  const server = await startSeeded({ limits: { tunnelIdleMs: 200 } })
  await Tunnel.open(server)
  await eventually(() => expect(server.stats()).toEqual({ connections: 0, rooms: 0 }))
})

test('1012: a server that restarts says so, and does not wait for tunnels', async () => {
  const server = await startSeeded()
  const tunnel = await Tunnel.open(server)
  await tunnel.frame(opcode.binary)
  const answered = await request(server, 'GET', tunnel.pathFrom(tunnel.received.byteLength, false))
  await server.close()
  const [close] = framesIn(Buffer.from(await answered.arrayBuffer()).subarray(1))
  expect(close?.payload.readUInt16BE(0)).toBe(1012)
})
