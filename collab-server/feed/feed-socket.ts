import type { WebSocket } from 'ws'

import type { FeedTokenClaims } from '#access/feed-token'
import { maxTokenLifetimeMs } from '#access/document-token'
import { closeCodes, type CloseName } from '#protocol/close-codes'
import { encodeFeedNews, type FeedTopic } from '#protocol/feed'

/** What is told soon after the same was told is told together. */
const gatherMs = 250
/** Of some hundred bytes each. */
const maxBacklogBytes = 64 << 10
/** A page that hears nothing for longer than this many beats takes the network for gone. */
const quietBeats = 3

/** One page's ear for what is new for its person (PROTOCOL F). */
export class FeedSocket {
  readonly claims: FeedTokenClaims
  readonly #webSocket: WebSocket
  readonly #expiry: NodeJS.Timeout
  readonly #waiting = new Set<FeedTopic>()
  /** Told a moment ago. */
  readonly #told = new Set<FeedTopic>()
  #gathering: NodeJS.Timeout | undefined
  #beatsInSilence = 0
  /** Something came since it was asked for a sign of life. */
  #answered = true

  constructor(webSocket: WebSocket, claims: FeedTokenClaims, onEnd: (socket: FeedSocket) => void) {
    this.claims = claims
    this.#webSocket = webSocket
    // A clock that jumps must not make a timer of months, which Node would fire at once.
    const lifetimeMs = Math.min(claims.expiresAt - Date.now(), maxTokenLifetimeMs)
    this.#expiry = setTimeout(() => this.close('tokenExpired'), lifetimeMs)
    webSocket.on('message', () => this.close('malformed'))
    const alive = (): void => {
      this.#answered = true
    }
    webSocket.on('ping', alive)
    webSocket.on('pong', alive)
    // ws has answered a bad frame by itself; without a listener it would end the process.
    webSocket.on('error', () => webSocket.terminate())
    webSocket.on('close', () => {
      clearTimeout(this.#expiry)
      clearTimeout(this.#gathering)
      onEnd(this)
    })
  }

  /** Each topic at once, what comes soon after it together. */
  tell(topic: FeedTopic): void {
    if (this.#told.has(topic)) {
      this.#waiting.add(topic)
      return
    }
    this.#told.add(topic)
    this.#send([topic])
    this.#gathering ??= setTimeout(this.#flush, gatherMs)
  }

  /** Asks for a sign of life, and gives one. */
  beat(): void {
    if (!this.#answered) return this.#webSocket.terminate()
    this.#answered = false
    this.#webSocket.ping()
    this.#beatsInSilence += 1
    if (this.#beatsInSilence >= quietBeats) this.#send([])
  }

  close(name: CloseName): void {
    const { code, reason } = closeCodes[name]
    this.#webSocket.close(code, reason)
  }

  readonly #flush = (): void => {
    this.#gathering = undefined
    this.#told.clear()
    if (this.#waiting.size === 0) return
    const topics = [...this.#waiting]
    this.#waiting.clear()
    for (const topic of topics) this.#told.add(topic)
    this.#send(topics)
    this.#gathering = setTimeout(this.#flush, gatherMs)
  }

  #send(topics: readonly FeedTopic[]): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return
    if (this.#webSocket.bufferedAmount > maxBacklogBytes) return this.close('tryAgainLater')
    this.#beatsInSilence = 0
    this.#webSocket.send(encodeFeedNews(topics))
  }
}
