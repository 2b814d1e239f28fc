// @vitest-environment jsdom
import { getSchema } from '@tiptap/core'
import { act, createRef } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import type { PastBlock } from '#features/history/past'
import { VersionSheet } from '#features/history/version-sheet.tsx'
import { documentExtensions } from '#schema/document-extensions'

const schema = getSchema(documentExtensions())
const windowHeight = 400
/** More than is guessed for a line. */
const blockHeight = 90

const blockOf = (key: string): PastBlock => ({
  key,
  node: schema.node('paragraph', null, schema.text(key)),
  fate: 'same',
})
const blocks = Array.from({ length: 500 }, (_, index) => blockOf(`block ${index}`))

const scroller = createRef<HTMLElement>()
let root: Root

/** Lays the sheet out: blocks below one another, and what is left of room for others above and below. */
function layOut(): void {
  let places: { readonly of: readonly (Element | null)[]; readonly at: Map<Element, number> } | undefined
  const placeOf = (block: Element, text: Element): number => {
    const of = [text.firstElementChild, text.lastElementChild]
    if (places?.at.size !== text.childElementCount || !of.every((one, index) => one === places?.of[index]))
      places = { of, at: new Map(Array.from(text.children, (child, index) => [child, index])) }
    return places.at.get(block) ?? 0
  }
  Object.defineProperty(Element.prototype, 'scrollBy', {
    configurable: true,
    value(this: Element, { top = 0 }: ScrollToOptions) {
      this.scrollTop += top
    },
  })
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(windowHeight)
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    if (this === scroller.current) return { top: 0 } as DOMRect
    const text = this.closest('.document-text')
    const above = text?.previousElementSibling
    const room = above instanceof HTMLElement ? Number.parseFloat(above.style.height) : 0
    const within = text && text !== this ? placeOf(this, text) * blockHeight : 0
    return { top: room + within - (scroller.current?.scrollTop ?? 0) } as DOMRect
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  layOut()
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  act(() => root.unmount())
  document.body.replaceChildren()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const show = (shown: readonly PastBlock[], passing: boolean) =>
  act(() =>
    root.render(
      <VersionSheet
        blocks={shown}
        passing={passing}
        draw={(node) => <p>{node.textContent}</p>}
        language={null}
        label="Version"
        scroller={scroller}
      />,
    ),
  )
const drawn = () => Array.from(document.querySelectorAll('.document-text > p'), (line) => line.textContent)
const wait = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms)
  })
}
/** Each turn is another render. */
const rest = () => {
  for (let turn = 0; turn < 20; turn++) wait(300)
}
const scrollTo = (top: number) =>
  act(() => {
    if (scroller.current) scroller.current.scrollTop = top
    scroller.current?.dispatchEvent(new Event('scroll'))
  })
const topOf = (text: string) =>
  [...document.querySelectorAll('.document-text > p')]
    .find((line) => line.textContent === text)
    ?.getBoundingClientRect().top

it('draws all of a version that stays', () => {
  show(blocks, false)
  expect(drawn()).toHaveLength(500)
})

it('draws of versions that go by what is in sight, and the rest once they rest', () => {
  show(blocks, false)
  wait(1_000)
  show(blocks.with(1, blockOf('another')), true)
  expect(drawn().slice(0, 3)).toEqual(['block 0', 'another', 'block 2'])
  expect(drawn().length).toBeLessThan(20)
  wait(200)
  // The next one, before it is calm.
  show(blocks.toSpliced(1, 1), true)
  wait(200)
  expect(drawn().length).toBeLessThan(20)
  rest()
  expect(drawn()).toEqual(blocks.toSpliced(1, 1).map(({ key }) => key))
})

it('keeps what is in sight where it is while the rest is drawn, though it was guessed to be lower', () => {
  // Never drawn before: nobody knows how high they are.
  show([blockOf('first')], true)
  show(blocks, true)
  scrollTo(10_000)
  const inSight = (text: string | null) => {
    const top = topOf(text ?? '') ?? -1
    return top >= 0 && top < windowHeight
  }
  const middle = drawn().find(inSight) ?? ''
  const before = topOf(middle)
  rest()
  expect(drawn()).toHaveLength(500)
  expect(topOf(middle)).toBeCloseTo(before ?? Infinity, 3)
  expect(scroller.current?.scrollTop).toBeGreaterThan(10_000)
})

it('draws what is scrolled to while versions go by', () => {
  show(blocks, false)
  wait(1_000)
  show(blocks.with(0, blockOf('other')), true)
  scrollTo(300 * blockHeight)
  expect(drawn()).toContain('block 300')
  expect(drawn()).not.toContain('block 0')
  expect(topOf('block 300')).toBe(0)
})
