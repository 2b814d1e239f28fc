import { describe, expect, it } from 'vitest'

import { chartSize, linePath, roundedTop, sampled } from '#features/admin/status/chart-lines'
import { charts, countRefusals } from '#features/admin/status/charts'
import { keepStatus, lastOf, ranges } from '#features/admin/status/kept-status'
import type { NodeStatus, StatusReading } from '#protocol/server-status'

const readingAt = (at: number, more: Partial<StatusReading> = {}): StatusReading => ({
  at,
  connections: 1,
  rooms: 1,
  people: 1,
  updates: 0,
  bytesReceived: 0,
  bytesSent: 0,
  commit: null,
  relay: null,
  lag: null,
  refusals: {},
  memoryBytes: 0,
  ...more,
})
const nodeWith = (node: string, live: readonly number[], minutes: readonly number[] = []): NodeStatus => ({
  node,
  startedAt: 0,
  disk: null,
  live: live.map((at) => readingAt(at)),
  minutes: minutes.map((at) => readingAt(at)),
})
const times = (readings: readonly StatusReading[] | undefined) => readings?.map(({ at }) => at)

describe('what a page keeps', () => {
  it('is added to, without what it has already, and bounded', () => {
    const kept = keepStatus([], { nodes: [nodeWith('a', [1, 2])] })
    const more = keepStatus(kept, { nodes: [nodeWith('a', [2, 3], [3])] })
    expect(times(more[0]?.live)).toEqual([1, 2, 3])
    const late = 2 + ranges.live.spanMs
    const later = keepStatus(more, { nodes: [nodeWith('a', [late])] })
    expect(times(later[0]?.live)).toEqual([2, 3, late])
    expect(times(later[0]?.minutes)).toEqual([3])
  })

  it('is of the servers that there are, and asks again for all of one that is new', () => {
    const kept = keepStatus([], { nodes: [nodeWith('a', [5], [1]), nodeWith('b', [7], [2])] })
    expect(lastOf(kept)).toEqual({ live: 5, minutes: 1 })
    const changed = keepStatus(kept, { nodes: [nodeWith('b', [8]), nodeWith('c', [])] })
    expect(changed.map(({ node }) => node)).toEqual(['b', 'c'])
    expect(times(changed[0]?.live)).toEqual([7, 8])
    expect(lastOf(changed)).toEqual({ live: 0, minutes: 0 })
    expect(lastOf([])).toEqual({ live: 0, minutes: 0 })
  })
})

const span = { from: 0, to: 100 }
const at = (time: number, value: number | null = 0) => ({ at: time, value })
/** Without its numbers. */
const path = (points: Parameters<typeof linePath>[0]) => linePath(points, span, 1, 10).replace(/[\d. ]+/g, '')

describe('a line', () => {
  const { width, height } = chartSize

  it('runs from the left to the right, and up', () => {
    const points = [0, 50, 100].map((at) => ({ at, value: at }))
    expect(linePath(points, span, 100, 50)).toBe(`M0 ${height}h0.01L${width / 2} ${height / 2}L${width} 0`)
  })

  it('ends where nothing was measured, where readings are missing and where time begins', () => {
    expect(path([at(0), at(10), at(20, null), at(30), at(40)])).toBe('MhLMhL')
    expect(path([at(0), at(10), at(60), at(70)])).toBe('MhLMhL')
    expect(path([at(-10), at(0), at(10)])).toBe('MhL')
    expect(path([at(50)])).toBe('Mh')
  })

  it('fits under a round number', () => {
    expect([0, 7, 12, 20, 21, 99].map((value) => roundedTop([value, null], 5))).toEqual([
      5, 10, 20, 20, 50, 100,
    ])
    expect(roundedTop([0.3], 0.1)).toBeCloseTo(0.5)
  })
})

it('a table has a few rows of many, the newest among them', () => {
  const rows = Array.from({ length: 90 }, (_row, index) => index)
  expect(sampled(rows, 12)).toHaveLength(12)
  expect(sampled(rows, 12).at(-1)).toBe(89)
  expect(sampled([1, 2], 12)).toEqual([1, 2])
})

it('charts show seconds as ms, and nothing where nothing was measured', () => {
  const reading = readingAt(1, {
    commit: { p50: 0.001, p95: 0.002, p99: 0.5 },
    refusals: { 429: 2, 4400: 1 },
  })
  const shown = charts.map(({ name, lines }) => [name, lines.map(({ of }) => of(reading))])
  expect(Object.fromEntries(shown)).toMatchObject({
    commit: [1, 2, 500],
    relay: [null, null, null],
    refusals: [3],
  })
  expect(countRefusals([reading, readingAt(2, { refusals: { 4400: 5 } })])).toEqual([
    { reason: '4400', count: 6 },
    { reason: '429', count: 2 },
  ])
})
