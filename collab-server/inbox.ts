/** What it costs at least to hold a message, in bytes, and bounds how many there are: empty ones cost too. */
const heldMessageBytes = 1 << 10
const controlHeaderBytes = 6
const muchBytes = 64 << 10

/**
 * What came from one connection and is not done yet: messages that were read but not handled, updates and
 * answers that wait for a commit, and the message of which only a part is here.
 */
export class Inbox {
  readonly #maxBytes: number
  #held: Uint8Array[] | undefined
  #heldBytes = 0
  #unsettledBytes = 0
  #partBytes = 0
  #partSince = 0
  /** Of the chunk that is being read. */
  #controlBytes = 0
  #messageEnded = false

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get isEmpty(): boolean {
    return this.#held === undefined
  }

  /** Whether nothing more should be read; what has been read already may still come, and is held. */
  get isFull(): boolean {
    return this.#heldBytes + this.#unsettledBytes > this.#maxBytes
  }

  /** Whether little enough waits for a commit to handle the next. */
  get isSettled(): boolean {
    return this.#unsettledBytes <= this.#maxBytes
  }

  /** Memory it holds on to. */
  get bytes(): number {
    return this.#heldBytes + this.#unsettledBytes + this.#partBytes
  }

  get holdsMuch(): boolean {
    return this.#partBytes > muchBytes
  }

  hold(message: Uint8Array): void {
    this.#held ??= []
    this.#held.push(message)
    this.#heldBytes += message.byteLength + heldMessageBytes
  }

  peek(): Uint8Array | undefined {
    return this.#held?.[0]
  }

  shift(): void {
    const message = this.#held?.shift()
    if (!message) return
    this.#heldBytes -= message.byteLength + heldMessageBytes
    if (this.#held?.length === 0) this.#held = undefined
  }

  addUnsettled(bytes: number): void {
    this.#unsettledBytes += bytes
  }

  settle(bytes: number): void {
    this.#unsettledBytes -= bytes
  }

  noteMessage(): void {
    this.#messageEnded = true
  }

  noteControlFrame(payloadBytes: number): void {
    this.#controlBytes += payloadBytes + controlHeaderBytes
  }

  /** A chunk was read from the socket, after everything whole in it was noted. */
  noteChunk(bytes: number): void {
    const partBytes = bytes - this.#controlBytes
    this.#controlBytes = 0
    if (this.#messageEnded) {
      this.#messageEnded = false
      this.#partBytes = 0
    } else if (partBytes > 0) {
      if (this.#partBytes === 0) this.#partSince = performance.now()
      this.#partBytes += partBytes
    }
  }

  /** Whether a message began longer ago than this and has not ended. */
  isPartOlderThan(ms: number): boolean {
    return this.#partBytes > 0 && performance.now() - this.#partSince > ms
  }

  clear(): void {
    this.#held = undefined
    this.#heldBytes = 0
    this.#unsettledBytes = 0
    this.#partBytes = 0
  }
}
