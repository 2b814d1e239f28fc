// @vitest-environment jsdom
import { expect, test } from 'vitest'

import type { TestEditor } from '#features/editor/binding/editors-for-tests'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { columnCommands, mergeCells, widthCommands } from '#features/editor/commands/table-commands'
import { twoWithTable } from '#features/editor/tables/table-for-tests'
import { columnWidths, setColumnWidths, withBorderMoved } from '#features/editor/tables/column-widths'

const [wider, narrower, even] = widthCommands
if (!wider || !narrower || !even) throw new Error('there are three')

/** The widths each row says, as one text where all rows say the same. */
function widthsOf({ editor }: TestEditor): string {
  const rows: string[] = []
  editor.state.doc.descendants((node) => {
    if (node.type.name !== 'tableRow') return true
    rows.push(node.children.map(({ attrs }) => String(attrs['colwidth'])).join(' '))
    return false
  })
  return [...new Set(rows)].join(' / ')
}

function setWidths({ editor }: TestEditor, widths: number[]): void {
  const { tr } = editor.state
  let place = -1
  editor.state.doc.descendants((node, pos) => {
    if (node.type.name === 'table') place = pos
  })
  setColumnWidths(tr, place, widths)
  editor.view.dispatch(tr)
}

test.each([
  ['to the right', [200, 200, 200], 0, 30, [230, 170, 200]],
  ['to the left', [200, 200, 200], 1, -30, [200, 170, 230]],
  ['no further than the neighbour allows', [200, 60, 200], 0, 90, [212, 48, 200]],
  ['no further than it itself allows', [200, 60, 200], 0, -900, [48, 212, 200]],
  ['the last one alone, and the table with it', [200, 200], 1, 50, [200, 250]],
])('a border moves %s', (_, widths, column, by, expected) => {
  expect(withBorderMoved(widths, column, by)).toEqual(expected)
})

test('wider, narrower and even by the menu, while another writes in the table', () => {
  const { ana, ben, deliver } = twoWithTable()
  ana.caretIn('b2', 1)
  ben.caretIn('a3', 2)
  setWidths(ana, [200, 200, 184])
  runCommand(ana.editor, wider)
  typeText(ben.editor, 'x')
  deliver()
  expect(widthsOf(ben)).toBe('200 224 160')
  runCommand(ana.editor, narrower)
  ana.caretIn('c1', 1)
  runCommand(ana.editor, wider)
  deliver()
  expect(widthsOf(ben)).toBe('200 176 208')
  runCommand(ana.editor, even)
  deliver()
  expect(widthsOf(ben)).toBe('null null null')
  expect(ana.editor.getText()).toContain('a3x')
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
})

test('two people at once, and taken back by one', () => {
  const { ana, ben, deliver } = twoWithTable()
  setWidths(ana, [200, 200, 200])
  deliver()
  setWidths(ana, [260, 140, 200])
  setWidths(ben, [200, 120, 280])
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  expect(widthsOf(ana)).toMatch(/^260 1[24]0 280$/)
  ana.editor.commands.undo()
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  ana.editor.state.doc.check()
})

test('a column added, and cells joined, keep the widths valid for everybody', () => {
  const { ana, ben, deliver } = twoWithTable()
  setWidths(ana, [100, 200, 300])
  ana.caretIn('a2', 1)
  const add = columnCommands.find(({ id }) => id === 'columnAfter')
  if (!add) throw new Error('no such command')
  runCommand(ana.editor, add)
  deliver()
  const node = () => {
    const found = ben.editor.state.doc.content.content.find(({ type }) => type.name === 'table')
    if (!found) throw new Error('the table is gone')
    return found
  }
  expect(columnWidths(node())).toEqual([100, 200, 200, 300])
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  ana.editor.commands.setCellSelection({ anchorCell: 2, headCell: 2 })
  const cells: number[] = []
  ana.editor.state.doc.descendants((child, pos) => {
    if (/^table(?:Cell|Header)$/.test(child.type.name)) cells.push(pos)
  })
  const [first = 0, second = 0] = cells
  ana.editor.commands.setCellSelection({ anchorCell: first, headCell: second })
  runCommand(ana.editor, mergeCells)
  deliver()
  for (const { editor } of [ana, ben]) editor.state.doc.check()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  expect(columnWidths(node())).toHaveLength(4)
})
