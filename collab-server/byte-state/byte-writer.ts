/** Writes bytes into a buffer that grows. */
export class ByteWriter {
  #bytes: Uint8Array
  #size = 0

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity)
  }

  get size(): number {
    return this.#size
  }

  /** What has been written; shares memory with the writer. */
  get written(): Uint8Array {
    const { buffer, byteOffset } = this.#bytes
    return new Uint8Array(buffer, byteOffset, this.#size)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#size++] = value
  }

  /** A varUint: seven bits a byte, lowest first. */
  uint(value: number): void {
    this.#reserve(8)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#size++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#size++] = rest
  }

  copy(source: Uint8Array, start: number, end: number): void {
    const length = end - start
    this.#reserve(length)
    if (length < 32)
      for (let index = start; index < end; index++) this.#bytes[this.#size++] = source[index] as number
    else {
      this.#bytes.set(source.subarray(start, end), this.#size)
      this.#size += length
    }
  }

  #reserve(length: number): void {
    const needed = this.#size + length
    if (needed <= this.#bytes.byteLength) return
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.byteLength * 2))
    grown.set(this.written)
    this.#bytes = grown
  }
}

export function uintWidth(value: number): number {
  let width = 1
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) width++
  return width
}
