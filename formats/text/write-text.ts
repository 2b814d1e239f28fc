import type { Node } from '@tiptap/pm/model'

import { inlineFormats, nodeFormats } from '#formats/all-formats'

export type TextWriting = {
  /** The letters of a text block; links keep their address where it is not the text itself. */
  inline(block: Node): string
  /** The blocks in a node, each as text, with an empty line between them or another `separator`. */
  blocks(node: Node, separator?: string): string
  /** Keeps what a note says for the end of the file. @returns its number */
  note(node: Node): number
}

const objects = new Map(inlineFormats.map((format) => [format.node, format]))
const formatOf = new Map(nodeFormats.map((format) => [format.node, format]))

/** A document as plain text: what it says, with the signs that people type for lists, and its notes at the end. */
export function writeText(doc: Node): string {
  const notes: string[] = []
  const writing = textWriting(notes)
  const text = writing.blocks(doc)
  const said = notes.map((note, index) => `[${index + 1}] ${note}`).join('\n')
  const parts = [text, said].filter((part) => part !== '')
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n`
}

function textWriting(notes: string[]): TextWriting {
  const writing: TextWriting = {
    inline(block) {
      let text = ''
      for (const [index, child] of block.children.entries()) {
        text += objects.get(child.type.name)?.toText(child, writing) ?? lettersOf(child)
        const href: unknown = linkOf(child)
        if (typeof href !== 'string' || linkOf(block.maybeChild(index + 1)) === href) continue
        const label = linkText(block, index, href)
        if (label !== href && `mailto:${label}` !== href) text += ` (${href})`
      }
      return text
    },

    blocks(node, separator = '\n\n') {
      const texts = node.children.map(
        (child) => formatOf.get(child.type.name)?.toText(child, writing) ?? child.textContent,
      )
      return texts.filter((text, index) => text !== '' || node.child(index).isTextblock).join(separator)
    },

    note: (node) => notes.push(writing.inline(node).replaceAll('\n', '\n    ')),
  }
  return writing
}

const lettersOf = (node: Node) => (node.type.name === 'hardBreak' ? '\n' : (node.text ?? ''))

function linkOf(node: Node | null): unknown {
  return node?.marks.find(({ type }) => type.name === 'link')?.attrs['href']
}

function linkText(block: Node, lastIndex: number, href: string): string {
  let text = ''
  for (let index = lastIndex; index >= 0 && linkOf(block.child(index)) === href; index -= 1) {
    text = block.child(index).textContent + text
  }
  return text
}
