import { expect, test } from 'vitest'

import type { EditorName, Results } from './figures.ts'
import { figureTable, report } from './report.ts'

const measured = (own: Record<string, number[]>, control: Record<string, number[]> = {}): Results =>
  new Map<EditorName, Map<string, number[]>>([
    ['Pliego', new Map(Object.entries(own))],
    ['control', new Map(Object.entries(control))],
  ])

/** The cells of the row with this title. */
const row = (text: string, title: string) =>
  text
    .split('\n')
    .find((line) => line.includes(title))
    ?.split('|')
    .map((cell) => cell.trim())
    .slice(2, -1)

test('a figure is judged beside the control, by medians', () => {
  const results = measured({ 'largeCold.editableMs': [400, 900, 500] }, { 'largeCold.editableMs': [1000] })
  expect(row(figureTable(results, ['b']), 'Large document editable, cold')).toEqual([
    'ms',
    '500 (400-900)',
    '1000',
    '0.50x',
    'at most 0.5x the control: **met** (0.50x)',
  ])
})

test('a key in a large document is judged beside one in an empty document too', () => {
  const results = measured(
    { 'largeTyping.p95Ms': [50], 'emptyTyping.p95Ms': [20] },
    { 'largeTyping.p95Ms': [500] },
  )
  expect(row(figureTable(results, ['a']), 'p95, large')?.at(-1)).toBe(
    'at most 2x in the empty document: **missed** (2.50x); at most 0.2x the control: **met** (0.10x)',
  )
})

test('what was not measured is neither met nor missed', () => {
  const table = figureTable(measured({ 'emptyCold.editableMs': [300] }), ['b', 'e'])
  expect(row(table, 'Empty document editable')?.at(-1)).toBe('at most 1x the control: not measured')
  expect(row(table, 'Carets')?.at(-1)).toBe('at most 0: not measured')
})

test('only the letters that were asked for are shown, with what has to be known of them', () => {
  const facts = {
    date: '2026-11-23',
    rounds: 3,
    blocks: 3000,
    words: 150_000,
    browser: '140',
    loadBefore: 0.1,
    notes: ['the control’s tab crashed'],
  }
  const page = report(measured({ 'random.differing': [0] }), ['e'], facts)
  expect(row(page, 'documents that differ')?.at(-1)).toBe('at most 0: **met** (0.00)')
  expect(page).not.toContain('Keystroke')
  expect(page).toContain('- the control’s tab crashed')
})
