import { expect, it } from 'vitest'

import { marginTops } from '#ui/margin-tops'

const tops = (wanted: Record<string, number>, active: string | null = null, height = 100) =>
  Object.fromEntries(
    marginTops(
      Object.entries(wanted).map(([id, top]) => ({ id, top, height })),
      active,
      8,
    ),
  )

it('leaves each where it belongs while there is room', () => {
  expect(tops({ a: 10, b: 200 })).toEqual({ a: 10, b: 200 })
})

it('moves those down that would lie over another, in the order of the text', () => {
  expect(tops({ b: 20, a: 10, c: 30 })).toEqual({ a: 10, b: 118, c: 226 })
})

it('has the active one exactly at its text, and the others give way', () => {
  expect(tops({ a: 300, b: 310, c: 320 }, 'b')).toEqual({ a: 202, b: 310, c: 418 })
  expect(tops({ a: 300, b: 310, c: 320 }, 'c')).toEqual({ a: 104, b: 212, c: 320 })
})

it('touches nothing above, even if the active one gives way for it', () => {
  expect(tops({ a: 0, b: 10, c: 20 }, 'c')).toEqual({ a: 8, b: 116, c: 224 })
})

it('never has two over each other', () => {
  let seed = 7
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  for (let round = 0; round < 200; round++) {
    const items = Array.from({ length: 12 }, (_, index) => ({
      id: String(index),
      top: Math.floor(random() * 900),
      height: 20 + Math.floor(random() * 200),
    }))
    const placed = marginTops(items, String(round % 13), 8)
    const spans = items
      .map(({ id, height }) => ({ top: placed.get(id) ?? NaN, height }))
      .toSorted((a, b) => a.top - b.top)
    spans.forEach(({ top, height }, index) => {
      const next = spans[index + 1]?.top ?? Infinity
      expect(top + height + 8, `round ${round}`).toBeLessThanOrEqual(next)
    })
    expect(spans[0]?.top).toBeGreaterThanOrEqual(8)
  }
})
