import { expect, it } from 'vitest'

import { sittingsOf } from '#features/history/sittings'
import { sinceChoices } from '#features/history/undo/since-choices'

const hour = 3_600_000
const day = 24 * hour
/** Two sittings on one day, one on the next. */
const times = Float64Array.from([0, 1_000, 5 * hour, 5 * hour + 1_000, day, day + 1_000])
const isSameDay = (one: number, other: number) => Math.floor(one / day) === Math.floor(other / day)
const sittings = sittingsOf(
  { first: 1, times, writers: new Uint32Array(6), kinds: new Uint8Array(6) },
  isSameDay,
)
const named = [{ version: 3, name: 'Draft', by: 'ana', at: 1 }]

const choicesAt = (version: number, now: number, first = 1) =>
  sinceChoices({ life: { first, times }, sittings, named, version, isToday: (at) => isSameDay(at, now) }).map(
    ({ since, kind, name }) => [since, name ?? kind],
  )

it('offers this sitting, versions and the beginning, each place once', () => {
  expect(choicesAt(6, day)).toEqual([
    [4, 'sitting'],
    [3, 'Draft'],
    [2, 'earlier'],
    [0, 'beginning'],
  ])
})

it('offers today, if somebody wrote before, and first the version that is looked at', () => {
  expect(choicesAt(3, 0)).toEqual([
    [3, 'shown'],
    [2, 'sitting'],
    [4, 'earlier'],
    [0, 'beginning'],
  ])
  expect(choicesAt(2, day)).toEqual([
    [2, 'shown'],
    [4, 'today'],
    [3, 'Draft'],
    [0, 'beginning'],
  ])
})

it('offers nothing of what is no longer kept', () => {
  expect(choicesAt(6, day, 4)).toEqual([
    [4, 'sitting'],
    [0, 'beginning'],
  ])
})
