// @vitest-environment jsdom
import { CellSelection } from '@tiptap/pm/tables'
import { expect, test } from 'vitest'

import type { TestEditor } from '#features/editor/binding/editors-for-tests'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { alignCommands } from '#features/editor/commands/layout-commands'
import { runCommand } from '#features/editor/commands/run-command'
import { selectionContext } from '#features/editor/commands/selection-context'
import {
  columnCommands,
  deleteTable,
  headerColumn,
  headerRow,
  mergeCells,
  rowCommands,
  splitCell,
} from '#features/editor/commands/table-commands'
import { findSlashItems } from '#features/editor/slash/slash-items'
import { twoWithTable } from '#features/editor/tables/table-for-tests'

/** Row by row, spans in brackets, header cells with a star. */
function grid({ editor }: TestEditor): string[] {
  const rows: string[] = []
  editor.state.doc.descendants((node) => {
    if (node.type.name !== 'tableRow') return true
    const cells = node.children.map(({ type, textContent, attrs }) => {
      const span =
        attrs['colspan'] > 1 || attrs['rowspan'] > 1 ? `[${attrs['colspan']}x${attrs['rowspan']}]` : ''
      return `${textContent}${type.name === 'tableHeader' ? '*' : ''}${span}`
    })
    rows.push(cells.join(' '))
    return false
  })
  return rows
}

function selectCells({ editor }: TestEditor, from: string, to: string): void {
  const places = new Map<string, number>()
  editor.state.doc.descendants((node, pos) => {
    if (/^table(?:Cell|Header)$/.test(node.type.name)) places.set(node.textContent, pos)
  })
  const { tr, doc } = editor.state
  const selection = CellSelection.create(doc, places.get(from) ?? 0, places.get(to) ?? 0)
  editor.view.dispatch(tr.setSelection(selection))
}

const command = (commands: typeof rowCommands, id: string) => {
  const found = commands.find((known) => known.id === id)
  if (!found) throw new Error(`no command ${id}`)
  return found
}

const plain = ['a1* b1* c1*', 'a2 b2 c2', 'a3 b3 c3']

test.each([
  ['rowAbove', command(rowCommands, 'rowAbove'), ['a1* b1* c1*', '  ', 'a2 b2 c2', 'a3 b3 c3']],
  ['rowBelow', command(rowCommands, 'rowBelow'), ['a1* b1* c1*', 'a2 b2 c2', '  ', 'a3 b3 c3']],
  ['deleteRow', command(rowCommands, 'deleteRow'), ['a1* b1* c1*', 'a3 b3 c3']],
  ['columnBefore', command(columnCommands, 'columnBefore'), ['a1* * b1* c1*', 'a2  b2 c2', 'a3  b3 c3']],
  ['columnAfter', command(columnCommands, 'columnAfter'), ['a1* b1* * c1*', 'a2 b2  c2', 'a3 b3  c3']],
  ['deleteColumn', command(columnCommands, 'deleteColumn'), ['a1* c1*', 'a2 c2', 'a3 c3']],
  ['headerRow', headerRow, ['a1 b1 c1', 'a2 b2 c2', 'a3 b3 c3']],
  ['headerColumn', headerColumn, ['a1* b1* c1*', 'a2* b2 c2', 'a3* b3 c3']],
  ['deleteTable', deleteTable, []],
] as const)('%s, while another writes in the table', (_, tableCommand, expected) => {
  const { ana, ben, deliver } = twoWithTable()
  expect(grid(ana)).toEqual(plain)
  ana.caretIn('b2', 1)
  ben.caretIn('a3', 2)
  runCommand(ana.editor, tableCommand)
  expect(grid(ana)).toEqual(expected)
  typeText(ben.editor, 'x')
  deliver()
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  // With the whole table what was typed in it is gone.
  expect(grid(ana).join(' ').includes('a3x')).toBe(expected.length > 0)
  ana.editor.state.doc.check()
})

test('cells are merged and split again, while another writes in another cell', () => {
  const { ana, ben, deliver } = twoWithTable()
  ana.caretIn('b2', 0)
  expect(selectionContext(ana.editor)).toMatchObject({ canMergeCells: false, canSplitCell: false })
  expect(runCommand(ana.editor, mergeCells)).toBe(false)
  selectCells(ana, 'b2', 'c3')
  expect(selectionContext(ana.editor)).toMatchObject({ canMergeCells: true })
  ben.caretIn('a1', 2)
  runCommand(ana.editor, mergeCells)
  typeText(ben.editor, 'x')
  deliver()
  expect(grid(ana)).toEqual(['a1x* b1* c1*', 'a2 b2c2b3c3[2x2]', 'a3'])
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  ana.caretIn('b2', 1)
  expect(selectionContext(ana.editor)).toMatchObject({ canSplitCell: true })
  runCommand(ana.editor, splitCell)
  deliver()
  expect(grid(ana)).toEqual(['a1x* b1* c1*', 'a2 b2c2b3c3 ', 'a3  '])
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
})

test('two people at once, one a row and one a column', () => {
  const { ana, ben, deliver } = twoWithTable()
  ana.caretIn('a2', 0)
  ben.caretIn('b1', 0)
  runCommand(ana.editor, command(rowCommands, 'rowBelow'))
  runCommand(ben.editor, command(columnCommands, 'columnAfter'))
  deliver()
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  expect(grid(ana)).toHaveLength(4)
})

test('the cells of a selected column are aligned together', () => {
  const { ana, ben, deliver } = twoWithTable()
  selectCells(ana, 'b1', 'b3')
  runCommand(ana.editor, command(alignCommands, 'alignRight'))
  deliver()
  const aligned: string[] = []
  ben.editor.state.doc.descendants((node) => {
    if (node.attrs['align'] === 'right') aligned.push(node.textContent)
  })
  expect(aligned).toEqual(['b1', 'b2', 'b3'])
})

test.each(['table', 'tabla'])('/%s makes one', (query) => {
  expect(findSlashItems(query)[0]?.command.id).toBe('table')
})
