import { expect, it } from 'vitest'

import { SequenceLine } from '#collab-server/bus/sequence-line'
import { seededRandom } from '#collab-server/testing/random'

it('knows of a gap until it is filled', () => {
  const line = new SequenceLine(3)
  expect([line.through, line.hasGap]).toEqual([3, false])
  line.note(6, 7)
  line.note(9, 9)
  expect([line.through, line.hasGap]).toEqual([3, true])
  line.note(4, 5)
  expect([line.through, line.hasGap]).toEqual([7, true])
  line.note(8, 8)
  expect([line.through, line.hasGap]).toEqual([9, false])
  line.hear(12)
  expect([line.through, line.hasGap]).toEqual([9, true])
})

it('goes through to the first that is missing, in whatever order they come', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const draw = seededRandom(seed)
    const random = (below: number): number => Math.floor(draw() * below)
    const line = new SequenceLine(0)
    const here = new Set<number>()
    let newest = 0
    for (let step = 0; step < 40; step++) {
      const first = 1 + random(30)
      const last = first + random(4)
      line.note(first, last)
      for (let at = first; at <= last; at++) here.add(at)
      newest = Math.max(newest, last)
      let through = 0
      while (here.has(through + 1)) through++
      expect([seed, step, line.through, line.hasGap]).toEqual([seed, step, through, newest > through])
    }
  }
})
