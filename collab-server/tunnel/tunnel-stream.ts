import { Duplex } from 'node:stream'

/** So much may be on its way to the other end; what is more waits as in a socket that is full. */
const windowBytes = 256 << 10
/** For how long a sender waits for what it sent before to be read. */
const longestWaitMs = 5_000

/** Where what is written goes as it is written, while a request for it is here. */
export type TunnelReader = {
  take(bytes: Buffer): void
  /** Nothing follows, here or because another reader takes its place. */
  end(): void
}

/**
 * The server's end of a tunnel: a stream like a socket, on which a WebSocket is spoken, made of HTTP requests. Both
 * ways bytes are counted from the beginning, so that a request that is lost or comes twice neither loses nor doubles
 * one: what was written is kept until the other end says that it has it.
 */
export class TunnelStream extends Duplex {
  #kept: Buffer[] = []
  #keptFrom = 0
  #written = 0
  #received = 0
  #isGreeted = false
  #isFull = false
  #reader: TunnelReader | undefined
  #onRoom: (() => void) | undefined
  #onRead: (() => void)[] = []

  /** How many bytes have come. */
  get received(): number {
    return this.#received
  }

  /** How many bytes there are for the other end, those it has among them. */
  get written(): number {
    return this.#written
  }

  /**
   * Takes what is new of bytes that begin at this count; waits a while for a reader who is behind, and then takes
   * nothing. @returns false where bytes between are missing.
   */
  async accept(at: number, bytes: Buffer): Promise<boolean> {
    if (this.#isFull) await this.#untilRead()
    if (at > this.#received) return false
    const fresh = bytes.subarray(this.#received - at)
    if (this.#isFull || this.destroyed || fresh.byteLength === 0) return true
    this.#received += fresh.byteLength
    this.#isFull = !this.push(fresh)
    return true
  }

  /** The other end has so many bytes: they are kept no longer. */
  acknowledge(count: number): void {
    if (count <= this.#keptFrom || count > this.#written) return
    let gone = 0
    while (gone < this.#kept.length) {
      const { byteLength } = this.#kept[gone] ?? Buffer.alloc(0)
      if (this.#keptFrom + byteLength > count) break
      this.#keptFrom += byteLength
      gone++
    }
    this.#kept.splice(0, gone)
    const [first] = this.#kept
    if (first && count > this.#keptFrom) {
      this.#kept[0] = first.subarray(count - this.#keptFrom)
      this.#keptFrom = count
    }
    if (this.#onRoom && !this.#isBeyondWindow) {
      const goOn = this.#onRoom
      this.#onRoom = undefined
      goOn()
    }
  }

  /** Whether there is anything, or will be, from this count on. */
  has(from: number): boolean {
    return from >= this.#keptFrom && from <= this.#written
  }

  /** Gives a reader all from this count on, in the place of the one before. @returns what takes it away again. */
  attach(reader: TunnelReader, from: number): () => void {
    this.#reader?.end()
    this.#reader = reader
    let skipped = from - this.#keptFrom
    for (const part of this.#kept) {
      if (skipped < part.byteLength) reader.take(skipped > 0 ? part.subarray(skipped) : part)
      skipped = Math.max(0, skipped - part.byteLength)
    }
    if (this.destroyed) reader.end()
    return () => {
      if (this.#reader === reader) this.#reader = undefined
    }
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // The first is the 101 of ws, for which nobody waits: the answer to the opening request has said so.
    if (!this.#isGreeted) {
      this.#isGreeted = true
      return done()
    }
    this.#kept.push(bytes)
    this.#written += bytes.byteLength
    this.#reader?.take(bytes)
    if (this.#isBeyondWindow) this.#onRoom = done
    else done()
  }

  override _read(): void {
    this.#isFull = false
    for (const goOn of this.#onRead.splice(0)) goOn()
  }

  /** Like a socket whose other end hangs up as soon as we do. */
  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#reader?.end()
    this.#reader = undefined
    this.#kept = []
    this.#onRoom = undefined
    for (const goOn of this.#onRead.splice(0)) goOn()
    done(error)
  }

  get #isBeyondWindow(): boolean {
    return this.#written - this.#keptFrom > windowBytes
  }

  #untilRead(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longestWaitMs)
      this.#onRead.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
