/** Values of one kind, put behind one another. */
export class ColumnWriter {
  #bytes = Buffer.allocUnsafe(256)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** A view, until more is written. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Takes back what lies behind. */
  cutTo(length: number): void {
    this.#length = Math.min(length, this.#length)
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  /** As lib0 writes it: seven bits a byte, the lowest first. */
  uint(value: number): void {
    let rest = value
    while (rest > 0x7f) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** Small on either side of zero. */
  int(value: number): void {
    this.uint(value < 0 ? -2 * value - 1 : 2 * value)
  }

  copy(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from
    if (this.#length + length > this.#bytes.length) this.#grow(length)
    // Most are a letter, for which a view of it would cost more than the copy.
    if (length < 8) for (let at = from; at < to; at++) this.#bytes[this.#length++] = bytes[at] as number
    else {
      this.#bytes.set(bytes.subarray(from, to), this.#length)
      this.#length += length
    }
  }

  /** Their length, then the bytes. */
  block(bytes: Uint8Array): void {
    this.uint(bytes.byteLength)
    this.copy(bytes, 0, bytes.byteLength)
  }

  #grow(more: number): void {
    const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + more))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

/** Reads what {@link ColumnWriter} and lib0 write. Each method throws a RangeError where the bytes end early. */
export class ColumnReader {
  readonly bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get at(): number {
    return this.#at
  }

  get isAtEnd(): boolean {
    return this.#at === this.bytes.length
  }

  byte(): number {
    const byte = this.bytes[this.#at++]
    if (byte === undefined) throw new RangeError('bytes end early')
    return byte
  }

  /** @throws {RangeError} too where somebody else would have written the number in other bytes */
  uint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte > 0x7f) continue
      if ((byte === 0 && factor > 1) || value > Number.MAX_SAFE_INTEGER)
        throw new RangeError('not a number as it is written')
      return value
    }
  }

  int(): number {
    const value = this.uint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** @returns where they begin */
  skip(length: number): number {
    const start = this.#at
    if (length > this.bytes.length - start) throw new RangeError('bytes end early')
    this.#at += length
    return start
  }

  block(): Uint8Array {
    const length = this.uint()
    const start = this.skip(length)
    return this.bytes.subarray(start, start + length)
  }
}
