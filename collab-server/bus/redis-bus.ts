import { randomBytes } from 'node:crypto'

import { createClient } from '@redis/client'

import type { BusSubscription, RoomBus } from '#collab-server/bus/room-bus'
import { describeError, type Log } from '#collab-server/log'

type Listener = (message: Uint8Array) => void

export type RedisBusOptions = {
  /** `redis://` or, over TLS, `rediss://`. */
  readonly url: string
  /** The same for all that talk to each other, and nobody else's. */
  readonly name: string
  readonly log: Log
  /** How often it is seen whether what is said comes back, and after what silence it is taken for gone. */
  readonly echoMs?: number
  readonly deafMs?: number
}

const defaultEchoMs = 2_000
const defaultDeafMs = 6_000
const connectMs = 5_000
const shortestPauseMs = 100
const longestPauseMs = 2_000
/** Waiting for Redis; beyond that it is too slow, and what is said is lost. */
const maxUnsentBytes = 8 << 20
const senderBytes = 8
const topicsAtOnce = 1_000

/** One connection to say something, and one to hear: a connection that subscribes is good for nothing else. */
type Session = {
  readonly says: Client
  readonly hears: Client
  readonly topics: Set<string>
  /** Topics that are being given up: the client loses one that is asked for again before that is done. */
  readonly ends: Map<string, Promise<unknown>>
}
type Client = ReturnType<typeof newClient>

/**
 * A bus over the publishing of a Redis, or of what speaks like one. It is used where it is there: nothing waits for it, and
 * what it loses is found otherwise. Each node hears its own voice through it now and then, or takes it for gone: a
 * connection can be dead for a long time before anybody is told.
 */
export class RedisBus implements RoomBus {
  readonly #options: RedisBusOptions
  readonly #sender = randomBytes(senderBytes)
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #prefix: string
  #onChange: (isUp: boolean) => void = () => undefined
  /** The one that is up. */
  #session: Session | undefined
  #echoTimer: NodeJS.Timeout | undefined
  #pauseTimer: NodeJS.Timeout | undefined
  #heardAt = 0
  #failures = 0
  #unsentBytes = 0
  #closed = false

  private constructor(options: RedisBusOptions) {
    this.#options = options
    this.#prefix = `pliego:${options.name}:`
  }

  /** Resolves once it is up, or could not be: then it goes on trying. */
  static async open(options: RedisBusOptions): Promise<RedisBus> {
    const bus = new RedisBus(options)
    await bus.#connect()
    return bus
  }

  get isUp(): boolean {
    return this.#session !== undefined
  }

