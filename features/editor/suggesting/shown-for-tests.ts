import type { Node } from '@tiptap/pm/model'

import { blockSuggestion } from '#features/editor/suggesting/tag'
import { suggestedBreakName } from '#schema/suggestions/suggested-break'

/**
 * A document with what is suggested in it, on one line a block: `{+came+}`, `{-goes-}`, `{bold:looks}`, `¶` for a
 * line that would begin, and before a block `insert|`, `delete|`, `join|` or what it would be.
 */
export function shownSuggestions(doc: Node): string[] {
  const lines: string[] = []
  const visit = (block: Node, prefix: string) => {
    const said = blockSuggestion(block)
    const to = said?.to
    const place = to?.wrap ?? (to?.lift ? 'out' : to?.type)
    const own = said
      ? `${place ?? said.kind}${to?.type === block.type.name && place === to.type ? JSON.stringify(changed(block, to.attrs)) : ''}|`
      : ''
    const name = block.type.name === 'paragraph' ? '' : `${block.type.name}>`
    if (block.inlineContent) lines.push(prefix + own + name + block.children.map(inline).join(''))
    else if (block.isLeaf) lines.push(prefix + own + name)
    else block.children.forEach((child) => visit(child, prefix + own + name))
  }
  doc.children.forEach((block) => visit(block, ''))
  return lines
}

function changed(block: Node, attrs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attrs).filter(([name, value]) => block.attrs[name] !== value))
}

function inline(node: Node): string {
  const says =
    node.text ??
    (node.type.name === suggestedBreakName
      ? '¶'
      : node.type.name === 'hardBreak'
        ? '↵'
        : `[${node.type.name}]`)
  return node.marks.reduce((text, { type, attrs }) => {
    if (type.name === 'insertion') return `{+${text}+}`
    if (type.name === 'deletion') return `{-${text}-}`
    if (type.name === 'formatting')
      return `{${attrs['on'] === true ? '' : 'no '}${String(attrs['mark'])}:${text}}`
    return `<${type.name}:${text}>`
  }, says)
}
