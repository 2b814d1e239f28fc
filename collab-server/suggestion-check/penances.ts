import { setTimeout } from 'node:timers/promises'

import { ProtocolError } from '#protocol/protocol-error'

/** Somebody who suggests, and for whom what they send counts. */
export type Sender = { readonly userId: string; readonly address: string }

/** Whoever was refused costs a document made anew: what else they send waits for so long. */
const refusedMs = 5_000
/** What took longer than this is paid for with so many times that. */
const slowMs = 250
const slowFactor = 4
/** Whoever has the thread ended keeps everybody waiting: nothing of theirs is looked through for so long, then twice that. */
const firstOverrunMs = 60_000
const longestOverrunMs = 3_600_000
/** Then it is forgotten. */
const forgottenMs = 3_600_000

type Overruns = { count: number; until: number }

/**
 * What people who only suggest pay for the time that theirs costs the thread which all rooms share: in all of them, so
 * that nobody who has several gets more of it.
 */
export class Penances {
  readonly #refusedMs: number
  readonly #now: () => number
  /** By user id. */
  readonly #waits = new Map<string, number>()
  /** What each person sends is looked through one after the other, by user id. */
  readonly #turns = new Map<string, Promise<void>>()
  /** By user id, and by address. */
  readonly #overruns = new Map<string, Overruns>()

  constructor(refusedForMs = refusedMs, now: () => number = () => performance.now()) {
    this.#refusedMs = refusedForMs
    this.#now = now
  }

  /**
   * For how long what somebody sends has to wait, who may be honest: it may be their other tab, or the page that
   * begins again.
   * @throws {ProtocolError} `tryAgainLater`: nothing of theirs is looked through for a time.
   */
  waitMs({ userId, address }: Sender): number {
    const now = this.#now()
    const until = (key: string): number => this.#overruns.get(key)?.until ?? 0
    if (Math.max(until(personKey(userId)), until(addressKey(address))) > now)
      throw new ProtocolError('tryAgainLater', 'what came before took too long to be looked through')
    return Math.max(0, (this.#waits.get(userId) ?? 0) - now)
  }

  /**
   * Has something done with what somebody sends, once it is its turn and what they have to wait is over.
   * @throws {ProtocolError} like `waitMs`
   */
  async inTurn<T>(sender: Sender, task: () => Promise<T>): Promise<T> {
    const { userId } = sender
    const before = this.#turns.get(userId)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#turns.set(userId, promise)
    try {
      await before
      const waitMs = this.waitMs(sender)
      if (waitMs > 0) await setTimeout(waitMs, undefined, { ref: false })
      return await task()
    } finally {
      resolve()
      if (this.#turns.get(userId) === promise) this.#turns.delete(userId)
    }
  }

  noteRefused({ userId }: Sender): void {
    this.#wait(userId, this.#refusedMs)
  }

  noteCost({ userId }: Sender, tookMs: number): void {
    if (tookMs > slowMs) this.#wait(userId, tookMs * slowFactor)
  }

  /** Others at an address pay from the second time on: it may be that of a whole school. */
  noteOverrun({ userId, address }: Sender): void {
    const now = this.#now()
    for (const [key, { until }] of this.#overruns) if (until + forgottenMs < now) this.#overruns.delete(key)
    this.#lengthen(personKey(userId), 0, now)
    this.#lengthen(addressKey(address), 1, now)
  }

  #lengthen(key: string, free: number, now: number): void {
    const count = (this.#overruns.get(key)?.count ?? 0) + 1
    const forMs = count > free ? Math.min(firstOverrunMs * 2 ** (count - free - 1), longestOverrunMs) : 0
    this.#overruns.set(key, { count, until: now + forMs })
  }

  #wait(userId: string, forMs: number): void {
    const now = this.#now()
    for (const [somebody, until] of this.#waits) if (until <= now) this.#waits.delete(somebody)
    this.#waits.set(userId, Math.max(this.#waits.get(userId) ?? 0, now + forMs))
  }
}

const personKey = (userId: string): string => `person ${userId}`
const addressKey = (address: string): string => `address ${address}`
