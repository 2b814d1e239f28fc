// @vitest-environment jsdom
import { expect, onTestFinished, test, vi } from 'vitest'
import type * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'

const start = (body: Y.XmlFragment) =>
  body.insert(0, [textBlock('paragraph', 'first'), textBlock('paragraph', 'second')])

function composing() {
  const network = testEditors(2, start)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  ana.caretIn('second', 6)
  ana.editor.view.dom.dispatchEvent(new CompositionEvent('compositionstart'))
  expect(ana.editor.view.composing).toBe(true)
  const end = () => ana.editor.view.dom.dispatchEvent(new CompositionEvent('compositionend'))
  return { ana, ben, end, deliver: () => network.deliver() }
}

test('others may write elsewhere while a word is composed', () => {
  const { ana, ben, deliver } = composing()
  ben.caretIn('first', 0)
  ben.editor.commands.insertContent('The ')
  deliver()
  expect(ana.editor.getText()).toBe('The first\n\nsecond')
  expect(ana.around).toBe('second|')
})

test('an edit in the composed block waits for the word, and both are kept', async () => {
  const { ana, ben, end, deliver } = composing()
  ben.caretIn('second', 0)
  ben.editor.commands.insertContent('the ')
  deliver()
  expect(ana.editor.getText()).toBe('first\n\nsecond')
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('か'))
  ben.caretIn('first', 5)
  ben.editor.commands.splitBlock()
  deliver()
  expect(ana.around).toBe('secondか|')
  expect(ben.editor.getText()).not.toContain('か')
  end()
  await vi.waitFor(() => expect(ana.around).toBe('the secondか|'))
  deliver()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  expect(ben.editor.getText()).toBe('first\n\n\n\nthe secondか')
})
