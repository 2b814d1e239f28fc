import type { WebSocket } from 'ws'

/** Whether somebody is still at the other end: when it is asked, and what counts as an answer. */
export class SignsOfLife {
  readonly #webSocket: WebSocket
  readonly #doubtMs: number
  #answered = true
  #doubtTimer: NodeJS.Timeout | undefined

  /** `doubtMs`: for how long a peer in doubt has time to answer. */
  constructor(webSocket: WebSocket, doubtMs: number) {
    this.#webSocket = webSocket
    this.#doubtMs = doubtMs
  }

  /** Something came from the peer since it was asked. */
  get answered(): boolean {
    return this.#answered
  }

  note(): void {
    this.#answered = true
    this.forgetDoubt()
  }

  ask(): void {
    // While nothing is read from it, its answer cannot be heard.
    this.#answered = this.#webSocket.isPaused
    this.#webSocket.ping()
  }

  /** Cuts the peer unless it shows life very soon (PROTOCOL I4). */
  doubt(): void {
    if (this.#doubtTimer !== undefined || this.#webSocket.isPaused) return
    this.#webSocket.ping()
    // Apart from the heartbeat: whoever times claims by that must not get an honest holder cut.
    this.#doubtTimer = setTimeout(() => this.#webSocket.terminate(), this.#doubtMs)
  }

  forgetDoubt(): void {
    if (this.#doubtTimer === undefined) return
    clearTimeout(this.#doubtTimer)
    this.#doubtTimer = undefined
  }
}
