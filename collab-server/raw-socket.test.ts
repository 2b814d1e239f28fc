import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { opcode } from '#collab-server/testing/client-frame'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { YjsRoomState } from '#collab-server/yjs-room-state'
import { textUpdate } from '#collab-server/testing/wire-client'

const sampleKey = 'dGhlIHNhbXBsZSBub25jZQ=='

/** V8's own collector, which a flag makes callable. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

function startOpen(): Promise<TestServer> {
  return startTestServer({ access: { mode: 'open' } })
}

test('RFC 6455 byte by byte: upgrade, frames both ways, a clean close, and then nothing is left', async () => {
  const server = await startOpen()
  const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const one = new RawSocket(server.port)
  const answer = await one.upgrade('/room', sampleKey)
  expect(answer).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/)
  // The pair of the RFC, section 1.3.
  expect(answer).toContain('\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n')
  expect(answer.toLowerCase()).not.toContain('sec-websocket-extensions')

  // S1: the state vector of an empty document.
  expect(await one.nextFrame()).toEqual({ opcode: opcode.binary, payload: Buffer.of(0, 0, 1, 0) })

  const two = new RawSocket(server.port)
  const key = randomBytes(16).toString('base64')
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  expect(await two.upgrade('/room', key)).toContain(`Sec-WebSocket-Accept: ${accept}\r\n`)
  await two.nextFrame()
  expect(server.stats()).toEqual({ rooms: 1, connections: 2 })

  // S3: an update of one reaches the other as the same bytes.
  const update = textUpdate('héllo')
  one.sendFrame(opcode.binary, Buffer.concat([Buffer.of(0, 2, update.length), update]))
  const relayed = await two.nextFrame()
  expect(relayed).toEqual({ opcode: opcode.binary, payload: Buffer.from([0, 2, update.length, ...update]) })

  // S2: step 1 is answered by step 2.
  two.sendFrame(opcode.binary, Buffer.of(0, 0, 1, 0))
  const { payload } = await two.nextFrame()
  expect([...payload.subarray(0, 3)]).toEqual([0, 1, update.length])
  const doc = new Y.Doc()
  Y.applyUpdate(doc, payload.subarray(3))
  expect(doc.getText('text').toJSON()).toBe('héllo')

  two.sendFrame(opcode.ping, Buffer.from('are you there'))
  expect(await two.nextFrame()).toEqual({ opcode: opcode.pong, payload: Buffer.from('are you there') })

  for (const socket of [one, two]) {
    socket.sendFrame(opcode.close, Buffer.from([0x03, 0xe8]))
    expect(await socket.nextFrame()).toEqual({ opcode: opcode.close, payload: Buffer.from([0x03, 0xe8]) })
    await eventually(() => expect(socket.ended).toBe(true))
    expect(socket.received.length).toBe(0)
  }
  await eventually(() => expect(server.stats()).toEqual({ rooms: 0, connections: 0 }))
  await eventually(() => {
    const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    expect(timers).toBeLessThanOrEqual(timersBefore)
  })
})

test('the memory of rooms is given back when their last member leaves', async () => {
  const states: WeakRef<YjsRoomState>[] = []
  const server = await startTestServer({
    access: { mode: 'open' },
    openRoomState: (document) => {
      const state = new YjsRoomState(document)
      states.push(new WeakRef(state))
      return state
    },
  })
  for (let round = 0; round < 5; round++) {
    const socket = new RawSocket(server.port)
    await socket.upgrade(`/room-${round}`, sampleKey)
    await socket.nextFrame()
    socket.socket.destroy()
  }
  await eventually(() => expect(server.stats()).toEqual({ rooms: 0, connections: 0 }))
  await eventually(() => {
    collectGarbage()
    expect(states.filter((state) => state.deref())).toHaveLength(0)
  })
  expect(states).toHaveLength(5)
})

test.each([
  ['a reserved bit', Buffer.of(0xc2, 0x80, 0, 0, 0, 0), 1002],
  ['a reserved opcode', Buffer.of(0x83, 0x80, 0, 0, 0, 0), 1002],
  ['an unmasked frame', Buffer.of(0x82, 0x00), 1002],
  ['a fragmented ping', Buffer.of(0x09, 0x80, 0, 0, 0, 0), 1002],
  ['a close code that must not be sent', Buffer.of(0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed), 1002],
  ['a length beyond all bounds', Buffer.of(0x82, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 1009],
  ['a length above the limit', Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0), 1009],
])('C2: %s ends that connection alone', async (_what, bytes, code) => {
  const server = await startOpen()
  const witness = new RawSocket(server.port)
  await witness.upgrade('/room', sampleKey)
  await witness.nextFrame()
  const hostile = new RawSocket(server.port)
  await hostile.upgrade('/room', sampleKey)
  await hostile.nextFrame()
  hostile.socket.write(bytes)
  const close = await hostile.nextFrame()
  expect(close.opcode).toBe(opcode.close)
  expect(close.payload.readUInt16BE()).toBe(code)
  await eventually(() => expect(server.stats().connections).toBe(1))
  witness.sendFrame(opcode.binary, Buffer.of(0, 0, 1, 0))
  expect((await witness.nextFrame()).payload).toEqual(Buffer.of(0, 1, 2, 0, 0))
})

test('L5: an upgrade request that never ends is cut', async () => {
  const limits = { headersTimeoutMs: 300, connectionsCheckingIntervalMs: 50 }
  const server = await startTestServer({ access: { mode: 'open' }, limits })
  const [silent, slow] = [new RawSocket(server.port), new RawSocket(server.port)]
  slow.socket.write('GET /room HTTP/1.1\r\nHost: ')
  await eventually(() => expect([silent.ended, slow.ended]).toEqual([true, true]))
  expect(slow.received.toString()).toMatch(/^HTTP\/1\.1 408 /)
})
