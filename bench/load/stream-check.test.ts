import { expect, test } from 'vitest'

import { updateMessage } from '#protocol/message-parts'
import { keystroke, letterOf } from './keystrokes.ts'
import { Received } from './received.ts'
import { RoomLog } from './room-log.ts'
import { clientFrame, frameAt, opcode } from './server-frames.ts'
import { StreamCheck } from './stream-check.ts'

/** As servers send it: unmasked. */
function frame(code: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const head = length < 126 ? [0x80 | code, length] : [0x80 | code, 126, length >> 8, length & 0xff]
  return Buffer.concat([Uint8Array.from(head), payload])
}

const key = (index: number): Buffer => frame(opcode.binary, Buffer.concat(updateMessage(keystroke(1, index))))
const keys = (from: number, to: number): Buffer =>
  Buffer.concat(Array.from({ length: to - from }, (_, index) => key(from + index)))
const ping = frame(opcode.ping, Buffer.from('?'))

function room(typed: number) {
  const expected = {
    content: { unitAt: letterOf, inserted: new Map([[1, typed]]), deletions: 0 },
    carets: new Map<number, number>(),
  }
  const log = new RoomLog(new Received(expected, false))
  const pings: string[] = []
  const reader = () => {
    const check = new StreamCheck(() => new Received(expected, false), {
      onMessage: () => undefined,
      onPing: (payload) => pings.push(payload.toString()),
      onClose: () => undefined,
    })
    check.follow(log)
    return check
  }
  return { reader, pings }
}

/** In pieces of every size, as the network cuts them. */
function readInPieces(check: StreamCheck, bytes: Buffer, size: number): void {
  for (let start = 0; start < bytes.length; start += size) {
    // What is read into is used again for the next piece.
    const piece = Buffer.from(bytes.subarray(start, start + size))
    check.read(piece)
    piece.fill(0xff)
  }
}

test.each([1, 3, 17, 64, 5000])('readers of the same bytes are complete, in pieces of %i', (size) => {
  const { reader } = room(200)
  const readers = [reader(), reader(), reader()]
  for (const check of readers) readInPieces(check, keys(0, 200), size)
  for (const check of readers) {
    expect([check.isFollowing, check.isComplete, check.received.problems]).toEqual([true, true, []])
  }
})

test('a ping in the midst is answered, and the reader goes on following', () => {
  const { reader, pings } = room(20)
  const [first, second] = [reader(), reader()]
  readInPieces(first, keys(0, 20), 7)
  readInPieces(second, Buffer.concat([keys(0, 9), ping, keys(9, 20)]), 11)
  expect(pings).toEqual(['?'])
  expect([second.isFollowing, second.isComplete, second.received.problems]).toEqual([true, true, []])
})

test.each([
  ['missing', [keys(0, 7), keys(8, 20)], 'client 1: 8 came and 7 had not'],
  ['doubled', [keys(0, 8), keys(7, 20)], 'client 1: 7 came twice'],
  ['out of order', [keys(0, 7), key(8), key(7), keys(9, 20)], 'client 1: 8 came and 7 had not'],
])('what is %s for one reader is told of that one', (_, parts, problem) => {
  const { reader } = room(20)
  const [sound, other] = [reader(), reader()]
  readInPieces(sound, keys(0, 20), 13)
  readInPieces(other, Buffer.concat(parts), 13)
  expect([sound.isComplete, sound.received.problems]).toEqual([true, []])
  expect(other.isFollowing).toBe(false)
  expect(other.received.problems[0]).toBe(problem)
})

test('a reader that is behind is not complete', () => {
  const { reader } = room(20)
  const [first, second] = [reader(), reader()]
  first.read(keys(0, 20))
  second.read(keys(0, 19))
  expect([first.isComplete, second.isComplete]).toEqual([true, false])
})

test('frames of clients are masked, and of every length', () => {
  for (const length of [0, 125, 126, 65_535, 65_536]) {
    const payload = Buffer.alloc(length, 'letters')
    const sent = clientFrame(opcode.binary, payload)
    expect((sent[1] ?? 0) & 0x80).toBe(0x80)
    const maskAt = sent.length - length - 4
    expect(sent.subarray(maskAt, maskAt + 4)).not.toEqual(Buffer.alloc(4))
    const unmasked = sent.subarray(maskAt + 4).map((byte, index) => byte ^ (sent[maskAt + (index & 3)] ?? 0))
    expect(Buffer.compare(unmasked, payload)).toBe(0)
  }
})

test('a frame is there once all of it is', () => {
  const bytes = frame(opcode.binary, Buffer.alloc(300))
  expect(frameAt(bytes, 0, bytes.length - 1)).toBeUndefined()
  expect(frameAt(bytes, 0, bytes.length)).toEqual({ opcode: 2, payloadStart: 4, end: 304 })
  expect(() => frameAt(clientFrame(2, bytes), 0, 300)).toThrow('a frame begins')
})
