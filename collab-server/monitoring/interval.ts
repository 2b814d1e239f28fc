import type { Metrics } from '#collab-server/metrics/metrics'
import { percentiles } from '#collab-server/metrics/percentiles'
import type { StatusReading } from '#protocol/server-status'

/** What can only be counted at the moment. */
export type Standing = Pick<StatusReading, 'connections' | 'rooms' | 'people' | 'memoryBytes'>

type Counted = {
  readonly at: number
  readonly updates: number
  readonly bytesReceived: number
  readonly bytesSent: number
  readonly commit: readonly number[]
  readonly relay: readonly number[]
  readonly lag: readonly number[]
  readonly refusals: ReadonlyMap<number, number>
}

/** Turns counts that only grow into what happened between one reading and the next. */
export class Interval {
  readonly #metrics: Metrics
  #before: Counted

  /** `now`: of a clock that only goes forward, in ms. */
  constructor(metrics: Metrics, now: number) {
    this.#metrics = metrics
    this.#before = count(metrics, now)
  }

  /** What happened since the reading before. `at`: what time it is, for whoever reads it. */
  read(now: number, at: number, standing: Standing): StatusReading {
    const [before, after] = [this.#before, count(this.#metrics, now)]
    this.#before = after
    const seconds = Math.max(now - before.at, 1) / 1_000
    const perSecond = (name: 'updates' | 'bytesReceived' | 'bytesSent'): number =>
      round((after[name] - before[name]) / seconds)
    const { commitSeconds, relaySeconds, eventLoopLagSeconds } = this.#metrics
    return {
      at,
      ...standing,
      updates: perSecond('updates'),
      bytesReceived: perSecond('bytesReceived'),
      bytesSent: perSecond('bytesSent'),
      commit: percentiles(commitSeconds.bounds, before.commit, after.commit),
      relay: percentiles(relaySeconds.bounds, before.relay, after.relay),
      lag: percentiles(eventLoopLagSeconds.bounds, before.lag, after.lag),
      refusals: more(before.refusals, after.refusals),
    }
  }
}

function count(metrics: Metrics, at: number): Counted {
  return {
    at,
    updates: metrics.entriesCommitted,
    bytesReceived: metrics.bytesReceived,
    bytesSent: metrics.bytesSent,
    commit: metrics.commitSeconds.cumulated,
    relay: metrics.relaySeconds.cumulated,
    lag: metrics.eventLoopLagSeconds.cumulated,
    // A status has three digits and the code of a close four.
    refusals: new Map([...metrics.refusals, ...metrics.closes]),
  }
}

function more(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): Record<string, number> {
  const grown: Record<string, number> = {}
  for (const [reason, total] of after) {
    const since = total - (before.get(reason) ?? 0)
    if (since > 0) grown[reason] = since
  }
  return grown
}

const round = (value: number): number => Math.round(value * 10) / 10
