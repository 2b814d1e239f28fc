/** Reads lib0's numbers from a part of a buffer without copying anything. */
export class ByteCursor {
  bytes: Uint8Array
  position: number
  end: number

  constructor(bytes: Uint8Array, start = 0, end = bytes.byteLength) {
    this.bytes = bytes
    this.position = start
    this.end = end
  }

  get isAtEnd(): boolean {
    return this.position >= this.end
  }

  readByte(): number {
    if (this.position >= this.end) throw new Error('the message ends early')
    return this.bytes[this.position++] ?? 0
  }

  readVarUint(): number {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = this.readByte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
  }

  /** Passes over so many bytes and says where they begin. */
  skip(length: number): number {
    const start = this.position
    this.position += length
    if (this.position > this.end) throw new Error('the message ends early')
    return start
  }
}

/** As lib0 writes it. */
export function varUint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return bytes
}
