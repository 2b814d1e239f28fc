import * as encoding from 'lib0/encoding'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { clientFrame, opcode } from '#collab-server/testing/client-frame'
import { eventually } from '#collab-server/testing/eventually'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { syncStep1Message, updateMessage } from '#protocol/message-parts'

// With which code a client is told what it exceeded, where that takes more than one message.

const access = { mode: 'open' } as const
const sampleKey = 'dGhlIHNhbXBsZSBub25jZQ=='
const step1 = Buffer.concat(syncStep1Message(Y.encodeStateVector(new Y.Doc())))
/** A message of a type that nobody knows. */
const ignored = (bytes: number): Buffer => clientFrame(opcode.binary, new Uint8Array(bytes).fill(4))

async function join(server: TestServer): Promise<RawSocket> {
  const raw = new RawSocket(server.port)
  raw.socket.setNoDelay(true)
  await raw.upgrade('/room', sampleKey)
  await raw.nextFrame()
  return raw
}

/** Sends byte by byte, each when the one before is gone, until all is sent or the server has had enough. */
async function dribble(raw: RawSocket, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length && raw.received.length === 0; at++) {
    raw.socket.write(bytes.subarray(at, at + 1))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Does something again and again until the test is over. */
function repeat(act: () => void): void {
  const timer = setInterval(act, 50)
  onTestFinished(() => clearInterval(timer))
}

/** The code of the close frame that comes next, pings and what else comes left aside. */
async function closeCodeOf(raw: RawSocket): Promise<number> {
  for (;;) {
    const frame = await raw.nextFrame()
    if (frame.opcode === opcode.close) return frame.payload.readUInt16BE()
  }
}

/** Writes so many megabytes, half a one at a time. */
async function writeMegabytes(server: TestServer, count: number, firstClientId = 1): Promise<void> {
  const writer = await WireClient.connect(`${server.url}/room?acks=1`)
  for (let index = 1; index <= count * 2; index++) {
    writer.send(updateMessage(textUpdate('x'.repeat(500_000), firstClientId + index)))
    await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(index))
  }
  writer.webSocket.terminate()
}

describe('L1: a message in pieces of the network', () => {
  it('is read, in as many as are allowed', async () => {
    const server = await startTestServer({ access, limits: { maxChunks: 50 } })
    const raw = await join(server)
    await dribble(raw, ignored(40))
    raw.socket.write(clientFrame(opcode.binary, step1))
    expect((await raw.nextFrame()).payload).toEqual(Buffer.of(0, 1, 2, 0, 0))
  })

  it('closes with 1008 in more', async () => {
    const server = await startTestServer({ access, limits: { maxChunks: 50 } })
    const raw = await join(server)
    await dribble(raw, ignored(200_000))
    expect(await closeCodeOf(raw)).toBe(1008)
  })

  it('closes with 1013 where it is not whole in time, and is read where it is', async () => {
    const limits = { messageTimeoutMs: 1_000, pingIntervalMs: 250 }
    const server = await startTestServer({ access, limits })
    const slow = await join(server)
    slow.socket.write(ignored(100_000).subarray(0, 1_000))
    // In the middle of a frame there can be no other: that bytes come is all the life it can show.
    repeat(() => slow.socket.write(Buffer.of(4)))
    const late = await join(server)
    late.socket.write(clientFrame(opcode.binary, step1.subarray(0, 2), { final: false }))
    repeat(() => late.sendFrame(opcode.pong, new Uint8Array()))
    await new Promise((resolve) => setTimeout(resolve, 300))
    late.socket.write(clientFrame(opcode.continuation, step1.subarray(2)))
    expect(await closeCodeOf(slow)).toBe(1013)
    await eventually(() => expect(late.received.includes(Buffer.of(0, 1, 2, 0, 0))).toBe(true))
    expect(late.ended).toBe(false)
  })
})

