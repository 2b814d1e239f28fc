import { expect, test } from 'vitest'

import { keptByText, type Line } from '#features/editor/binding/kept-spans'

/** Lines of paragraphs that follow each other. */
function linesFrom(...texts: readonly string[]): Line[] {
  let position = 0
  return texts.map((text) => {
    position += text.length + 2
    return { from: position - text.length - 1, text }
  })
}

const isCut = (text: string, at: number) =>
  /[\uD800-\uDBFF]$/.test(text.slice(0, at)) && /^[\uDC00-\uDFFF]/.test(text.slice(at))

const numbered = (index: number) => `line ${index * 7919} of ${index % 13}`

test.each([
  ['another of the same row in its place', 'a😀', 'a😁'],
  ['one that ends alike', 'x🌀', 'x😀'],
  ['before letters that stay', '😀 uno', '😁 uno'],
  ['amid letters that change', 'uno 😀 dos tres', 'cinco 😁 dos seis'],
  ['a letter before it goes', 'ab😀😁', 'a😁😀'],
])('no span begins or ends within an emoji: %s', (_, before, after) => {
  const spans = keptByText([{ from: 0, text: before }], [{ from: 0, text: after }])
  for (const span of spans) {
    const edges = [
      [before, span.before],
      [before, span.before + span.length],
      [after, span.after],
      [after, span.after + span.length],
    ] as const
    expect(edges.filter(([text, at]) => isCut(text, at))).toEqual([])
    expect(before.slice(span.before, span.before + span.length)).toBe(
      after.slice(span.after, span.after + span.length),
    )
  }
})

test('what is kept is found in lines that moved, changed and were parted', () => {
  const old = linesFrom('one and two', 'three', 'four five')
  const now = linesFrom('one', 'and two', 'new', 'three', 'four fivers')
  const kept = keptByText(old, now).filter(({ length }) => length > 0)
  expect(kept).toEqual([
    { before: 1, after: 1, length: 3 },
    { before: 5, after: 6, length: 7 },
    { before: 14, after: 20, length: 5 },
    { before: 21, after: 27, length: 9 },
  ])
})

/** What it takes to compare that many lines, of which each changed at its end. */
function seconds(count: number): number {
  const old = linesFrom(...Array.from({ length: count }, (_, index) => numbered(index)))
  const now = linesFrom(...Array.from({ length: count }, (_, index) => `${numbered(index)}${index % 3}`))
  // What is known of each line, as where every line became a heading.
  const known = old.map(({ from }, index) => ({ before: from, after: now[index]?.from ?? 0, length: 0 }))
  const before = process.cpuUsage()
  keptByText(old, now)
  keptByText(old, now, known)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

test('a run as long as a document costs no more for its length than it has letters', () => {
  seconds(500)
  const [short, long] = [Math.max(seconds(2_000), 0.01), seconds(16_000)]
  expect(long / short).toBeLessThan(32)
})

test('lines of which each needs the one before to be told apart are compared to an end', () => {
  // Each pair of neighbours is there once only when those around it are known.
  const old = linesFrom(...Array.from({ length: 6_000 }, (_, index) => `${Math.floor(index / 2) % 1_500}`))
  const now = linesFrom(
    ...Array.from({ length: 6_000 }, (_, index) => `${Math.floor((index + 1) / 2) % 1_500}`),
  )
  const kept = keptByText(old, now)
  for (let index = 1; index < kept.length; index += 1) {
    const [last, next] = [kept[index - 1], kept[index]]
    expect((next?.before ?? 0) >= (last?.before ?? 0) + (last?.length ?? 0)).toBe(true)
  }
})
