import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

export type LifeLimits = { readonly doubtMs: number; readonly pingIntervalMs: number }

/** Whether somebody is still at the other end: when it is asked, and what counts as an answer. */
export class SignsOfLife {
  readonly #webSocket: WebSocket
  readonly #socket: Duplex
  readonly #limits: LifeLimits
  #answered = true
  #doubtTimer: NodeJS.Timeout | undefined
  #watchesWrites = false

  /** `socket`: the one under the WebSocket. `doubtMs`: for how long a peer in doubt has time to answer. */
  constructor(webSocket: WebSocket, socket: Duplex, limits: LifeLimits) {
    this.#webSocket = webSocket
    this.#socket = socket
    this.#limits = limits
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
    // While nothing is read from it, its answer cannot be heard; then it is watched by what it takes.
    this.#answered = this.#webSocket.isPaused
    this.#webSocket.ping()
  }

  /**
   * Nothing is read from the peer any more: it is cut where it takes nothing of what is written to it for as long
   * as it might have left a ping unanswered.
   */
  notePaused(): void {
    if (!(this.#socket instanceof Socket)) return
    if (!this.#watchesWrites) this.#socket.on('timeout', this.#noteIdle)
    this.#watchesWrites = true
    // Node tells a large write of which parts go out from one that stands still.
    this.#socket.setTimeout(2 * this.#limits.pingIntervalMs)
  }

  noteResumed(): void {
    if (this.#watchesWrites && this.#socket instanceof Socket) this.#socket.setTimeout(0)
  }

  /** Cuts the peer unless it shows life very soon (PROTOCOL I4). */
  doubt(): void {
    if (this.#doubtTimer !== undefined || this.#webSocket.isPaused) return
    this.#webSocket.ping()
    // Apart from the heartbeat: whoever times claims by that must not get an honest holder cut.
    this.#doubtTimer = setTimeout(() => this.#webSocket.terminate(), this.#limits.doubtMs)
  }

  forgetDoubt(): void {
    if (this.#doubtTimer === undefined) return
    clearTimeout(this.#doubtTimer)
    this.#doubtTimer = undefined
  }

  readonly #noteIdle = (): void => {
    if (!this.#webSocket.isPaused) return
    // With nothing on its way nobody can tell: it may be the disk that the peer waits for.
    if (this.#socket.writableLength > 0) this.#webSocket.terminate()
    else this.notePaused()
  }
}
