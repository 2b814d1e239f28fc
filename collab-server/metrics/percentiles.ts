import type { Latency } from '#protocol/server-status'

/**
 * Percentiles of what a histogram counted between two readings, as Prometheus works them out: as if what is in a
 * bucket were spread evenly over it. What lies above the last bound is told as that bound.
 * @param before, after `cumulated` of the same histogram
 * @returns null where nothing was counted between them.
 */
export function percentiles(
  bounds: readonly number[],
  before: readonly number[],
  after: readonly number[],
): Latency | null {
  const counts = after.map((count, index) => count - (before[index] ?? 0))
  const total = counts.at(-1) ?? 0
  if (total <= 0) return null
  const at = (share: number): number => {
    const wanted = share * total
    const index = counts.findIndex((count) => count >= wanted)
    const upper = bounds[index]
    if (upper === undefined) return bounds.at(-1) ?? 0
    const [lower, below] = index === 0 ? [0, 0] : [bounds[index - 1] ?? 0, counts[index - 1] ?? 0]
    const inBucket = (counts[index] ?? 0) - below
    return lower + (upper - lower) * ((wanted - below) / inBucket)
  }
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
