import { joinBytes } from '#features/editor/session/frames'
import { maxTunnelBodyBytes, tunnelHeader, tunnelParameter, type TunnelAnswer } from '#protocol/tunnel'

export type TunnelEvents = {
  opened(): void
  /** In order, each once. */
  bytes(chunk: Uint8Array): void
  /** Never opened, or broken; not said of a tunnel that is left. */
  broken(): void
}

export type TunnelTimings = {
  /** An answer of which nothing has come by then is held back on the way: from then on it is polled. */
  bufferedAfterMs: number
  /** For how long requests may fail one after the other. */
  giveUpAfterMs: number
  retryMs: number
}

export const tunnelTimings: TunnelTimings = { bufferedAfterMs: 2_500, giveUpAfterMs: 15_000, retryMs: 250 }

/** What is learned of the way there, by all tunnels one after the other. */
export type WayThere = { buffers: boolean }

const sendTimeoutMs = 12_000
/** Longer than the server lets an answer go on. */
const receiveTimeoutMs = 45_000
/** The server is told of so many bytes that they have come, for it keeps them until then. */
const acknowledgedBytes = 64 << 10
/** Browsers carry no more than this for a page that has gone. */
const maxPartingBytes = 60 << 10

/**
 * A stream of bytes both ways, as of a socket, made of HTTP requests (PROTOCOL X): what goes out in one request at a
 * time, what comes in an answer that goes on, or where something on the way holds answers back, in one for each time.
 * Both ways bytes are counted, so that any request can be made again.
 */
export class HttpTunnel {
  readonly #url: string
  readonly #events: TunnelEvents
  readonly #timings: TunnelTimings
  readonly #way: WayThere
  readonly #left = new AbortController()
  #id = ''
  #unsent: Uint8Array[] = []
  #unsentBytes = 0
  #sentBytes = 0
  #isSending = false
  #receivedBytes = 0
  #acknowledged = 0
  #receiving: AbortController | undefined
  #stuckTimer: ReturnType<typeof setTimeout> | undefined

  constructor(url: string, events: TunnelEvents, way: WayThere, timings: TunnelTimings) {
    this.#url = url
    this.#events = events
    this.#way = way
    this.#timings = timings
  }

  /** What the server has not said to have. */
  get unsentBytes(): number {
    return this.#unsentBytes
  }

