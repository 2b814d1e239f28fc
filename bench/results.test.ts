import { expect, test } from 'vitest'

import { chart } from './chart.ts'
import { figures, number } from './report.ts'
import { judge, medianOf, problemsOf, type Result, verdictOf } from './results.ts'
import type { Figure, Measured } from './scenarios/scenario.ts'

const figure: Figure = {
  letter: 'a',
  title: 'Cost',
  unit: 'µs',
  value: 'cost',
  targets: [{ than: 'relay', atMost: 0.75, floor: 0.85 }, { atMost: 9 }],
}

const run = (cost: number, problems: readonly string[] = []): Measured => ({
  values: { cost },
  problems,
  loadCpu: 0.1,
})

function resultOf(own: readonly Measured[], relay: readonly number[]): Result {
  return {
    scenario: {
      name: 'cost',
      title: 'Cost',
      servers: ['pliego', 'relay'],
      figures: [figure],
      run: () => Promise.reject(new Error('not run')),
    },
    runs: new Map([
      ['pliego', own],
      ['relay', relay.map((cost) => run(cost))],
    ]),
  }
}

test('a figure is judged by medians, as a ratio to a peer and by itself', () => {
  const result = resultOf([run(8), run(100), run(6)], [10, 9, 11])
  expect(medianOf(result, 'pliego', 'cost')).toBe(8)
  expect(judge(result, figure)).toMatchObject([
    { actual: 0.8, verdict: 'floor' },
    { actual: 8, verdict: 'met' },
  ])
})

test('a bound is met at the bound itself', () => {
  expect(verdictOf({ atMost: 2 }, 2)).toBe('met')
  expect(verdictOf({ atMost: 2 }, 2.01)).toBe('missed')
  expect(verdictOf({ than: 'relay', atLeast: 25 }, 25)).toBe('met')
  expect(verdictOf({ than: 'relay', atLeast: 25, floor: 20 }, 20)).toBe('floor')
  expect(verdictOf({ than: 'relay', atLeast: 25 }, 24.9)).toBe('missed')
})

test('where a reader missed anything the figure means nothing', () => {
  const result = resultOf([run(1), run(1, ['client 1: something is missing'])], [10])
  expect(problemsOf(result, 'pliego')).toEqual(['client 1: something is missing'])
  expect(judge(result, figure).map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown'])
})

test('a peer that was not measured is compared with nothing', () => {
  expect(judge(resultOf([run(1)], []), figure).map(({ verdict }) => verdict)).toEqual(['unknown', 'met'])
})

test('the table says plainly what is met and what is missed', () => {
  const table = figures([resultOf([run(9.5)], [10])])
  expect(table).toContain('at most 0.75x bare relay: **missed** (0.95x); at most 9: **missed** (9.50)')
  expect(figures([resultOf([run(8)], [10])])).toContain('missed, above its floor (0.80x; floor 0.85x)')
})

test('the chart has a bar for each server and a mark for each target', () => {
  const svg = chart([resultOf([run(8)], [10])])
  expect(svg.match(/<rect class="(pliego|peer)"/g)).toHaveLength(2)
  expect(svg.match(/<line class="target/g)).toHaveLength(2)
})

test('numbers have three digits at most', () => {
  expect([0.123, 12.34, 123.4, 6_250_000].map(number)).toEqual(['0.12', '12.3', '123', '6.25 M'])
})
