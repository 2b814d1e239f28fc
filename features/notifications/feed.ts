import { closeNameOf } from '#protocol/close-codes'
import { feedTokenParameter, type FeedTopic, readFeedNews } from '#protocol/feed'

export type FeedOptions = {
  /** Where the feed is, without a token. */
  url: () => string
  /** A fresh token; null where this browser is nobody whom there is news for. Rejects where the app does not answer. */
  requestToken: () => Promise<string | null>
}

const firstRetryMs = 500
const longestRetryMs = 30_000
/** A connection that lived so long was a good one. */
const soundAfterMs = 5_000
/** The server gives a sign of life every 30 s. */
const silentAfterMs = 75_000

/**
 * Hears that something is new for this person, for as long as somebody listens. Told too at each opening, and as soon as
 * there is a network again: what came while there was no connection is asked for then.
 */
export class Feed {
  readonly #options: FeedOptions
  readonly #listeners = new Map<FeedTopic, Set<() => void>>()
  #watch: AbortController | undefined
  #socket: WebSocket | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #attempt = 0
  #failures = 0
  #openedAt = 0

  constructor(options: FeedOptions) {
    this.#options = options
  }

  /** @returns the end of listening. */
  listen(topic: FeedTopic, onNews: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(onNews))
    if (!this.#watch) this.#start()
    return () => {
      listeners.delete(onNews)
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  #start(): void {
    const watch = new AbortController()
    this.#watch = watch
    const { signal } = watch
    const reconnect = () => {
      this.#failures = 0
      this.#connect()
    }
    const catchUp = () => {
      reconnect()
      // Not only once it is connected, which takes two answers of servers before.
      this.#tellAll()
    }
    window.addEventListener('online', catchUp, { signal })
    // A page with an open connection is not kept to be come back to.
    window.addEventListener('pagehide', () => this.#disconnect(), { signal })
    window.addEventListener('pageshow', ({ persisted }) => persisted && reconnect(), { signal })
    this.#connect()
  }

  #stop(): void {
    this.#watch?.abort()
    this.#watch = undefined
    this.#disconnect()
  }

  #disconnect(): void {
    this.#attempt += 1
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }

  #connect(): void {
    this.#disconnect()
    const attempt = this.#attempt
    const isCurrent = () => attempt === this.#attempt
    void this.#openWithToken(isCurrent)
  }

  async #openWithToken(isCurrent: () => boolean): Promise<void> {
    try {
      const token = await this.#options.requestToken()
      if (isCurrent() && token !== null) this.#open(token, isCurrent)
    } catch {
      if (isCurrent()) this.#retry()
    }
  }

  #open(token: string, isCurrent: () => boolean): void {
    const socket = new WebSocket(`${this.#options.url()}?${feedTokenParameter}=${encodeURIComponent(token)}`)
    this.#socket = socket
    socket.addEventListener('open', () => {
      if (!isCurrent()) return
      this.#openedAt = Date.now()
      this.#heard()
      this.#tellAll()
    })
    socket.addEventListener('message', ({ data }) => {
      if (!isCurrent()) return
      this.#heard()
      for (const topic of readFeedNews(data)) this.#tell(topic)
    })
    socket.addEventListener('close', ({ code }) => {
      if (!isCurrent()) return
      if (this.#openedAt > 0 && Date.now() - this.#openedAt > soundAfterMs) this.#failures = 0
      this.#openedAt = 0
      // Tokens end every few minutes, and nothing is wrong then.
      if (closeNameOf(code) === 'tokenExpired' && this.#failures === 0) {
        this.#failures = 1
        this.#connect()
      } else {
        this.#retry()
      }
    })
  }

  #retry(): void {
    const delay = Math.min(firstRetryMs * 2 ** this.#failures, longestRetryMs)
    this.#failures += 1
    clearTimeout(this.#timer)
    // A quarter of chance either way: a restarted server is not met by everybody at once.
    this.#timer = setTimeout(() => this.#connect(), delay * (0.75 + Math.random() / 2))
  }

  #heard(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#connect(), silentAfterMs)
  }

  #tellAll(): void {
    for (const topic of this.#listeners.keys()) this.#tell(topic)
  }

  #tell(topic: FeedTopic): void {
    for (const onNews of this.#listeners.get(topic) ?? []) onNews()
  }
}
