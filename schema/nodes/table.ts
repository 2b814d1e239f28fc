import {
  Table as TipTapTable,
  TableCell as TipTapTableCell,
  TableHeader as TipTapTableHeader,
  TableRow,
} from '@tiptap/extension-table'

import { checkedAttribute, integerAttribute, isIntegerBetween } from '#schema/checked-attribute'

/** Tables are laid out in memory as a grid, so one cell that claims a million columns would stop a tab. */
const maxSpan = 50
/** In px. Joined cells write 0 for a column that has no width of its own. */
const isWidth = isIntegerBetween(0, 5_000)

function spanAttribute(name: 'colspan' | 'rowspan') {
  return checkedAttribute<number>({
    default: 1,
    accepts: isIntegerBetween(1, maxSpan),
    parseHTML: (element) => integerAttribute(element, name),
  })
}

function cellAttributes() {
  return {
    colspan: spanAttribute('colspan'),
    rowspan: spanAttribute('rowspan'),
    colwidth: checkedAttribute<number[] | null>({
      default: null,
      accepts: (value) =>
        value === null ||
        (Array.isArray(value) && value.length <= maxSpan && value.every((width) => isWidth(width))),
      parseHTML: (element) => element.getAttribute('colwidth')?.split(',').map(Number) ?? null,
      renderHTML: ({ colwidth }) => (Array.isArray(colwidth) ? { colwidth: colwidth.join(',') } : {}),
    }),
  }
}

/** In a wrapper, so that a wide table scrolls by itself and the page does not. */
export const Table = TipTapTable.configure({
  resizable: false,
  renderWrapper: true,
  cellMinWidth: 80,
  View: null,
})

export const TableCell = TipTapTableCell.extend({ addAttributes: cellAttributes })

export const TableHeader = TipTapTableHeader.extend({ addAttributes: cellAttributes })

export { TableRow }
