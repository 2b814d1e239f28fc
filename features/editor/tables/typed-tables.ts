import { Extension, InputRule } from '@tiptap/core'
import type { Fragment, Node, ResolvedPos, Schema } from '@tiptap/pm/model'
import { TextSelection, type Transaction } from '@tiptap/pm/state'

/** Between the bars of a line: where it stands in it, without the spaces around. */
type TypedCell = { readonly from: number; readonly to: number }

const most = 50

/**
 * `| a | b |` and Enter is the first row of a table, with the caret in the second. There, as Markdown goes on:
 * `|---|---|` is only the line that it wants, and `| c | d |` the next row.
 */
export const TypedTables = Extension.create({
  name: 'typedTables',

  addInputRules() {
    return [
      new InputRule({
        // What Backspace would write back is a line break.
        undoable: false,
        find: /^\|(?:[^|\n]*\|){2,}[ \t]*\n$/,
        handler: ({ state: { tr, schema, selection } }) => {
          const { $from } = selection
          const { parent } = $from
          if (parent.type.name !== 'paragraph' || $from.parentOffset < parent.content.size) return
          const text = parent.textBetween(0, parent.content.size, '', '\uFFFC')
          const cells = cellsOf(text)
          if (cells.length < 2 || cells.length > most) return
          if (cellAround($from) === null) {
            if (!isLineOfTable(text)) makeTable(tr, $from, cells)
          } else if (isLineOfTable(text)) tr.delete($from.start(), $from.end())
          else fillRow(tr, $from, cells, schema)
        },
      }),
    ]
  },
})

function cellsOf(text: string): TypedCell[] {
  const bars = [...text.matchAll(/\|/g)].map(({ index }) => index)
  return bars.slice(0, -1).map((bar, at) => {
    const written = text.slice(bar + 1, bars[at + 1])
    const from = bar + 1 + written.length - written.trimStart().length
    return { from, to: from + written.trim().length }
  })
}

/** What Markdown has between the first row and the others. */
function isLineOfTable(text: string): boolean {
  return /^\|(?:\s*:?-+:?\s*\|)+\s*$/.test(text)
}

function cellAround($pos: ResolvedPos): number | null {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    if (/^table(?:Cell|Header)$/.test($pos.node(depth).type.name)) return depth
  }
  return null
}

function contentOf(line: Node, { from, to }: TypedCell): Fragment {
  return line.cut(from, to).content
}

function makeTable(tr: Transaction, $from: ResolvedPos, cells: readonly TypedCell[]): void {
  const { table, tableRow, tableHeader, tableCell, paragraph } = $from.doc.type.schema.nodes
  if (!table || !tableRow || !tableHeader || !tableCell || !paragraph) return
  const [before, after, index] = [$from.before(), $from.after(), $from.index(-1)]
  const around = $from.node(-1)
  if (!around.canReplaceWith(index, index + 1, table)) return
  const row = (type: typeof tableCell, content: (cell: TypedCell) => Fragment | null) =>
    tableRow.create(
      null,
      cells.map((cell) => type.create(null, paragraph.create(null, content(cell)))),
    )
  const first = row(tableHeader, (cell) => contentOf($from.parent, cell))
  const made = table.create(null, [first, row(tableCell, () => null)])
  // A table at the very end would leave nowhere to go on writing.
  const isLast = index === around.childCount - 1
  tr.replaceWith(before, after, isLast ? [made, paragraph.create()] : made)
  // Into the table, past the first row, and into a row, a cell and its line.
  tr.setSelection(TextSelection.create(tr.doc, before + 1 + first.nodeSize + 3)).scrollIntoView()
}

/** What was typed in the first, empty but for that, goes to the cells of the row; the caret to the next row. */
function fillRow(tr: Transaction, $from: ResolvedPos, typed: readonly TypedCell[], schema: Schema): void {
  const cellDepth = cellAround($from) ?? 0
  const rowDepth = cellDepth - 1
  const [row, table] = [$from.node(rowDepth), $from.node(rowDepth - 1)]
  const rest = row.children.slice(1)
  const isFree = rest.every(({ textContent, childCount }) => textContent === '' && childCount === 1)
  const isPlain = row.children.every(({ attrs }) => attrs['colspan'] === 1 && attrs['rowspan'] === 1)
  if ($from.index(rowDepth) > 0 || $from.node(cellDepth).childCount > 1) return
  if (!isFree || !isPlain || row.childCount < typed.length) return
  const { paragraph } = schema.nodes
  if (!paragraph) return
  const filled = row.children.map((cell, index) => {
    const place = typed[index]
    return cell.type.create(cell.attrs, paragraph.create(null, place ? contentOf($from.parent, place) : null))
  })
  const full = row.type.create(row.attrs, filled)
  const empty = row.type.create(
    row.attrs,
    row.children.map(({ type, attrs }) => type.create(attrs, paragraph.create())),
  )
  const isLast = $from.index(rowDepth - 1) === table.childCount - 1
  const [before, after] = [$from.before(rowDepth), $from.after(rowDepth)]
  tr.replaceWith(before, after, isLast ? [full, empty] : full)
  tr.setSelection(TextSelection.near(tr.doc.resolve(before + full.nodeSize + 1))).scrollIntoView()
}
