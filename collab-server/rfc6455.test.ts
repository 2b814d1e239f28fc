import { expect, it } from 'vitest'

import { clientFrame, opcode } from '#collab-server/testing/client-frame'
import { eventually } from '#collab-server/testing/eventually'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'

const { continuation, text, binary, close, ping, pong } = opcode
const empty = new Uint8Array()
const askForAll = Uint8Array.of(0, 0, 1, 0)
/** The step 2 of an empty document. */
const everything = Buffer.of(0, 1, 2, 0, 0)
const frame = clientFrame
const join = (...frames: readonly Uint8Array[]): Buffer => Buffer.concat(frames)
const closing = (code: number, reason: Uint8Array = empty): Buffer =>
  frame(close, Buffer.concat([Buffer.of(code >> 8, code & 0xff), reason]))
const utf8 = (string: string): Buffer => Buffer.from(string)

/** The close code with which a connection ends, or what else it is answered. */
type Expected = number | 'answer' | 'pong'

const cases: readonly (readonly [what: string, bytes: Buffer, expected: Expected])[] = [
  ['a message in one frame', frame(binary, askForAll), 'answer'],
  [
    'a message in fragments',
    join(
      frame(binary, askForAll.subarray(0, 2), { final: false }),
      frame(continuation, askForAll.subarray(2)),
    ),
    'answer',
  ],
  [
    'fragments of nothing around it',
    join(
      frame(binary, empty, { final: false }),
      frame(continuation, askForAll, { final: false }),
      frame(continuation, empty),
    ),
    'answer',
  ],
  [
    'a ping between fragments',
    join(
      frame(binary, askForAll.subarray(0, 1), { final: false }),
      frame(pong, empty),
      frame(continuation, askForAll.subarray(1)),
    ),
    'answer',
  ],
  ['an unsolicited pong', join(frame(pong, utf8('hello')), frame(binary, askForAll)), 'answer'],
  ['a ping', frame(ping, empty), 'pong'],
  ['a ping of 125 bytes', frame(ping, Buffer.alloc(125)), 'pong'],
  ['a ping of 126 bytes', frame(ping, Buffer.alloc(126)), 1002],
  ['a pong of 126 bytes', frame(pong, Buffer.alloc(126)), 1002],
  ['a close of 126 bytes', closing(1000, Buffer.alloc(124)), 1002],
  ['a ping in fragments', frame(ping, empty, { final: false }), 1002],
  ['a pong in fragments', frame(pong, empty, { final: false }), 1002],
  ['a close in fragments', frame(close, empty, { final: false }), 1002],
  ...[1, 2, 3, 4, 5, 6, 7].map(
    (reserved) => [`reserved bits ${reserved}`, frame(binary, askForAll, { reserved }), 1002] as const,
  ),
  ['reserved bits on a ping', frame(ping, empty, { reserved: 4 }), 1002],
  ['reserved bits on a close', frame(close, Buffer.of(0x03, 0xe8), { reserved: 1 }), 1002],
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((code) => [`opcode ${code}`, frame(code, empty), 1002] as const),
  ['a frame without a mask', frame(binary, askForAll, { masked: false }), 1002],
  ['a ping without a mask', frame(ping, empty, { masked: false }), 1002],
  ['a continuation of nothing', frame(continuation, askForAll), 1002],
  ['an unfinished continuation of nothing', frame(continuation, askForAll, { final: false }), 1002],
  [
    'a message inside a message',
    join(frame(binary, askForAll, { final: false }), frame(binary, askForAll)),
    1002,
  ],
  [
    'a continuation after the last',
    join(frame(binary, Uint8Array.of(4)), frame(continuation, Uint8Array.of(4))),
    1002,
  ],
  ['text', frame(text, utf8('hola')), 1003],
  ['text of nothing', frame(text, empty), 1003],
  ['text that is no UTF-8', frame(text, Buffer.of(0xce, 0xba, 0xe1, 0xbd, 0xb9, 0xed, 0xa0, 0x80)), 1007],
  ['text that ends in the middle of a letter', frame(text, Buffer.of(0xce)), 1007],
  ['text with overlong letters', frame(text, Buffer.of(0xc0, 0xaf)), 1007],
  ['text beyond Unicode', frame(text, Buffer.of(0xf4, 0x90, 0x80, 0x80)), 1007],
  [
    'text broken within a letter by fragments, and whole',
    join(frame(text, Buffer.of(0xce), { final: false }), frame(continuation, Buffer.of(0xba))),
    1003,
  ],
  ['a close without a code', frame(close, empty), 1005],
  ['a close with half a code', frame(close, Buffer.of(3)), 1002],
  ['a close with a reason', closing(1000, utf8('adiós')), 1000],
  ['a close whose reason is no UTF-8', closing(1000, Buffer.of(0xc3, 0x28)), 1007],
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999].map(
    (code) => [`a close with ${code}`, closing(code), code] as const,
  ),
  ...[0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535].map(
    (code) => [`a close with ${code}, which nobody may send`, closing(code), 1002] as const,
  ),
  ['a length of 2^63', Buffer.of(0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0), 1009],
  ['a length of 2^53', Buffer.of(0x82, 0xff, 0, 0x20, 0, 0, 0, 0, 0, 0), 1009],
  ['a length above the limit', Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0x01, 0, 0, 0x01), 1009],
]

async function enter(server: TestServer): Promise<RawSocket> {
  const raw = new RawSocket(server.port)
  await raw.upgrade('/room', 'dGhlIHNhbXBsZSBub25jZQ==')
  await raw.nextFrame()
  return raw
}

/** What a connection that sends these bytes is answered; closed as it should be where that is a close. */
async function answerTo(server: TestServer, bytes: Buffer): Promise<Expected> {
  const raw = await enter(server)
  raw.socket.write(bytes)
  const { opcode: code, payload } = await raw.nextFrame()
  if (code === pong) return 'pong'
  if (code === binary) return payload.equals(everything) ? 'answer' : -1
  if (payload.length > 0) raw.sendFrame(close, payload.subarray(0, 2))
  await eventually(() => expect(raw.ended).toBe(true))
  return payload.length === 0 ? 1005 : payload.readUInt16BE()
}

it(`C2: RFC 6455 in ${cases.length} cases, with somebody in the same room who notices nothing`, async () => {
  const server = await startTestServer({ access: { mode: 'open' } })
  const witness = await enter(server)
  const wrong: unknown[] = []
  for (const [what, bytes, expected] of cases) {
    const answer = await answerTo(server, bytes)
    if (answer !== expected) wrong.push({ what, expected, answer })
    witness.sendFrame(binary, askForAll)
    const { payload } = await witness.nextFrame()
    if (!payload.equals(everything)) wrong.push({ what, witnessed: payload })
  }
  console.log(`RFC 6455: ${cases.length - wrong.length} of ${cases.length} cases`)
  expect(wrong).toEqual([])
})

it('C2: frames that come byte by byte are the same', async () => {
  const raw = await enter(await startTestServer({ access: { mode: 'open' } }))
  raw.socket.setNoDelay()
  for (const byte of frame(binary, askForAll)) {
    raw.socket.write(Buffer.of(byte))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect((await raw.nextFrame()).payload).toEqual(everything)
})
