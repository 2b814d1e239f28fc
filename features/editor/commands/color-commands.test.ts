// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { clearFormatting } from '#features/editor/commands/clear-formatting'
import { type ColorMark, setColor } from '#features/editor/commands/color-commands'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { selectionContext } from '#features/editor/commands/selection-context'

function two() {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', 'one two')]))
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

test.each<ColorMark>(['textColor', 'highlight'])('%s is set, changed, seen by others, taken away', (mark) => {
  const { ana, ben, deliver } = two()
  ana.caretIn('one two', 0, 3)
  ben.caretIn('one two', 2)
  setColor(ana.editor, mark, 'red')
  typeText(ben.editor, 'XY')
  deliver()
  setColor(ana.editor, mark, 'blue')
  deliver()
  expect(selectionContext(ana.editor)[mark]).toBe('blue')
  expect(ben.editor.getHTML()).toContain('="blue">onXYe<')
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  setColor(ana.editor, mark, null)
  deliver()
  expect(ben.editor.getHTML()).toBe('<p>onXYe two</p>')
})

test('two colours for the same text at once end as one, the same for both', () => {
  const { ana, ben, deliver } = two()
  for (const person of [ana, ben]) person.caretIn('one two', 0, 3)
  setColor(ana.editor, 'textColor', 'red')
  setColor(ben.editor, 'textColor', 'green')
  deliver()
  expect(ana.editor.getHTML()).toBe(ben.editor.getHTML())
  expect(ana.editor.getHTML().match(/data-text-color/g)).toHaveLength(1)
})

test('clearing takes away looks and leaves links and what is said', () => {
  const { ana } = two()
  ana.editor.commands.setContent(
    '<p style="text-align: right" data-indent="2"><a href="https://a.example"><strong><mark>a</mark></strong></a><sup>2</sup></p>',
  )
  ana.editor.commands.selectAll()
  runCommand(ana.editor, clearFormatting)
  expect(ana.editor.getHTML()).toMatch(/^<p><a [^>]*href="https:\/\/a.example"[^>]*>a<\/a>2<\/p>$/)
})
