// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { TypedTables } from '#features/editor/tables/typed-tables'

function two(...lines: readonly string[]) {
  const network = testEditors(
    2,
    (body) => {
      body.insert(
        0,
        lines.map((line) => textBlock('paragraph', line)),
      )
    },
    undefined,
    [TypedTables],
  )
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

/** Blocks in order, tables row by row, header cells with a star. */
function shape({ editor }: TestEditor): unknown[] {
  return editor.state.doc.children.map((block) => {
    if (block.type.name !== 'table') return block.textContent
    return block.children.map((row) =>
      row.children
        .map(({ type, textContent }) => `${textContent}${type.name === 'tableHeader' ? '*' : ''}`)
        .join(),
    )
  })
}

const enter = ({ editor }: TestEditor, line: string) => {
  typeText(editor, line)
  pressKeys(editor, 'Enter')
}

test('a row between bars and Enter are a table, with the caret in its second row', () => {
  const { ana } = two('')
  enter(ana, '| uno | **dos** |')
  typeText(ana.editor, 'x')
  expect(shape(ana)).toEqual([['uno*,dos*', 'x,'], ''])
  expect(ana.editor.getHTML()).toContain('<strong>dos</strong>')
  ana.editor.state.doc.check()
})

test('Markdown goes on to be typed: the line of the table, and one row after the other', () => {
  const { ana } = two('', 'fin')
  ana.caretIn('', 0)
  enter(ana, '|a|b|')
  enter(ana, '|---|:-:|')
  enter(ana, '| 1 | 2 |')
  enter(ana, '| 3 | 4 |')
  typeText(ana.editor, 'x')
  expect(shape(ana)).toEqual([['a*,b*', '1,2', '3,4', 'x,'], 'fin'])
  ana.editor.state.doc.check()
})

test.each(['| a |', 'a | b | c', '|---|---|', '| a | b'])('%s and Enter are two lines', (line) => {
  const { ana } = two('')
  enter(ana, line)
  expect(shape(ana)).toEqual([line, ''])
})

test('in a row whose other cells hold something nothing is put over them', () => {
  const { ana } = two('')
  enter(ana, '|a|b|')
  ana.editor.commands.goToNextCell()
  typeText(ana.editor, 'y')
  ana.editor.commands.goToPreviousCell()
  enter(ana, '|1|2|')
  expect(shape(ana)).toEqual([['a*,b*', '|1|2|,y'], ''])
})

test('while another writes in the line, no letter is lost, and one undo takes it back', () => {
  const { ana, ben, deliver } = two('| a | b |')
  ana.caretIn('| a | b |', 9)
  ben.caretIn('| a | b |', 3)
  pressKeys(ana.editor, 'Enter')
  typeText(ben.editor, 'XY')
  deliver()
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  expect(ana.editor.state.doc.textContent).toContain('XY')
  ana.editor.state.doc.check()
  const alone = two('| a | b |').ana
  alone.caretIn('| a | b |', 9)
  pressKeys(alone.editor, 'Enter')
  alone.editor.commands.undo()
  expect(shape(alone)).toEqual(['| a | b |'])
})
