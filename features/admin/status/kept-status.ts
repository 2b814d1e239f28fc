import type { NodeStatus, ServerStatus, StatusReading } from '#protocol/server-status'

/** How long what is shown reaches back, and how far readings are apart. */
export const ranges = {
  live: { spanMs: 3 * 60_000, everyMs: 2_000 },
  minutes: { spanMs: 12 * 3_600_000, everyMs: 60_000 },
} as const
export type Range = keyof typeof ranges

/** What a page has heard of one server. */
export type KeptNode = NodeStatus

/** Adds an answer to what is kept, and lets go of what is too old to be shown. A server that is gone stays away. */
export function keepStatus(kept: readonly KeptNode[], { nodes }: ServerStatus): KeptNode[] {
  return nodes.map((node) => {
    const before = kept.find((other) => other.node === node.node)
    return {
      ...node,
      live: join(before?.live ?? [], node.live, ranges.live.spanMs),
      minutes: join(before?.minutes ?? [], node.minutes, ranges.minutes.spanMs),
    }
  })
}

/** The newest reading that is known of every server; 0 where there is none of one, so that nothing is missed. */
export function lastOf(kept: readonly KeptNode[]): Record<Range, number> {
  const newest = (range: Range): number => {
    const all = kept.map((node) => node[range].at(-1)?.at ?? 0)
    return all.length === 0 ? 0 : Math.min(...all)
  }
  return { live: newest('live'), minutes: newest('minutes') }
}

function join(
  before: readonly StatusReading[],
  after: readonly StatusReading[],
  spanMs: number,
): StatusReading[] {
  const known = before.at(-1)?.at ?? 0
  const all = [...before, ...after.filter(({ at }) => at > known)]
  const oldest = (all.at(-1)?.at ?? 0) - spanMs
  return all.filter(({ at }) => at >= oldest)
}
