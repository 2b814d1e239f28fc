import type { Node } from '@tiptap/pm/model'

/** What Markdown's tables can say of a column. */
type ColumnAlignment = 'left' | 'center' | 'right' | null

/** Where a block of text lies, if not where text begins by itself. */
export function alignmentOf({ attrs }: Node): string | null {
  const align: unknown = attrs['align']
  return typeof align === 'string' && align !== 'left' ? align : null
}

/** How all that stands in a column of a table lies; `mixed` where Markdown's tables cannot say it. */
export function columnAlignment(cells: readonly Node[]): ColumnAlignment | 'mixed' {
  const lines = cells.flatMap(({ children }) => children).filter(({ childCount }) => childCount > 0)
  const [first, ...others] = new Set(lines.map(alignmentOf))
  if (others.length > 0) return 'mixed'
  if (first === undefined || first === null) return null
  return first === 'center' || first === 'right' ? first : 'mixed'
}
