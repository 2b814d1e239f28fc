import { letterOf } from './keystrokes.ts'
import type { LoadClient } from './load-client.ts'
import { type Expected, Received } from './received.ts'
import { RoomLog } from './room-log.ts'

/** A room of the load: what was typed in it, by whom and when, and who has received it. */
export class TypedRoom {
  readonly clients: LoadClient[] = []
  /** From a keystroke being sent to a probe having received it, in ms. */
  readonly latencies: number[] = []
  readonly expected: Expected
  readonly #inserted = new Map<number, number>()
  readonly #carets = new Map<number, number>()
  readonly #sentAt = new Map<number, number[]>()
  #log: RoomLog | undefined
  #probes: readonly LoadClient[] = []

  constructor() {
    this.expected = {
      content: { unitAt: letterOf, inserted: this.#inserted, deletions: 0 },
      carets: this.#carets,
    }
  }

  /** From here on those who only read follow one log; what a writer is sent may leave its own out. */
  startLog(named: boolean, writers: ReadonlySet<number>): void {
    this.#log = new RoomLog(new Received(this.expected, named))
    for (const client of this.clients) if (!writers.has(client.clientId)) client.follow(this.#log)
    this.#probes = this.clients.filter((client) => !client.isFollowing && !writers.has(client.clientId))
  }

  typedBy(clientId: number): number {
    return this.#inserted.get(clientId) ?? 0
  }

  /** Keystrokes of a client that all probes have; in a room without any, that somebody has. */
  seenOf(clientId: number): number {
    if (this.#probes.length === 0) return this.#log?.received.content.received(clientId) ?? 0
    let seen = Infinity
    for (const { received } of this.#probes) seen = Math.min(seen, received.content.received(clientId))
    return seen
  }

  noteTyped(clientId: number, at: number): void {
    const sentAt = this.#sentAt.get(clientId)
    if (sentAt) sentAt.push(at)
    else this.#sentAt.set(clientId, [at])
    this.#inserted.set(clientId, this.typedBy(clientId) + 1)
  }

  /** Returns the caret's new clock. */
  noteCaret(clientId: number): number {
    const clock = (this.#carets.get(clientId) ?? 0) + 1
    this.#carets.set(clientId, clock)
    return clock
  }

  /** What a probe calls. */
  noteReceived(reader: number, clientId: number, from: number, to: number): void {
    if (reader === clientId) return
    const now = performance.now()
    const sentAt = this.#sentAt.get(clientId)
    for (let index = from; index < to; index++) this.latencies.push(now - (sentAt?.[index] ?? now))
  }

  get isComplete(): boolean {
    return this.clients.every((client) => client.isComplete)
  }
}