  /** Asks for what a WebSocket at this path and query would be. */
  async open(pathAndQuery: string): Promise<void> {
    try {
      const { signal } = this.#left
      const body = pathAndQuery
      const response = await fetch(this.#url, { method: 'POST', body, cache: 'no-store', signal })
      const { id } = (await response.json()) as { id?: unknown }
      if (response.status !== 201 || typeof id !== 'string')
        throw new Error(`refused with ${response.status}`)
      this.#id = id
    } catch {
      this.#break()
      return
    }
    if (this.#isOver) return
    this.#events.opened()
    void this.#receiveAll()
  }

  send(bytes: Uint8Array): void {
    this.#unsent.push(bytes)
    this.#unsentBytes += bytes.byteLength
    this.#sendSoon()
  }

  /** Ends it; what is unsent goes out still, also where the page is being left. */
  leave(): void {
    if (this.#isOver) return
    this.#left.abort()
    clearTimeout(this.#stuckTimer)
    if (this.#id === '') return
    const isLittle = this.#unsentBytes <= maxPartingBytes
    const parting = isLittle
      ? this.#post(joinBytes(this.#unsent), AbortSignal.timeout(sendTimeoutMs))
      : fetch(this.#url, { method: 'DELETE', headers: this.#headers, keepalive: true })
    // Else the server notices by itself that nobody asks any more.
    parting.catch(() => undefined)
  }

  get #isOver(): boolean {
    return this.#left.signal.aborted
  }

  get #headers(): Record<string, string> {
    return { [tunnelHeader]: this.#id }
  }

  #break(): void {
    if (this.#isOver) return
    this.leave()
    this.#events.broken()
  }

  /** Together with what else is sent in this turn. */
  #sendSoon(): void {
    if (this.#isSending || this.#isOver) return
    this.#isSending = true
    queueMicrotask(() => void this.#sendAll())
  }

  async #sendAll(): Promise<void> {
    const patience = new Patience(this.#timings)
    while (!this.#isOver && (this.#unsentBytes > 0 || this.#owesAcknowledgement)) {
      const at = this.#sentBytes
      try {
        const signal = AbortSignal.any([this.#left.signal, AbortSignal.timeout(sendTimeoutMs)])
        const response = await this.#post(firstBytes(this.#unsent, maxTunnelBodyBytes), signal)
        if (isGone(response.status)) return this.#break()
        const { received, sent } = readAnswer(await response.json())
        this.#note(received)
        this.#lookForStuckAnswer(sent)
        if (this.#sentBytes > at || this.#unsentBytes === 0) patience.renew()
        else await pause(this.#timings.retryMs)
      } catch {
        if (!(await patience.wait())) return this.#break()
      }
    }
    this.#isSending = false
  }

  get #owesAcknowledgement(): boolean {
    return this.#receivedBytes - this.#acknowledged >= acknowledgedBytes
  }

  async #post(body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Response> {
    const received = this.#receivedBytes
    const query = new URLSearchParams({
      [tunnelParameter.at]: String(this.#sentBytes),
      [tunnelParameter.received]: String(received),
    })
    const keepalive = this.#isOver
    const options = { method: 'POST', headers: this.#headers, body, keepalive, signal } as const
    const response = await fetch(`${this.#url}?${query}`, options)
    if (response.ok) this.#acknowledged = Math.max(this.#acknowledged, received)
    return response
  }

  /** The server has so many bytes. */
  #note(received: number): void {
    let gone = received - this.#sentBytes
    if (gone <= 0 || gone > this.#unsentBytes) return
    this.#sentBytes = received
    this.#unsentBytes -= gone
    while (gone > 0) {
      const first = this.#unsent.shift()
      if (!first) return
      if (first.byteLength > gone) this.#unsent.unshift(first.subarray(gone))
      gone -= first.byteLength
    }
  }

  async #receiveAll(): Promise<void> {
    const patience = new Patience(this.#timings)
    while (!this.#isOver) {
      const turn = new AbortController()
      this.#receiving = turn
      const polls = this.#way.buffers
      const timer = polls ? undefined : setTimeout(() => this.#poll(), this.#timings.bufferedAfterMs)
      const onFirst = () => {
        clearTimeout(timer)
        patience.renew()
      }
      try {
        const timeout = AbortSignal.timeout(receiveTimeoutMs)
        const signal = AbortSignal.any([this.#left.signal, turn.signal, timeout])
        if (!(await this.#receive(polls, signal, onFirst))) return this.#break()
      } catch {
        // It was we who broke off, to poll.
        if (turn.signal.aborted) continue
        if (!this.#isOver && !(await patience.wait())) return this.#break()
      } finally {
        clearTimeout(timer)
      }
    }
  }

  /** One answer to its end; false where the server knows of no such tunnel. */
  async #receive(polls: boolean, signal: AbortSignal, onFirst: () => void): Promise<boolean> {
    const from = this.#receivedBytes
    const query = new URLSearchParams({ [tunnelParameter.from]: String(from) })
    if (polls) query.set(tunnelParameter.poll, '1')
    const response = await fetch(`${this.#url}?${query}`, {
      headers: this.#headers,
      cache: 'no-store',
      signal,
    })
    if (isGone(response.status)) return false
    if (!response.ok || !response.body) throw new Error(`answered with ${response.status}`)
    this.#acknowledged = Math.max(this.#acknowledged, from)
    const reader = response.body.getReader()
    let isGreeted = false
    for (;;) {
      const { done, value } = await reader.read()
      if (done || this.#isOver) return true
      onFirst()
      const bytes = isGreeted ? value : value.subarray(1)
      isGreeted = true
      this.#receivedBytes += bytes.byteLength
      if (bytes.byteLength > 0) this.#events.bytes(bytes)
      if (this.#owesAcknowledgement) this.#sendSoon()
    }
  }

  #poll(): void {
    this.#way.buffers = true
    this.#receiving?.abort()
  }

  /** The server has more for us than has come: where nothing of it comes soon, something holds it back. */
  #lookForStuckAnswer(sent: number): void {
    const received = this.#receivedBytes
    if (this.#way.buffers || this.#stuckTimer !== undefined || sent <= received) return
    this.#stuckTimer = setTimeout(() => {
      this.#stuckTimer = undefined
      if (!this.#isOver && this.#receivedBytes === received) this.#poll()
    }, this.#timings.bufferedAfterMs)
  }
}

/** How long requests may fail one after the other. */
class Patience {
  readonly #timings: TunnelTimings
  #since: number | undefined

  constructor(timings: TunnelTimings) {
    this.#timings = timings
  }

  renew(): void {
    this.#since = undefined
  }

  /** Waits before the next attempt; false where there should be none. */
  async wait(): Promise<boolean> {
    this.#since ??= Date.now()
    if (Date.now() - this.#since > this.#timings.giveUpAfterMs) return false
    await pause(this.#timings.retryMs)
    return true
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** There is no such tunnel, or not with these bytes; all else may be something on the way. */
function isGone(status: number): boolean {
  return status === 404 || status === 409
}

function firstBytes(parts: readonly Uint8Array[], most: number): Uint8Array<ArrayBuffer> {
  let bytes = 0
  let count = 0
  while (count < parts.length && bytes < most) bytes += parts[count++]?.byteLength ?? 0
  return joinBytes(parts.slice(0, count)).subarray(0, most)
}

function readAnswer(value: unknown): TunnelAnswer {
  const { received, sent } = value as Partial<TunnelAnswer>
  if (typeof received !== 'number' || typeof sent !== 'number')
    throw new TypeError('not an answer of a tunnel')
  return { received, sent }
}
