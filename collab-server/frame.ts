import type { MessageParts } from '#protocol/message-parts'

const finalBinary = 0x82
/** Below this a copy costs less than a second write. */
const minSharedBytes = 16 << 10

/**
 * WebSocket frames (RFC 6455, section 5.2; unmasked, as a server sends them), one for each message, in
 * one buffer: made once for a room, the same bytes and a single write for every socket.
 */
export function encodeFrames(messages: readonly MessageParts[]): Buffer {
  let size = 0
  for (const message of messages) size += frameBytes(message)
  const frames = Buffer.allocUnsafe(size)
  let end = 0
  for (const parts of messages) {
    end = writeHeader(frames, end, bytesOf(parts))
    for (const part of parts) {
      frames.set(part, end)
      end += part.byteLength
    }
  }
  return frames
}

/**
 * The frame of one message as buffers to be written one after the other. A large last part is not copied: a
 * whole document goes out from where it is kept.
 */
export function encodeLargeFrame(message: MessageParts): readonly Buffer[] {
  const last = message.at(-1)
  if (!last || last.byteLength < minSharedBytes) return [encodeFrames([message])]
  const head = Buffer.allocUnsafe(frameBytes(message) - last.byteLength)
  let end = writeHeader(head, 0, bytesOf(message))
  for (const part of message.slice(0, -1)) {
    head.set(part, end)
    end += part.byteLength
  }
  return [head, Buffer.from(last.buffer, last.byteOffset, last.byteLength)]
}

/** How much of a buffer the frame of one message takes. */
export function frameBytes(message: MessageParts): number {
  const length = bytesOf(message)
  return headerLength(length) + length
}

function bytesOf(parts: MessageParts): number {
  let bytes = 0
  for (const part of parts) bytes += part.byteLength
  return bytes
}

function headerLength(length: number): number {
  if (length < 126) return 2
  return length < 65_536 ? 4 : 10
}

function writeHeader(frames: Buffer, start: number, length: number): number {
  frames[start] = finalBinary
  if (length < 126) {
    frames[start + 1] = length
    return start + 2
  }
  if (length < 65_536) {
    frames[start + 1] = 126
    return frames.writeUInt16BE(length, start + 2)
  }
  frames[start + 1] = 127
  return frames.writeBigUInt64BE(BigInt(length), start + 2)
}
