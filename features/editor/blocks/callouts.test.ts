// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { callout } from '#features/editor/commands/block-commands'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'

function two(text: string) {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', text)]))
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

test.each(['note', 'TIP', 'important', 'Warning', 'caution'])('[!%s] makes one of that kind', (kind) => {
  const { ana } = two('')
  typeText(ana.editor, `[!${kind}] text`)
  expect(ana.editor.getHTML()).toBe(`<div data-callout="${kind.toLowerCase()}"><p>text</p></div>`)
})

test('as Markdown files have it, in a quote, the quote becomes the callout', () => {
  const { ana } = two('')
  typeText(ana.editor, '> [!warning] text')
  expect(ana.editor.getHTML()).toBe('<div data-callout="warning"><p>text</p></div>')
})

test('other words in brackets stay as they are', () => {
  const { ana } = two('')
  typeText(ana.editor, '[!danger] text')
  expect(ana.editor.getHTML()).toBe('<p>[!danger] text</p>')
})

test('one changes the kind while another writes in it', () => {
  const { ana, ben, deliver } = two('word')
  runCommand(ana.editor, callout)
  deliver()
  ben.caretIn('word', 4)
  ana.editor.view.dispatch(ana.editor.state.tr.setNodeAttribute(0, 'kind', 'tip'))
  typeText(ben.editor, 's')
  deliver()
  expect(ana.editor.getHTML()).toBe('<div data-callout="tip"><p>words</p></div>')
  expect(ben.editor.getHTML()).toBe(ana.editor.getHTML())
  expect(ben.binding.fallbacks).toBe(0)
})
