// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { headings, paragraph } from '#features/editor/commands/block-commands'
import { BlockTypesStep } from '#features/editor/commands/block-types-step'
import { runCommand } from '#features/editor/commands/run-command'

function two(...lines: readonly string[]) {
  const network = testEditors(2, (body) => {
    body.insert(
      0,
      lines.map((line) => textBlock('paragraph', line)),
    )
  })
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

const second = headings[1]
if (!second) throw new Error('there is a second level')

test.each([3, 150])('%d lines become headings and lines again, each where it stood', (count) => {
  const { ana, ben, deliver } = two(...Array.from({ length: count }, (_, index) => `line ${index}`))
  ana.caretIn('line 1', 0, 3)
  ana.editor.view.dispatch(ana.editor.state.tr.setNodeAttribute(8, 'align', 'center'))
  ana.editor.commands.selectAll()
  runCommand(ana.editor, second)
  const levels = () =>
    ana.editor.state.doc.children.map(({ type, attrs }) => [type.name, attrs['level'], attrs['align']])
  expect(levels().slice(0, 3)).toEqual([
    ['heading', 2, null],
    ['heading', 2, 'center'],
    ['heading', 2, null],
  ])
  expect(new Set(levels().map(([name]) => name))).toEqual(new Set(['heading']))
  // What is selected stays so.
  expect(ana.editor.state.selection.to).toBe(ana.editor.state.doc.content.size - 1)
  deliver()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  runCommand(ana.editor, second)
  expect(new Set(levels().map(([name]) => name))).toEqual(new Set(['paragraph']))
  expect(levels()[1]).toEqual(['paragraph', undefined, 'center'])
  ana.editor.commands.undo()
  deliver()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  ana.editor.state.doc.check()
})

test('what another writes in one of many lines meanwhile is not lost', () => {
  const { ana, ben, deliver } = two(...Array.from({ length: 150 }, (_, index) => `line ${index}`))
  ben.caretIn('line 70', 7)
  ana.editor.commands.selectAll()
  runCommand(ana.editor, second)
  ben.editor.view.dispatch(ben.editor.state.tr.insertText('!'))
  deliver()
  deliver()
  expect(ana.editor.state.doc.textContent).toContain('line 70!')
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  expect(ben.around).toBe('line 70!|')
})

test('lines in a list are left to what knows lists', () => {
  const { ana } = two('one', 'two')
  ana.editor.commands.selectAll()
  ana.editor.commands.toggleBulletList()
  ana.editor.commands.setTextSelection({ from: 4, to: 11 })
  runCommand(ana.editor, second)
  expect(ana.editor.getHTML()).toBe('<h2>one</h2><h2>two</h2>')
  ana.editor.commands.selectAll()
  runCommand(ana.editor, paragraph)
  expect(ana.editor.getHTML()).toBe('<p>one</p><p>two</p>')
})

test('what may not stand where it is stays what it is; taken back, and moved, it is the same', () => {
  const { ana } = two('one', 'two')
  ana.editor.commands.setContent('<ul><li><p>one</p></li></ul><p>two</p>')
  const { doc, schema, tr } = ana.editor.state
  const heading = schema.nodes['heading']
  if (!heading) throw new Error('the schema has headings')
  const type = { type: heading, attrs: { level: 2 } }
  const step = new BlockTypesStep(
    new Map([
      [2, type],
      [9, type],
    ]),
  )
  const after = step.apply(doc).doc
  expect(after?.toString()).toBe('doc(bulletList(listItem(paragraph("one"))), heading("two"))')
  expect(after && step.invert(doc).apply(after).doc?.eq(doc)).toBe(true)
  tr.delete(0, 9)
  expect(step.map(tr.mapping)?.apply(tr.doc).doc?.toString()).toBe('doc(heading("two"))')
  expect(step.map(tr.delete(0, 5).mapping)).toBeNull()
})

test('four thousand lines take no time to become headings', () => {
  const { ana } = two(...Array.from({ length: 4_000 }, (_, index) => `line ${index}`))
  const { doc, schema, tr } = ana.editor.state
  const heading = schema.nodes['heading']
  if (!heading) throw new Error('the schema has headings')
  const types = new Map<number, { type: typeof heading; attrs: { level: number } }>()
  doc.forEach((_, pos) => types.set(pos, { type: heading, attrs: { level: 2 } }))
  const before = process.cpuUsage()
  tr.step(new BlockTypesStep(types))
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(0.5)
  expect(tr.doc.lastChild?.type).toBe(heading)
})
