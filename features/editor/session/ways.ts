/** How a session reaches the server: as it should, or by HTTP where WebSockets do not get through. */
export type Way = 'webSocket' | 'http'

/** How a connection came to its end. */
export type Ending = {
  opened: boolean
  /** It was in sync for long enough to say that this way works. */
  proven: boolean
  /** The server said so with a close code. */
  told: boolean
  /** It was neither opened nor refused. */
  timedOut: boolean
}

const failuresBeforeHttp = 2
const firstHttpPauseMs = 3_000
const longestHttpPauseMs = 60_000

/**
 * Decides which way the next attempt takes. HTTP is for networks that let no WebSocket through, not for servers that
 * are away: it is tried in the moment after a WebSocket has failed, twice in a row, and used where it answers then.
 */
export class Ways {
  readonly #hasHttp: boolean
  #way: Way = 'webSocket'
  /** WebSockets that did not get through, in a row. */
  #failures = 0
  #httpFailures = 0
  #httpNotBefore = 0

  constructor(hasHttp: boolean) {
    this.#hasHttp = hasHttp
  }

  /** Of the next attempt, or of the present connection. */
  get way(): Way {
    return this.#way
  }

  /** A connection or an attempt has ended. @returns whether the next one should be made at once, by another way. */
  ended({ opened, proven, told, timedOut }: Ending, now: number): boolean {
    if (this.#way === 'http') {
      this.#httpEnded(opened, now)
      return false
    }
    // Whoever hears the server's own word has a WebSocket that works.
    if (proven || told) this.#failures = 0
    else this.#failures += timedOut ? failuresBeforeHttp : 1
    if (!this.#hasHttp || this.#failures < failuresBeforeHttp || now < this.#httpNotBefore) return false
    this.#way = 'http'
    return true
  }

  /** A WebSocket gets through by now. One more that fails soon is enough to come back here. */
  returnToWebSocket(): void {
    this.#way = 'webSocket'
    this.#failures = failuresBeforeHttp - 1
  }

  #httpEnded(opened: boolean, now: number): void {
    if (opened) {
      this.#httpFailures = 0
      return
    }
    // Neither way: the server is away, or the network is. Everybody's WebSockets come before anybody's requests.
    this.#way = 'webSocket'
    this.#httpNotBefore = now + Math.min(firstHttpPauseMs * 2 ** this.#httpFailures, longestHttpPauseMs)
    this.#httpFailures++
  }
}
