import type { Node } from '@tiptap/pm/model'
import type { BlockContent, FootnoteDefinition, PhrasingContent, Root } from 'mdast'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown } from 'mdast-util-to-markdown'

import { nodeFormats } from '#formats/all-formats'
import { writeNodeAsHtml } from '#formats/html/write-html'
import { formulasToMarkdown } from '#formats/markdown/formula-tree'
import { writeInline } from '#formats/markdown/write-inline'

export type MarkdownWriting = {
  /** The letters of a text block. With `oneLine`, where Markdown allows no line end, breaks are `<br>`. */
  inline(block: Node, options?: { oneLine?: boolean }): PhrasingContent[]
  blocks(node: Node): BlockContent[]
  /** A block as one line of HTML, which Markdown takes as it is. */
  html(node: Node): string
  /** Keeps what a note says for the end of the file. @returns its number */
  note(node: Node): number
  /** What the file says of where an image is. */
  addressOf(imageSource: string): string
}

export type WriteMarkdownOptions = {
  /** Makes an address in this app one that a file can bear; as it is without it. */
  readonly imageAddress?: (src: string) => string
}

const formatOf = new Map(nodeFormats.map((format) => [format.node, format]))

/**
 * A document as Markdown (CommonMark with GitHub's tables, tasks and struck text). What Markdown has no sign
 * for stays as HTML where that keeps it; the empty lines of a document are not kept.
 */
export function writeMarkdown(doc: Node, { imageAddress = (src) => src }: WriteMarkdownOptions = {}): string {
  const notes: FootnoteDefinition[] = []
  const writing: MarkdownWriting = {
    inline: (block, { oneLine = false } = {}) => writeInline(block.children, oneLine, writing),
    note(node) {
      const identifier = String(notes.length + 1)
      const children = writing.inline(node)
      notes.push({ type: 'footnoteDefinition', identifier, children: [{ type: 'paragraph', children }] })
      return notes.length
    },
    blocks: (node) =>
      node.children.flatMap((child) => formatOf.get(child.type.name)?.toMarkdown(child, writing) ?? []),
    html: (node) => writeNodeAsHtml(node, { imageAddress, alignAttribute: true }).replaceAll('\n', '&#10;'),
    addressOf: imageAddress,
  }
  const blocks = writing.blocks(doc)
  const root: Root = { type: 'root', children: [...blocks, ...notes] }
  return toMarkdown(root, {
    bullet: '-',
    bulletOther: '*',
    emphasis: '*',
    fences: true,
    listItemIndent: 'one',
    rule: '-',
    extensions: [gfmToMarkdown(), formulasToMarkdown],
  })
}
