// @vitest-environment jsdom
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'

import type { DocumentBinding } from '#features/editor/binding/document-binding'
import { drawRest } from '#features/editor/long-text/draw-rest'

let left: number
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  left = 1000
  const binding = {
    get isDrawn() {
      return left === 0
    },
    drawMore: (blocks = Infinity) => void (left = Math.max(0, left - blocks)),
  }
  stop = drawRest(binding as unknown as DocumentBinding, window)
  onTestFinished(() => {
    stop()
    vi.useRealTimers()
  })
})

const press = (key: string, held: KeyboardEventInit = {}) =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key, ...held }))

it('draws the rest bit by bit', () => {
  expect(left).toBe(1000)
  const seen = new Set<number>()
  for (let frame = 0; frame < 30; frame += 1) {
    vi.advanceTimersByTime(20)
    seen.add(left)
  }
  expect(left).toBe(0)
  expect(seen.size).toBeGreaterThan(4)
})

it('waits with letters, and draws everything before any other key', () => {
  press('a')
  expect(left).toBe(1000)
  press('End')
  expect(left).toBe(0)
})

it('draws everything before a shortcut, and is done then', () => {
  press('a', { ctrlKey: true })
  expect(left).toBe(0)
  left = 500
  window.dispatchEvent(new Event('paste'))
  expect(left, 'nothing is listened to any more').toBe(500)
})

it('ends with its editor', () => {
  stop()
  press('End')
  vi.advanceTimersByTime(1000)
  expect(left).toBe(1000)
})
