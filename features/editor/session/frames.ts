/** RFC 6455, section 5.2. */
export const opcode = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export type Frame = { readonly opcode: number; readonly payload: Uint8Array<ArrayBuffer> }

const final = 0x80
const masked = 0x80
const maskBytes = 4

/**
 * One frame as a client sends it. The mask is all zeros: it is there to keep bytes from looking like HTTP to proxies,
 * which these, in the body of a request, cannot.
 */
export function encodeFrame(code: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = payload.byteLength
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const frame = new Uint8Array(2 + lengthBytes + maskBytes + length)
  const view = new DataView(frame.buffer)
  view.setUint8(0, final | code)
  view.setUint8(1, masked | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127))
  if (lengthBytes === 2) view.setUint16(2, length)
  if (lengthBytes === 8) view.setBigUint64(2, BigInt(length))
  frame.set(payload, 2 + lengthBytes + maskBytes)
  return frame
}

/** Takes the frames of a server out of its bytes, however those are cut. Ours sends none in parts. */
export class FrameReader {
  #parts: Uint8Array[] = []
  #bytes = 0
  /** So many are needed before it is worth looking. */
  #needed = 2

  /** @throws {TypeError} what comes is no WebSocket. */
  read(chunk: Uint8Array): Frame[] {
    const frames: Frame[] = []
    this.#keep(chunk)
    while (this.#bytes >= this.#needed) {
      const all = this.#take()
      const head = readHead(all)
      const end = head && head.start + head.length
      if (!head || end === undefined || all.byteLength < end) {
        this.#keep(all)
        this.#needed = end ?? all.byteLength + 1
        break
      }
      frames.push({ opcode: head.opcode, payload: all.slice(head.start, end) })
      this.#keep(all.subarray(end))
      this.#needed = 2
    }
    return frames
  }

  #keep(bytes: Uint8Array): void {
    this.#parts.push(bytes)
    this.#bytes += bytes.byteLength
  }

  #take(): Uint8Array {
    const all = joinBytes(this.#parts)
    this.#parts = []
    this.#bytes = 0
    return all
  }
}

/** Undefined where not all of it is there. */
function readHead(bytes: Uint8Array): { opcode: number; start: number; length: number } | undefined {
  const [first = 0, second = 0] = bytes
  if ((first & 0xf0) !== final || (second & masked) !== 0) throw new TypeError('not a frame of the server')
  const start = second < 126 ? 2 : second === 126 ? 4 : 10
  if (bytes.byteLength < start) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const length = start === 2 ? second : start === 4 ? view.getUint16(2) : Number(view.getBigUint64(2))
  return { opcode: first & 0x0f, start, length }
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [first] = parts
  if (parts.length === 1 && first && first.buffer instanceof ArrayBuffer)
    return first as Uint8Array<ArrayBuffer>
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.byteLength
  }
  return all
}
