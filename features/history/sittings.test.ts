import { expect, it } from 'vitest'

import { daysOf, sameDayIn, sittingOf, sittingsOf } from '#features/history/sittings'
import { lifeKinds } from '#protocol/document-life'

const minute = 60_000
const at = (text: string) => Date.parse(`2026-11-${text}Z`)

/** Time, writer and kind of each entry. */
const life = (...entries: readonly (readonly [number, number, number?])[]) => ({
  first: 1,
  times: Float64Array.from(entries, ([time]) => time),
  writers: Uint32Array.from(entries, ([, writer]) => writer),
  kinds: Uint8Array.from(entries, ([, , kind = 0]) => kind),
})

it('parts versions where nobody wrote for half an hour, and the beginning from what was written', () => {
  const start = at('20T10:00')
  const sittings = sittingsOf(
    life(
      [start, 0, 1],
      [start + minute, 1],
      [start + 30 * minute, 2],
      [start + 60 * minute, 2],
      [start + 91 * minute, 1],
    ),
    sameDayIn('UTC'),
  )
  expect(sittings).toMatchObject([
    { first: 1, last: 1, beginning: 'seed', edits: 1 },
    { first: 2, last: 4, people: [2, 1], edits: 3, beginning: null },
    { first: 5, last: 5, people: [1] },
  ])
  expect(sittingOf(sittings, 3)).toBe(sittings[1])
  const ofFile = life([start, 0, lifeKinds.indexOf('import')], [start + minute, 1])
  expect(sittingsOf(ofFile, sameDayIn('UTC')).map(({ beginning }) => beginning)).toEqual(['import', null])
})

it('parts them at midnight where the reader is, and lists days from the newest', () => {
  const entries = life([at('20T22:50'), 0], [at('20T23:10'), 0], [at('20T23:20'), 0])
  expect(sittingsOf(entries, sameDayIn('UTC'))).toHaveLength(1)
  const inMadrid = sameDayIn('Europe/Madrid')
  const sittings = sittingsOf(entries, inMadrid)
  expect(sittings.map(({ first, last }) => [first, last])).toEqual([
    [1, 1],
    [2, 3],
  ])
  expect(daysOf(sittings, inMadrid).map((day) => day.sittings.length)).toEqual([1, 1])
  expect(daysOf(sittings, inMadrid)[0]?.sittings[0]?.last).toBe(3)
})

it('cuts what goes on for hours', () => {
  const start = at('20T08:00')
  const entries = Array.from({ length: 60 }, (_, index) => [start + index * 5 * minute, 0] as const)
  const sittings = sittingsOf(life(...entries), sameDayIn('UTC'))
  expect(sittings.map(({ edits }) => edits)).toEqual([25, 25, 10])
})

it('counts nobody who only commented, and begins nothing with that', () => {
  const start = at('20T10:00')
  const comment = lifeKinds.indexOf('comment')
  const sittings = sittingsOf(
    life(
      [start, 0, 1],
      [start + minute, 2, comment],
      [start + 2 * minute, 1],
      [start + 20 * minute, 2, comment],
      [start + 34 * minute, 1],
      [start + 90 * minute, 2, comment],
    ),
    sameDayIn('UTC'),
  )
  expect(sittings).toMatchObject([
    { first: 1, last: 2, beginning: 'seed' },
    { first: 3, last: 4, people: [1], edits: 1 },
    { first: 5, last: 6, people: [1], edits: 1, to: start + 34 * minute },
  ])
})
