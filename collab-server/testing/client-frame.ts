import { randomBytes } from 'node:crypto'

/** RFC 6455, section 5.2. */
export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export type FrameOptions = {
  readonly final?: boolean
  /** The three reserved bits, as a number. */
  readonly reserved?: number
  readonly masked?: boolean
}

/** One frame as a client sends it, or as it must not. */
export function clientFrame(
  code: number,
  payload: Uint8Array,
  { final = true, reserved = 0, masked = true }: FrameOptions = {},
): Buffer {
  const length = payload.byteLength
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = (final ? 0x80 : 0) | (reserved << 4) | code
  head[1] = (masked ? 0x80 : 0) | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  if (!masked) return Buffer.concat([head, payload])
  const mask = randomBytes(4)
  const body = Buffer.from(payload)
  for (let index = 0; index < length; index++) body[index] = (body[index] ?? 0) ^ (mask[index & 3] ?? 0)
  return Buffer.concat([head, mask, body])
}
