import type { Node } from '@tiptap/pm/model'
import type { AlignType, PhrasingContent, TableRow } from 'mdast'

import type { MarkdownWriting } from '#formats/markdown/write-markdown'
import type { NodeFormat } from '#formats/node-format'
import { columnAlignment } from '#formats/nodes/alignment'

/**
 * Markdown's tables have one row of heads and cells of one line. Whatever has more stays whole as HTML,
 * which Markdown allows, rather than losing merged cells, the lists in them or the widths of their columns.
 */
export const table: NodeFormat = {
  node: 'table',
  toMarkdown: (node, write) => {
    const align = columnsOf(node).map(columnAlignment)
    if (!isPlain(node) || !align.every(isAlignType)) return [{ type: 'html', value: write.html(node) }]
    const rows = node.children.map((row) => tableRow(row, write))
    const hasHead = node.firstChild?.firstChild?.type.name === 'tableHeader'
    const children = hasHead ? rows : [emptyRow(node.firstChild?.childCount ?? 0), ...rows]
    return [{ type: 'table', align, children }]
  },
  fromMarkdown: {
    table: ({ align, children }, read) => {
      const [head, ...body] = children
      const columns = head?.children.length ?? 0
      const isHeadEmpty = head?.children.every((cell) => cell.children.length === 0) ?? true
      const rows = isHeadEmpty && body.length > 0 ? body : children
      return [
        read.create(
          'table',
          null,
          rows.map((row) => {
            const name = row === head ? 'tableHeader' : 'tableCell'
            const cells = Array.from({ length: columns }, (_, index) => {
              const side = align?.[index]
              const line = side === 'center' || side === 'right' ? { align: side } : {}
              return read.create(
                name,
                null,
                read.blocksOfInline(row.children[index]?.children ?? [], 'paragraph', line),
              )
            })
            return read.create('tableRow', null, cells)
          }),
        ),
      ]
    },
  },
  toText: (node, write) =>
    node.children
      .map((row) => row.children.map((cell) => write.blocks(cell, ' ').replaceAll('\n', ' ')).join('\t'))
      .join('\n'),
}

function tableRow(row: Node, write: MarkdownWriting): TableRow {
  return {
    type: 'tableRow',
    children: row.children.map((cell) => ({
      type: 'tableCell',
      children: trimmed(
        cell.children.flatMap((paragraph, index): PhrasingContent[] => [
          ...(index > 0 ? [{ type: 'html', value: '<br><br>' } as const] : []),
          ...write.inline(paragraph, { oneLine: true }),
        ]),
      ),
    })),
  }
}

/** The spaces at the edges of a cell are the table's: whoever reads it drops them. */
function trimmed(content: readonly PhrasingContent[]): PhrasingContent[] {
  return content.flatMap((node, index): PhrasingContent[] => {
    if (node.type !== 'text') return [node]
    let { value } = node
    if (index === 0) value = value.replace(/^[ \t]+/, '')
    if (index === content.length - 1) value = value.replace(/[ \t]+$/, '')
    return value === '' ? [] : [{ ...node, value }]
  })
}

function columnsOf(table: Node): Node[][] {
  const columns = table.firstChild?.childCount ?? 0
  return Array.from({ length: columns }, (_, index) =>
    table.children.flatMap((row) => (index < row.childCount ? [row.child(index)] : [])),
  )
}

const isAlignType = (align: AlignType | 'mixed'): align is AlignType => align !== 'mixed'

function emptyRow(columns: number): TableRow {
  return {
    type: 'tableRow',
    children: Array.from({ length: columns }, () => ({ type: 'tableCell', children: [] })),
  }
}

function isPlain(table: Node): boolean {
  const [first, ...others] = table.children
  const columns = first?.childCount ?? 0
  const startsWithHead = first?.firstChild?.type.name === 'tableHeader'
  return (
    [...(first?.children ?? [])].every((cell) => (cell.type.name === 'tableHeader') === startsWithHead) &&
    others.every((row) => row.children.every((cell) => cell.type.name === 'tableCell')) &&
    table.children.every((row) => row.childCount === columns && row.children.every(isPlainCell))
  )
}

function isPlainCell(cell: Node): boolean {
  const { colspan, rowspan, colwidth } = cell.attrs as { colspan: number; rowspan: number; colwidth: unknown }
  return (
    colwidth === null &&
    colspan === 1 &&
    rowspan === 1 &&
    cell.children.every(
      ({ type, childCount }) => type.name === 'paragraph' && (childCount > 0 || cell.childCount === 1),
    )
  )
}
