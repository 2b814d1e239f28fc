type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

export type FlagPlace = {
  /** In px from the caret. */
  readonly left: number
  readonly maxWidth: number
}

const gapPx = 8
/** Less of a name says nothing. */
const leastWidthPx = 44

/**
 * Where a flag covers nothing that is read: on the caret's line behind its text, which may be in the margin of the
 * sheet. Null where there is no room, as in the full lines of a phone.
 * @param text the pieces of the caret's block
 * @param limit how far to the right a flag may reach
 */
export function flagPlace(caret: Box, text: readonly Box[], limit: number): FlagPlace | null {
  const middle = (caret.top + caret.bottom) / 2
  const onLine = text.filter(({ top, bottom }) => top < middle && bottom > middle)
  const lineEnd = Math.max(caret.right, ...onLine.map(({ right }) => right))
  const maxWidth = limit - lineEnd - gapPx
  return maxWidth < leastWidthPx ? null : { left: lineEnd + gapPx - caret.left, maxWidth }
}
