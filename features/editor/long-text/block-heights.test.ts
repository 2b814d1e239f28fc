// @vitest-environment jsdom
import type { EditorView } from '@tiptap/pm/view'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { BlockHeights } from '#features/editor/long-text/block-heights'
import { firstInSight } from '#features/editor/long-text/first-in-sight'

/** A page of blocks one below the other, as a browser would lay them out. */
class Page {
  readonly text = document.createElement('div')
  readonly heights: number[]
  scrollY = 0
  resized: () => void = () => undefined
  /** What laying out blocks that were not in sight finds. */
  laidOut: () => void = () => undefined
  readonly rules: string[] = []

  constructor(blocks: number, height: number) {
    this.heights = Array.from({ length: blocks }, () => height)
    this.text.style.scrollMarginTop = '88px'
    for (const index of this.heights.keys()) {
      const block = document.createElement('p')
      block.getBoundingClientRect = () => this.#rectOf(index)
      this.text.append(block)
    }
    document.body.append(this.text)
  }

  get view(): EditorView {
    return { dom: this.text, hasFocus: () => false } as unknown as EditorView
  }

  get height(): number {
    return this.heights.reduce((sum, height) => sum + height, 0)
  }

  scrollTo(scrollY: number): void {
    this.scrollY = scrollY
    window.dispatchEvent(new Event('scroll'))
  }

  #rectOf(index: number): DOMRect {
    const top = this.heights.slice(0, index).reduce((sum, height) => sum + height, 0) - this.scrollY
    return { top, bottom: top + (this.heights[index] ?? 0) } as DOMRect
  }
}

let page: Page
let heights: BlockHeights

beforeEach(() => {
  vi.useFakeTimers()
  page = new Page(250, 100)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(told: () => void) {
        page.resized = told
      }
      observe = () => page.resized()
      disconnect = () => undefined
    },
  )
  vi.stubGlobal(
    'CSSStyleSheet',
    class {
      replaceSync = (rule: string) => {
        page.rules.push(rule)
        page.laidOut()
      }
    },
  )
  Object.assign(document, { adoptedStyleSheets: [] })
  vi.spyOn(window, 'scrollY', 'get').mockImplementation(() => page.scrollY)
  vi.spyOn(window, 'scrollBy').mockImplementation((options) => {
    page.scrollY += (options as ScrollToOptions).top ?? 0
  })
  vi.spyOn(document.documentElement, 'scrollHeight', 'get').mockImplementation(() => page.height)
  vi.spyOn(page.text, 'clientWidth', 'get').mockReturnValue(600)
  heights = new BlockHeights(page.view)
})

afterEach(() => {
  heights.stop()
  page.text.remove()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('what is in sight', () => {
  it('stays where it is when a block above it turns out to be higher', () => {
    page.scrollTo(5000)
    page.heights[3] = 180
    page.resized()
    expect(page.scrollY).toBe(5080)
  })

  it('stays also when somebody scrolls in the same moment', () => {
    page.scrollTo(5000)
    page.heights[3] = 180
    page.scrollTo(4900)
    expect(page.scrollY).toBe(4980)
    page.resized()
    expect(page.scrollY).toBe(4980)
  })

  it('stays where the page becomes shorter than it was scrolled to', () => {
    page.scrollTo(page.height - window.innerHeight)
    const before = page.scrollY
    for (const index of [3, 4, 5]) page.heights[index] = 20
    // As browsers do by themselves.
    page.scrollY = page.height - window.innerHeight
    page.resized()
    expect(page.scrollY).toBe(before - 240)
  })

  it('is left to what wrote there where the text has changed', () => {
    page.scrollTo(5000)
    heights.textChanged()
    page.heights[3] = 180
    page.resized()
    expect(page.scrollY).toBe(5000)
  })

  it('stays where blocks are laid out right after the text has changed', () => {
    vi.advanceTimersByTime(690)
    page.scrollTo(5000)
    page.laidOut = () => (page.heights[3] = 180)
    heights.textChanged()
    vi.advanceTimersByTime(12)
    expect(page.rules).toHaveLength(1)
    expect(page.scrollY).toBe(5080)
  })

  it('is left alone at the beginning of the page', () => {
    page.heights[0] = 180
    page.resized()
    expect(page.scrollY).toBe(0)
  })
})

it('has every block laid out once, some at a time, and all as they were in the end', () => {
  vi.advanceTimersByTime(5000)
  const shown = page.rules.map((rule) => /n \+ (\d+).*-n \+ (\d+)/.exec(rule)?.slice(1).join('-'))
  expect(shown).toEqual(['1-100', '101-200', '201-300', undefined])
  expect(page.rules.at(-1)).toBe('')
})

it('has them laid out again in another width', () => {
  vi.advanceTimersByTime(5000)
  const turns = page.rules.length
  vi.spyOn(page.text, 'clientWidth', 'get').mockReturnValue(400)
  page.resized()
  vi.advanceTimersByTime(5000)
  expect(page.rules).toHaveLength(2 * turns)
})

it('finds the first block below the bars', () => {
  expect([...page.text.children].indexOf(firstInSight(page.text) as Element)).toBe(0)
  page.scrollY = 11
  expect([...page.text.children].indexOf(firstInSight(page.text) as Element)).toBe(0)
  page.scrollY = 12
  expect([...page.text.children].indexOf(firstInSight(page.text) as Element)).toBe(1)
  page.scrollY = 1e6
  expect(firstInSight(page.text)).toBeNull()
})
