import { networkOfAddress } from '#access/network-of-address'

const windowMs = 10 * 60_000

/**
 * How much of each one address may ask for within ten minutes. Nobody needs an account for any of it; an
 * office shares one address.
 */
const limits = {
  /** Documents, empty ones, copies and those from files. */
  documents: 600,
  uploadedBytes: 2 * 1024 ** 3,
  /** Each may cost the work of hashing a password. */
  links: 300,
  /** People named, one by one. */
  shares: 300,
  /** Asking to be let in. */
  requests: 60,
  folders: 300,
} as const

export type WorkKind = keyof typeof limits

/** Beyond so many different ones at once, the oldest are forgotten. */
const maxCounted = 50_000

/** Bounds what one address makes of what stays: nobody fills the disk from one place in an hour. */
export class WorkLimits {
  readonly #done = new Map<string, { amount: number; until: number }>()

  /** Counts so much more; false, and not counted, where that is too much. */
  take(kind: WorkKind, address: string, now: number, amount = 1): boolean {
    const key = `${kind} ${networkOfAddress(address)}`
    const present = this.#done.get(key)
    const isRunning = present !== undefined && present.until > now
    const sum = (isRunning ? present.amount : 0) + amount
    if (sum > limits[kind]) return false
    if (isRunning) {
      present.amount = sum
      return true
    }
    this.#done.delete(key)
    this.#forget(now)
    this.#done.set(key, { amount: sum, until: now + windowMs })
    return true
  }

  /** The oldest come first, and end first. */
  #forget(now: number): void {
    for (const [key, { until }] of this.#done) {
      if (until > now && this.#done.size < maxCounted) return
      this.#done.delete(key)
    }
  }
}
