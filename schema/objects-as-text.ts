import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'

/**
 * Writes what stands in the lines between two places and is no letter as the text it says: code holds nothing
 * but text, and making a line code would take all else out of it.
 */
export function objectsAsText(tr: Transaction, from: number, to: number): void {
  const found: { at: number; node: Node }[] = []
  tr.doc.nodesBetween(from, to, (node, at) => {
    if (!node.isInline || node.isText || node.type.spec.linebreakReplacement) return true
    found.push({ at, node })
    return false
  })
  for (const { at, node } of found.toReversed()) {
    const text = textOf(node)
    if (text !== '') tr.insertText(text, at, at + node.nodeSize)
  }
}

function textOf(node: Node): string {
  if (node.type.name === 'inlineFormula') return `$${String(node.attrs['tex'])}$`
  if (node.type.name === 'mention') return `@${String(node.attrs['label'])}`
  return node.isLeaf ? '' : ` (${node.textContent})`
}
