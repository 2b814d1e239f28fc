/** RFC 6455, section 5.2. */
export const opcode = { binary: 2, close: 8, ping: 9, pong: 10 } as const

/** Where a frame lies in a buffer. */
export type FrameAt = {
  readonly opcode: number
  readonly payloadStart: number
  readonly end: number
}

/**
 * The frame of a server that begins here, or undefined where it is not all there yet.
 * @throws {Error} for what no server sends: masked or fragmented frames.
 */
export function frameAt(bytes: Buffer, start: number, end: number): FrameAt | undefined {
  if (end - start < 2) return undefined
  const first = bytes[start] ?? 0
  const second = bytes[start + 1] ?? 0
  if ((first & 0xf0) !== 0x80 || second > 0x7f) {
    throw new Error(`a frame begins with ${first.toString(16)} ${second.toString(16)}`)
  }
  let payloadStart = start + 2
  let length = second
  if (second === 126) {
    if (end - start < 4) return undefined
    length = bytes.readUInt16BE(start + 2)
    payloadStart = start + 4
  } else if (second === 127) {
    if (end - start < 10) return undefined
    length = Number(bytes.readBigUInt64BE(start + 2))
    payloadStart = start + 10
  }
  if (payloadStart + length > end) return undefined
  return { opcode: first & 0x0f, payloadStart, end: payloadStart + length }
}

/**
 * A frame as a client sends it: masked, with a mask that is not zero, for which servers have a short cut.
 */
export function clientFrame(code: number, payload: Uint8Array): Buffer {
  const { byteLength } = payload
  const headLength = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(headLength + 4 + byteLength)
  frame[0] = 0x80 | code
  if (headLength === 2) frame[1] = 0x80 | byteLength
  else if (headLength === 4) {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(byteLength, 2)
  } else {
    frame[1] = 0x80 | 127
    frame.writeBigUInt64BE(BigInt(byteLength), 2)
  }
  const mask = (Math.random() * 0xffff_fffe + 1) >>> 0
  frame.writeUInt32BE(mask, headLength)
  for (let index = 0; index < byteLength; index++) {
    const key = (mask >>> (24 - 8 * (index & 3))) & 0xff
    frame[headLength + 4 + index] = (payload[index] ?? 0) ^ key
  }
  return frame
}
