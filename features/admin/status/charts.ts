import type { Latency, StatusReading } from '#protocol/server-status'

export type Unit = 'count' | 'perSecond' | 'kiloBytesPerSecond' | 'ms' | 'megaBytes'

export type LineName =
  | 'people'
  | 'connections'
  | 'rooms'
  | 'updates'
  | 'received'
  | 'sent'
  | 'p50'
  | 'p95'
  | 'p99'
  | 'memory'
  | 'refusals'

export type ChartLine = { readonly name: LineName; readonly of: (reading: StatusReading) => number | null }

export type Chart = {
  readonly name: 'people' | 'updates' | 'bytes' | 'commit' | 'relay' | 'lag' | 'memory' | 'refusals'
  readonly unit: Unit
  /** The least that its upper end stands for, so that noise near nothing does not look like mountains. */
  readonly atLeast: number
  readonly lines: readonly ChartLine[]
}

/** What is drawn of each server, in the order in which it is looked at. */
export const charts: readonly Chart[] = [
  {
    name: 'people',
    unit: 'count',
    atLeast: 5,
    lines: [
      { name: 'people', of: ({ people }) => people },
      { name: 'connections', of: ({ connections }) => connections },
      { name: 'rooms', of: ({ rooms }) => rooms },
    ],
  },
  {
    name: 'updates',
    unit: 'perSecond',
    atLeast: 5,
    lines: [{ name: 'updates', of: ({ updates }) => updates }],
  },
  {
    name: 'bytes',
    unit: 'kiloBytesPerSecond',
    atLeast: 5,
    lines: [
      { name: 'sent', of: ({ bytesSent }) => bytesSent / 1_000 },
      { name: 'received', of: ({ bytesReceived }) => bytesReceived / 1_000 },
    ],
  },
  { name: 'commit', unit: 'ms', atLeast: 5, lines: ofLatency(({ commit }) => commit) },
  { name: 'relay', unit: 'ms', atLeast: 10, lines: ofLatency(({ relay }) => relay) },
  { name: 'lag', unit: 'ms', atLeast: 10, lines: ofLatency(({ lag }) => lag) },
  {
    name: 'memory',
    unit: 'megaBytes',
    atLeast: 100,
    lines: [{ name: 'memory', of: ({ memoryBytes }) => memoryBytes / 1_000_000 }],
  },
  {
    name: 'refusals',
    unit: 'count',
    atLeast: 5,
    lines: [
      { name: 'refusals', of: ({ refusals }) => Object.values(refusals).reduce((sum, n) => sum + n, 0) },
    ],
  },
]

function ofLatency(latency: (reading: StatusReading) => Latency | null): ChartLine[] {
  return (['p50', 'p95', 'p99'] as const).map((name) => ({
    name,
    of: (reading) => {
      const seconds = latency(reading)?.[name]
      return seconds === undefined ? null : seconds * 1_000
    },
  }))
}

/** How often each reason was met with in these readings, the most frequent first. */
export function countRefusals(readings: readonly StatusReading[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { refusals } of readings)
    for (const [reason, count] of Object.entries(refusals))
      counts.set(reason, (counts.get(reason) ?? 0) + count)
  return [...counts].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count)
}
