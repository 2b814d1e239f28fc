import { describe, expect, it } from 'vitest'

import { encodeFrames, encodeLargeFrame, frameBytes } from '#collab-server/frame'

describe('frames', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 100_000])(
    '%i bytes are one frame, in however many buffers',
    (length) => {
      const message = [Uint8Array.of(0, 1), new Uint8Array(length).fill(7)]
      const [header, size] = length + 2 < 126 ? [2, length + 2] : length + 2 < 65_536 ? [4, 126] : [10, 127]
      const frame = encodeFrames([message])
      expect(frame.byteLength).toBe(header + length + 2)
      expect(frameBytes(message)).toBe(frame.byteLength)
      expect([frame[0], frame[1]]).toEqual([0x82, size])
      expect(Buffer.compare(Buffer.concat(encodeLargeFrame(message)), frame)).toBe(0)
    },
  )

  it('several messages are frames back to back', () => {
    const [one, other] = [[Uint8Array.of(1)], [Uint8Array.of(2, 3), Uint8Array.of(4)]]
    expect(encodeFrames([one, other])).toEqual(Buffer.concat([encodeFrames([one]), encodeFrames([other])]))
  })

  it('a large last part is sent from where it lies', () => {
    const body = new Uint8Array(1 << 20)
    expect(encodeLargeFrame([Uint8Array.of(0, 1), body]).at(-1)?.buffer).toBe(body.buffer)
  })
})
