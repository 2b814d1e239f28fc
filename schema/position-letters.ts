import type { Node } from '@tiptap/pm/model'

/**
 * The text of a block with one letter for each position in it: what is no text is one letter, and so is each
 * edge of what holds text of its own in the line. ProseMirror's own text has none for these.
 */
export function positionLetters(block: Node, leaf: (node: Node) => string = () => '\uFFFC'): string {
  return block.children
    .map((node) => {
      if (node.isText) return node.text ?? ''
      return node.isLeaf ? leaf(node) : `\uFFFC${positionLetters(node, leaf)}\uFFFC`
    })
    .join('')
}

/** The text of a block without the notes in it, as it is read. */
export function textWithoutNotes(block: Node): string {
  return block.children.map((node) => (node.isText ? (node.text ?? '') : node.isLeaf ? ' ' : '')).join('')
}
