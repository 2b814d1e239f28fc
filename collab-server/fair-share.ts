import type { Metrics } from '#collab-server/metrics/metrics'
import type { RateBucket } from '#collab-server/rate-bucket'

/** A connection that has used up its share. */
export type Overdrawn = {
  readonly bucket: RateBucket
  /** It may be read again. */
  readOn(): void
}

const tickMs = 10
/** For how long nobody else may have been served for the server to count as idle. */
const idleMs = 250

/**
 * Lets overdrawn connections wait until their buckets fill again (PROTOCOL L6). While nobody with a calm
 * bucket is being served they get what the machine can do: a limit is there so that nobody waits for
 * somebody else, and an import at night keeps nobody waiting.
 */
export class FairShare {
  readonly #waiting = new Set<Overdrawn>()
  readonly #metrics: Metrics
  #timer: NodeJS.Timeout | undefined
  /** A message of somebody with a calm bucket was handled since the last tick. */
  #servedCalm = false
  #calmServedAt = -Infinity

  constructor(metrics: Metrics) {
    this.#metrics = metrics
  }

  noteServed(bucket: RateBucket): void {
    if (bucket.isCalm) this.#servedCalm = true
  }

  wait(overdrawn: Overdrawn): void {
    if (this.#waiting.has(overdrawn)) return
    this.#metrics.pauses.rate++
    this.#waiting.add(overdrawn)
    this.#timer ??= setInterval(() => this.#tick(), tickMs)
  }

  forget(overdrawn: Overdrawn): void {
    if (this.#waiting.delete(overdrawn)) this.#restIfNobodyWaits()
  }

  #tick(): void {
    const now = performance.now()
    if (this.#servedCalm) this.#calmServedAt = now
    this.#servedCalm = false
    const isIdle = now - this.#calmServedAt > idleMs
    // Whoever uses up what it is given waits for the next tick, not for a second share of this one.
    const waiting = Array.from(this.#waiting)
    for (const overdrawn of waiting) {
      overdrawn.bucket.refill()
      if (isIdle) overdrawn.bucket.halfFill()
      if (overdrawn.bucket.isEmpty) continue
      this.#waiting.delete(overdrawn)
      overdrawn.readOn()
    }
    this.#restIfNobodyWaits()
  }

  #restIfNobodyWaits(): void {
    if (this.#waiting.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
