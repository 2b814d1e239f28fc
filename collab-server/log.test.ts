import { expect, it } from 'vitest'

import { boundedLog, describeError, jsonLog, type LogThreshold } from '#collab-server/log'

it.each<[LogThreshold, string[]]>([
  ['info', ['info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
  ['off', []],
])('with LOG_LEVEL=%s it writes %j, one JSON line each', (threshold, expected) => {
  const lines: string[] = []
  const log = jsonLog((line) => lines.push(line), threshold)
  for (const level of ['info', 'warn', 'error'] as const) log(level, 'happened', { of: 'them\nall' })
  const events = lines.map((line) => {
    expect(line.indexOf('\n')).toBe(line.length - 1)
    return JSON.parse(line) as Record<string, unknown>
  })
  expect(events).toEqual(
    expected.map((level) => ({ level, event: 'happened', time: expect.any(String), of: 'them\nall' })),
  )
})

it('keeps back what comes too often, each kind for itself, and says how much', () => {
  const events: unknown[] = []
  let now = 0
  const log = boundedLog(
    (level, event, fields) => events.push([level, event, fields]),
    2,
    () => now,
  )
  for (let time = 0; time < 5; time++) log('info', 'refused', { time })
  log('error', 'refused')
  log('info', 'connected')
  expect(events.splice(0)).toEqual([
    ['info', 'refused', { time: 0 }],
    ['info', 'refused', { time: 1 }],
    ['error', 'refused', undefined],
    ['info', 'connected', undefined],
  ])
  now = 1_000
  log('info', 'refused', { time: 5 })
  expect(events).toEqual([
    ['info', 'lines-kept-back', { of: 'refused', count: 3 }],
    ['info', 'refused', { time: 5 }],
  ])
})

it('describes an error in a bounded line', () => {
  expect(describeError(new Error('x'.repeat(10_000)))).toHaveLength(300)
})
