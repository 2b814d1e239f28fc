import type { StepMap } from '@tiptap/pm/transform'

/** A stretch of the document before that another one stands for now; either may be empty. */
export type Hunk = {
  readonly oldFrom: number
  readonly oldTo: number
  readonly newFrom: number
  readonly newTo: number
}

/** What a transaction replaced, as few stretches in order, whatever steps it took. Changes of marks and attributes have none. */
export function changedHunks(maps: readonly StepMap[]): Hunk[] {
  let hunks: Hunk[] = []
  for (const map of maps) {
    const ranges: { from: number; to: number; size: number }[] = []
    map.forEach((from, to, newFrom, newTo) => ranges.push({ from, to, size: newTo - newFrom }))
    // From the end, so that the places of those before still hold.
    for (const range of ranges.toReversed()) hunks = withRange(hunks, range)
  }
  return hunks
}

function withRange(
  hunks: readonly Hunk[],
  { from, to, size }: { from: number; to: number; size: number },
): Hunk[] {
  const touching = hunks.filter(({ newFrom, newTo }) => newFrom <= to && newTo >= from)
  const before = hunks.filter(({ newTo }) => newTo < from)
  const after = hunks.filter(({ newFrom }) => newFrom > to)
  const last = before.at(-1)
  const shiftBefore = last ? last.oldTo - last.newTo : 0
  const first = touching[0]
  const end = touching.at(-1)
  const newFrom = Math.min(from, first?.newFrom ?? from)
  const newTo = Math.max(to, end?.newTo ?? to)
  // Between hunks places differ by a fixed distance.
  const oldFrom = first && first.newFrom <= from ? first.oldFrom : from + shiftBefore
  const shiftAfter = end ? end.oldTo - end.newTo : shiftBefore
  const oldTo = end && end.newTo >= to ? end.oldTo : to + shiftAfter
  const grown = size - (to - from)
  return [
    ...before,
    { oldFrom, oldTo, newFrom, newTo: newTo + grown },
    ...after.map((hunk) => ({ ...hunk, newFrom: hunk.newFrom + grown, newTo: hunk.newTo + grown })),
  ]
}

/** Where a place of the document now was before; null within what is new. */
export function placeBefore(hunks: readonly Hunk[], place: number): number | null {
  let shift = 0
  for (const { oldTo, newFrom, newTo } of hunks) {
    if (place < newFrom) break
    if (place <= newTo) return null
    shift = oldTo - newTo
  }
  return place + shift
}
