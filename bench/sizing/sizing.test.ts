import path from 'node:path'
import { expect, it } from 'vitest'

import { readFigures } from './figures.ts'
import { sizeOf } from './model.ts'
import { sizingPages } from './pages.ts'
import { messageUs, simulate } from './simulate.ts'

const figures = readFigures()

it('the pages show what the model says of the figures there are: node bench/sizing/main.ts --write', () => {
  const stale = sizingPages().filter(({ now, wanted }) => now !== wanted)
  expect(stale.map(({ file }) => path.basename(file))).toEqual([])
})

it('the model is within a factor of what was measured, dearer where many write', () => {
  expect(messageUs(figures, 1)).toBe(figures.roomsOfTwoUs)
  expect(messageUs(figures, 200) / figures.readers200Us).toBeGreaterThan(0.7)
  expect(messageUs(figures, 200) / figures.readers200Us).toBeLessThan(1.5)
  expect(messageUs(figures, 49)).toBeGreaterThan(figures.busyUs)
  expect(messageUs(figures, 50) / figures.readers50Us).toBeGreaterThan(0.4)
})

it('a simulation puts everybody somewhere, the same way each time', () => {
  const load = simulate(figures, 1_000)
  expect(load.people).toBe(1_000)
  expect(load).toEqual(simulate(figures, 1_000))
  // A fifth of them types three keystrokes a second.
  expect(load.keystrokes).toBeGreaterThan(450)
  expect(load.keystrokes).toBeLessThan(750)
  expect(load.documents).toBeLessThan(1_000)
})

it('more people never take less, and files do where they can', () => {
  const [one, hundred, many] = [1, 100, 10_000].map((people) => sizeOf(figures, people))
  expect(one?.collab.processes).toBe(1)
  expect(hundred?.postgres).toBeUndefined()
  expect(many?.postgres?.rows).toBe(many?.keystrokes)
  expect(many?.collab.cores).toBeGreaterThan(hundred?.collab.cores ?? Infinity)
  expect(many?.collab.memoryGb).toBeGreaterThan(hundred?.collab.memoryGb ?? Infinity)
})
