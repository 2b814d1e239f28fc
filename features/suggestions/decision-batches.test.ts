import { expect, it } from 'vitest'

import { decisionBatches } from '#features/suggestions/decision-batches'
import { mostDecidedAtOnce, readDecided } from '#features/suggestions/suggestion-decision'
import type { Suggestion } from '#features/suggestions/suggestion-list'

const suggestion = (id: string, more: Partial<Suggestion> = {}): Suggestion => ({
  id,
  by: 'luis',
  at: 1,
  from: 1,
  to: 2,
  inserted: 'x',
  deleted: '',
  breaks: 0,
  formats: [],
  formatted: '',
  blocks: [],
  ...more,
})
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length

it.each<[string, Partial<Suggestion>]>([
  ['short ones', {}],
  ['long ones in letters of four bytes', { inserted: '🌳'.repeat(200), deleted: '🌳'.repeat(200) }],
])('records many %s in parts that the app takes, each once', (_, more) => {
  const all = Array.from({ length: 120 }, (_, index) => suggestion(`s${index}`, more))
  const batches = decisionBatches('accept', all, 'ana')
  expect(batches.flatMap(({ suggestions }) => suggestions.map(({ id }) => id))).toEqual(
    all.map(({ id }) => id),
  )
  for (const batch of batches) {
    expect(bytes(batch)).toBeLessThan(16 * 1024)
    expect(batch.suggestions.length).toBeLessThanOrEqual(mostDecidedAtOnce)
    expect(readDecided(JSON.parse(JSON.stringify(batch)))).toHaveLength(batch.suggestions.length)
  }
})
