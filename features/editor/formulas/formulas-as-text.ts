import type { CommandProps } from '@tiptap/core'

/**
 * A command for a chain: writes the formulas of the selected lines as `$…$`. Code holds nothing but text, so
 * making a line code would take them out otherwise.
 */
export function formulasAsText({ tr, dispatch }: CommandProps): boolean {
  if (!dispatch) return true
  const { $from, $to } = tr.selection
  const found: { at: number; tex: string }[] = []
  tr.doc.nodesBetween($from.start(), $to.end(), (node, at) => {
    if (node.type.name === 'inlineFormula') found.push({ at, tex: String(node.attrs['tex']) })
  })
  for (const { at, tex } of found.toReversed()) tr.insertText(`$${tex}$`, at, at + 1)
  return true
}
