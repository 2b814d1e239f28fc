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

const pressOn = (selector: string, type: string, clientY = 0) =>
  document.querySelector(selector)?.dispatchEvent(new MouseEvent(type, { bubbles: true, clientY }))

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

it('draws everything before what is pressed beside the text or below it, and not where the caret is put', () => {
  document.body.innerHTML = '<div class="document-text"><p>word</p></div><button>Replace all</button>'
  onTestFinished(() => document.body.replaceChildren())
  pressOn('p', 'pointerdown')
  pressOn('p', 'click')
  expect(left).toBe(1000)
  pressOn('.document-text', 'pointerdown')
  expect(left, 'between two lines').toBe(1000)
  pressOn('.document-text', 'pointerdown', 1)
  expect(left).toBe(0)
})

it.each(['pointerdown', 'click'])('draws everything before a %s on what may be about all of it', (type) => {
  document.body.innerHTML = '<button>Replace all</button>'
  onTestFinished(() => document.body.replaceChildren())
  document.querySelector('button')?.dispatchEvent(new Event(type, { bubbles: true }))
  expect(left).toBe(0)
})
