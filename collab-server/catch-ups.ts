/**
 * Answers that a client asked for and its socket has not taken yet. Their size is not held against it, but
 * nothing more is handled for it meanwhile.
 */
export class CatchUps {
  #unsentBytes = 0
  #waitingBytes = 0

  get areUnsent(): boolean {
    return this.#unsentBytes > 0
  }

  /** Of the unsent, what waits here and not in the socket. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  add(parts: readonly Buffer[]): void {
    for (const part of parts) this.#unsentBytes += part.byteLength
  }

  /** One could not go to the socket at once. */
  noteWaiting(parts: readonly Buffer[]): void {
    for (const part of parts) this.#waitingBytes += part.byteLength
  }

  /** The socket has taken all of it. @returns how many bytes that were */
  takeSent(): number {
    const bytes = this.#unsentBytes
    this.#unsentBytes = this.#waitingBytes = 0
    return bytes
  }
}