describe('L4: a peer that is not read, since it has not taken what it asked for', () => {
  const limits = { pingIntervalMs: 500 }

  it('is cut where it takes nothing of it', async () => {
    const server = await startTestServer({ access, limits })
    await writeMegabytes(server, 14)
    await eventually(() => expect(server.stats().connections).toBe(0))
    const dead = await join(server)
    dead.socket.pause()
    dead.socket.write(clientFrame(opcode.binary, step1))
    await eventually(() => expect(server.stats().connections).toBe(0), { withinMs: 10_000 })
  })

  it('is not where it takes a little now and then', async () => {
    const server = await startTestServer({ access, limits })
    await writeMegabytes(server, 14)
    const slow = new RawSocket(server.port)
    await slow.upgrade('/room', sampleKey)
    await slow.nextFrame()
    slow.socket.pause()
    slow.socket.write(clientFrame(opcode.binary, step1))
    let [taken, takenAt, longestGapMs] = [0, performance.now(), 0]
    slow.socket.removeAllListeners('data')
    slow.socket.on('data', (chunk: Buffer) => {
      const now = performance.now()
      longestGapMs = Math.max(longestGapMs, now - takenAt)
      takenAt = now
      taken += chunk.byteLength
      slow.socket.pause()
    })
    // All of it takes longer by far than it may take nothing.
    const timer = setInterval(() => slow.socket.resume(), 10)
    onTestFinished(() => clearInterval(timer))
    repeat(() => slow.sendFrame(opcode.pong, new Uint8Array()))
    await eventually(() => expect(slow.ended || taken > 14_000_000).toBe(true), { withinMs: 18_000 })
    // On a machine that stood still for so long itself nobody can tell.
    expect(slow.ended && longestGapMs < limits.pingIntervalMs).toBe(false)
  })
})

describe('L7: a reader that stops reading', () => {
  // The peer has to read on to hear with what it is closed, and may take its time.
  const closeGraceMs = 60_000
  const megabytes = 14

  it('is closed with 1013 where more waits for it than may', async () => {
    const server = await startTestServer({ access, limits: { maxBacklogBytes: 1 << 20, closeGraceMs } })
    const reader = await WireClient.connect(`${server.url}/room`)
    await reader.catchUp()
    reader.webSocket.pause()
    await writeMegabytes(server, megabytes)
    reader.webSocket.resume()
    expect(await reader.closed).toMatchObject({ code: 1013 })
  })

  it('gets everything where less waits', async () => {
    const server = await startTestServer({ access, limits: { maxBacklogBytes: 32 << 20 } })
    const reader = await WireClient.connect(`${server.url}/room`)
    await reader.catchUp()
    reader.webSocket.pause()
    await writeMegabytes(server, megabytes)
    reader.webSocket.resume()
    await eventually(() => expect(reader.sync('update')).toHaveLength(megabytes * 2))
  })

  it.each([
    [
      'is closed with 1013 too while it has not taken what it asked for, beyond a larger bound',
      1 << 20,
      1013,
    ],
    ['is waited for up to that', 32 << 20, 0],
  ])('%s', async (_what, maxCatchUpBacklogBytes, code) => {
    const limits = { maxBacklogBytes: 1_000, maxCatchUpBacklogBytes, closeGraceMs }
    const server = await startTestServer({ access, limits })
    await writeMegabytes(server, megabytes)
    const reader = await WireClient.connect(`${server.url}/room`)
    await eventually(() => expect(reader.sync('step1')).toHaveLength(1))
    reader.webSocket.pause()
    reader.send(step1)
    await writeMegabytes(server, 2, 1_000)
    reader.webSocket.resume()
    const taken = eventually(() => expect(reader.sync('update')).toHaveLength(4)).then(() => 0)
    expect(await Promise.race([taken, reader.closed.then((closed) => closed.code)])).toBe(code)
  })
})

it('L10: who holds much when all hold too much is closed with 1013', async () => {
  const server = await startTestServer({ access, limits: { maxBudgetBytes: 1 << 20 } })
  const raw = await join(server)
  raw.socket.write(ignored(10 << 20).subarray(0, 2 << 20))
  expect(await closeCodeOf(raw)).toBe(1013)
})

it('S7: an update with more deletions than one may bring is closed with 1009', async () => {
  const server = await startTestServer({ access })
  const encoder = encoding.createEncoder()
  const count = 50_001
  for (const number of [0, 1, 7, count]) encoding.writeVarUint(encoder, number)
  for (let index = 0; index < count; index++) {
    encoding.writeVarUint(encoder, index * 2)
    encoding.writeVarUint(encoder, 1)
  }
  const client = await WireClient.connect(`${server.url}/room`)
  client.send(updateMessage(encoding.toUint8Array(encoder)))
  expect(await client.closed).toMatchObject({ code: 1009 })
})

it('S7: a state vector of more clients than one may name is closed with 1009', async () => {
  const server = await startTestServer({ access })
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 250_001)
  const client = await WireClient.connect(`${server.url}/room`)
  client.send(syncStep1Message(encoding.toUint8Array(encoder)))
  expect(await client.closed).toMatchObject({ code: 1009 })
})
