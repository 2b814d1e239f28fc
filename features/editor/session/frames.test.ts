import { expect, test } from 'vitest'

import { encodeFrame, FrameReader, opcode } from '#features/editor/session/frames'

/** As a server sends it. */
function serverFrame(code: number, payload: Uint8Array): Uint8Array {
  const frame = encodeFrame(code, payload)
  const head = frame.byteLength - payload.byteLength - 4
  const unmasked = new Uint8Array(head + payload.byteLength)
  unmasked.set(frame.subarray(0, head))
  unmasked.set(payload, head)
  unmasked[1] = (unmasked[1] ?? 0) & 0x7f
  return unmasked
}

const sizes = [0, 1, 125, 126, 65_535, 65_536, 200_000]
const payloads = sizes.map((size) => Uint8Array.from({ length: size }, (_, index) => index % 251))

test.each([1, 2, 3, 9, 4_096, 1_000_000])('frames of all lengths are read from pieces of %i bytes', (cut) => {
  const bytes = new Uint8Array(Buffer.concat(payloads.map((payload) => serverFrame(opcode.binary, payload))))
  const some = cut < 4 ? bytes.subarray(0, 140) : bytes
  const reader = new FrameReader()
  const read: Uint8Array[] = []
  for (let at = 0; at < some.byteLength; at += cut) {
    for (const { payload } of reader.read(some.subarray(at, at + cut))) read.push(payload)
  }
  const whole = cut < 4 ? payloads.slice(0, 3) : payloads
  expect(read.map(({ byteLength }) => byteLength)).toEqual(whole.map(({ byteLength }) => byteLength))
  expect(read.every((payload, index) => Buffer.compare(payload, whole[index] ?? payload) === 0)).toBe(true)
})

test('what is no frame of a server is refused', () => {
  const page = new TextEncoder().encode('<!doctype html>')
  expect(() => new FrameReader().read(page)).toThrow(TypeError)
  expect(() => new FrameReader().read(encodeFrame(opcode.binary, page))).toThrow(TypeError)
})