  publish(topic: string, message: Uint8Array): void {
    const session = this.#session
    if (!session || this.#unsentBytes > maxUnsentBytes) return
    this.#unsentBytes += message.byteLength
    const settle = (): void => {
      this.#unsentBytes -= message.byteLength
    }
    // A connection that breaks says so itself.
    session.says.publish(this.#prefix + topic, Buffer.concat([this.#sender, message])).then(settle, settle)
  }

  subscribe(topic: string, listener: Listener): BusSubscription {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    const session = this.#session
    const end = (): void => {
      if (!listeners.delete(listener) || listeners.size > 0) return
      this.#listeners.delete(topic)
      const present = this.#session
      if (present?.topics.delete(topic)) this.#leave(present, topic)
    }
    const ready = session ? this.#take(session, [topic]).catch(() => undefined) : Promise.resolve()
    return { ready, end }
  }

  onChange(listener: (isUp: boolean) => void): void {
    this.#onChange = listener
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#pauseTimer)
    clearInterval(this.#echoTimer)
    const session = this.#session
    this.#session = undefined
    this.#listeners.clear()
    if (!session) return
    const timer = Promise.withResolvers<void>()
    const impatience = setTimeout(timer.resolve, shortestPauseMs)
    // What was said last is on its way.
    await Promise.race([session.says.close().catch(() => undefined), timer.promise])
    clearTimeout(impatience)
    end(session)
  }

  async #connect(): Promise<void> {
    const { url, log } = this.#options
    const session: Session = {
      says: newClient(url),
      hears: newClient(url),
      topics: new Set(),
      ends: new Map(),
    }
    const impatience = setTimeout(() => end(session), connectMs)
    const lose = (error: unknown): void => this.#lose(session, error)
    for (const client of [session.says, session.hears]) client.on('error', lose)
    try {
      await Promise.all([session.says.connect(), session.hears.connect()])
      await this.#take(session, [ownTopic(this.#sender)])
      // Others may be added meanwhile.
      for (let missing = this.#missing(session); missing.length > 0; missing = this.#missing(session)) {
        // oxlint-disable-next-line no-await-in-loop -- a part at a time
        await this.#take(session, missing)
      }
    } catch (error) {
      end(session)
      if (this.#failures === 0) log('warn', 'bus-unreachable', { reason: describeError(error) })
      return this.#connectLater()
    } finally {
      clearTimeout(impatience)
    }
    if (this.#closed) return end(session)
    this.#failures = 0
    this.#session = session
    this.#unsentBytes = 0
    this.#listen(session)
    this.#onChange(true)
  }

  #missing({ topics }: Session): string[] {
    const missing: string[] = []
    for (const topic of this.#listeners.keys()) {
      if (missing.length === topicsAtOnce) break
      if (!topics.has(topic)) missing.push(topic)
    }
    return missing
  }

  async #take(session: Session, topics: readonly string[]): Promise<void> {
    for (const topic of topics) session.topics.add(topic)
    const ends = topics.flatMap((topic) => session.ends.get(topic) ?? [])
    if (ends.length > 0) await Promise.all(ends)
    const wanted = topics.filter((topic) => session.topics.has(topic))
    if (wanted.length === 0) return
    await session.hears.subscribe(
      wanted.map((topic) => this.#prefix + topic),
      this.#deliver,
      true,
    )
  }

  #leave({ hears, ends }: Session, topic: string): void {
    const ended = hears.unsubscribe(this.#prefix + topic).catch(() => undefined)
    ends.set(topic, ended)
    void ended.then(() => ends.get(topic) === ended && ends.delete(topic))
  }

  readonly #deliver = (bytes: Buffer, channel: Buffer): void => {
    this.#heardAt = performance.now()
    if (bytes.subarray(0, senderBytes).equals(this.#sender)) return
    const topic = channel.toString().slice(this.#prefix.length)
    const message = bytes.subarray(senderBytes)
    for (const listener of this.#listeners.get(topic) ?? []) {
      try {
        listener(message)
      } catch (error) {
        this.#options.log('error', 'bus-message-failed', { reason: describeError(error) })
      }
    }
  }

  /** Says something to itself now and then, and takes the bus for gone where that does not come back. */
  #listen(session: Session): void {
    const { echoMs = defaultEchoMs, deafMs = defaultDeafMs } = this.#options
    this.#heardAt = performance.now()
    this.#echoTimer = setInterval(() => {
      if (performance.now() - this.#heardAt > deafMs) this.#lose(session, new Error('nothing comes back'))
      else this.publish(ownTopic(this.#sender), new Uint8Array())
    }, echoMs)
  }

  #lose(session: Session, error: unknown): void {
    if (this.#session !== session) return
    this.#session = undefined
    clearInterval(this.#echoTimer)
    end(session)
    this.#options.log('warn', 'bus-lost', { reason: describeError(error) })
    this.#onChange(false)
    this.#connectLater()
  }

  #connectLater(): void {
    if (this.#closed) return
    const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** this.#failures)
    this.#failures++
    this.#pauseTimer = setTimeout(() => void this.#connect(), pauseMs)
  }
}

const ownTopic = (sender: Buffer): string => `echo:${sender.toString('hex')}`

/** It is made anew where it breaks: then it is known what it is subscribed to. */
function newClient(url: string) {
  return createClient({
    url,
    // Any Redis speaks this.
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    socket: { connectTimeout: connectMs, reconnectStrategy: false },
  })
}

function end({ says, hears }: Session): void {
  says.destroy()
  hears.destroy()
}
