type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

export type FlagPlace = {
  /** In px from the caret. */
  readonly left: number
  readonly maxWidth: number
  /** There is room for an initial only. */
  readonly isShort: boolean
}

const gapPx = 8
/** Less of a name says nothing. */
const leastWidthPx = 44
const initialGapPx = 2
const initialWidthPx = 12

/**
 * Where a flag covers nothing that is read: on the caret's line behind its text, which may be in the margin of the
 * sheet: as much of the name as there is room for, or its initial, as behind the full lines of a phone. Null where
 * there is none, as in a full cell.
 * @param text the pieces of the caret's block
 * @param limit how far to the right a flag may reach
 */
export function flagPlace(caret: Box, text: readonly Box[], limit: number): FlagPlace | null {
  const middle = (caret.top + caret.bottom) / 2
  const onLine = text.filter(({ top, bottom }) => top < middle && bottom > middle)
  const lineEnd = Math.max(caret.right, ...onLine.map(({ right }) => right))
  const behind = (gap: number) => ({ left: lineEnd + gap - caret.left, maxWidth: limit - lineEnd - gap })
  const [name, initial] = [behind(gapPx), behind(initialGapPx)]
  if (name.maxWidth >= leastWidthPx) return { ...name, isShort: false }
  return initial.maxWidth < initialWidthPx ? null : { ...initial, isShort: true }
}
