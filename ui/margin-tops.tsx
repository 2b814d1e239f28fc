/** Something beside the text: where it belongs and how high it is, in px of the same origin. */
export type MarginItem = { readonly id: string; readonly top: number; readonly height: number }

/**
 * Where each stands so that none lies over another, as near to where it belongs as their order allows. The active one
 * stands exactly there, and the others give way, as far as there is room above.
 */
export function marginTops(
  items: readonly MarginItem[],
  activeId: string | null,
  gap: number,
): Map<string, number> {
  const ordered = items.toSorted((a, b) => a.top - b.top)
  const active = ordered.findIndex(({ id }) => id === activeId)
  const tops = ordered.map(({ top }) => top)
  let limit = tops[active] ?? 0
  for (let index = active - 1; index >= 0; index--) {
    const { top, height } = ordered[index] as MarginItem
    limit = Math.min(top, limit - gap - height)
    tops[index] = limit
  }
  // From above: nothing touches what is there, and those behind the active one follow.
  let free = gap
  ordered.forEach(({ height }, index) => {
    const top = Math.max(tops[index] ?? 0, free)
    tops[index] = top
    free = top + height + gap
  })
  return new Map(ordered.map(({ id }, index) => [id, tops[index] ?? 0]))
}
