// @vitest-environment jsdom
import { Plugin } from '@tiptap/pm/state'
import { expect, onTestFinished, test, vi } from 'vitest'
import type * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { deleteBlock } from '#features/editor/commands/whole-block-commands'

const start = (body: Y.XmlFragment) =>
  body.insert(0, [textBlock('paragraph', 'first'), textBlock('paragraph', 'second')])

function composing(onHeldBack?: (heldBack: boolean) => void) {
  const network = testEditors(2, start, onHeldBack)
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

test('what a plugin adds to a held edit is kept with it', async () => {
  const { ana, ben, end, deliver } = composing()
  ben.caretIn('second', 0)
  ben.editor.commands.insertContent('the ')
  deliver()
  // The newline becomes a hard break in a transaction of its own.
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('a\nb'))
  end()
  await vi.waitFor(() => expect(ana.editor.getText()).toBe('first\n\nthe seconda\nb'))
  deliver()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
})

test('an editor that is closed amid a composition leaves the word in the document', () => {
  const { ana, ben, deliver } = composing()
  ben.caretIn('second', 0)
  ben.editor.commands.insertContent('the ')
  deliver()
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('か'))
  ana.editor.destroy()
  deliver()
  expect(ben.editor.getText()).toBe('first\n\nthe secondか')
})

test('a plugin that comes amid a composition takes nothing of the word', async () => {
  const { ana, ben, end, deliver } = composing()
  ben.caretIn('second', 0)
  ben.editor.commands.insertContent('the ')
  deliver()
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('か'))
  ana.editor.registerPlugin(new Plugin({}))
  end()
  await vi.waitFor(() => expect(ana.around).toBe('the secondか|'))
  deliver()
  expect(ben.editor.getText()).toBe('first\n\nthe secondか')
})

test('a composition that ends without an event holds nothing any longer', async () => {
  const { ana, ben, deliver } = composing()
  ben.caretIn('second', 0)
  ben.editor.commands.insertContent('the ')
  deliver()
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('か'))
  // What ProseMirror does on Android after five seconds without a key.
  ;(ana.editor.view as unknown as { input: { composing: boolean } }).input.composing = false
  ben.caretIn('first', 0)
  ben.editor.commands.insertContent('The ')
  deliver()
  await vi.waitFor(() => expect(ana.editor.getText()).toBe('The first\n\nthe secondか'))
  deliver()
  expect(ben.editor.getText()).toBe('The first\n\nthe secondか')
})

test('an edit of the whole waits for the end of a word under which others write', async () => {
  const { ana, ben, end, deliver } = composing()
  expect(ana.binding.showAll()).toBe(true)
  ben.caretIn('second', 0)
  ben.editor.commands.insertContent('the ')
  deliver()
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('か'))
  expect(ana.binding.showAll()).toBe(false)
  end()
  await vi.waitFor(() => expect(ana.binding.showAll()).toBe(true))
  expect(ana.editor.getText()).toBe('first\n\nthe secondか')
})

test('text that is held back is told of until the document has it', async () => {
  const told: boolean[] = []
  const { ana, ben, end, deliver } = composing((heldBack) => told.push(heldBack))
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('あ'))
  expect(told).toEqual([])
  ben.caretIn('second', 0)
  ben.editor.commands.insertContent('the ')
  deliver()
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('か'))
  expect(told).toEqual([true])
  end()
  await vi.waitFor(() => expect(told).toEqual([true, false]))
  expect(ana.editor.getText()).toBe('first\n\nthe secondあか')
})

test('a word in a line that another deletes stays, in a line of its own in its place', async () => {
  const { ana, ben, end, deliver } = composing()
  const write = (text: string, over = 0) => {
    const { head } = ana.editor.state.selection
    ana.editor.view.dispatch(ana.editor.state.tr.insertText(text, head - over, head))
  }
  ben.editor.commands.setTextSelection(10)
  runCommand(ben.editor, deleteBlock)
  deliver()
  // As a keyboard does: each state of the word takes the place of the one before.
  write('k')
  write('か', 1)
  write('かん', 1)
  end()
  await vi.waitFor(() => expect(ana.editor.getText()).toBe('first\n\nかん'))
  expect(ana.around).toBe('かん|')
  deliver()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
})

test('a word amid letters that another deletes stays where they were', async () => {
  const { ana, ben, end, deliver } = composing()
  ana.caretIn('second', 3)
  ben.caretIn('second', 1, 6)
  ben.editor.commands.deleteSelection()
  deliver()
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('か'))
  end()
  await vi.waitFor(() => expect(ana.editor.getText()).toBe('first\n\nsか'))
  expect(ana.around).toBe('sか|')
  deliver()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
})

test('so it does where the document is left with nothing', async () => {
  const { ana, ben, end, deliver } = composing()
  ben.editor.commands.clearContent()
  deliver()
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('か'))
  ana.editor.view.dispatch(ana.editor.state.tr.insertText('ん'))
  end()
  await vi.waitFor(() => expect(ana.editor.getText().trim()).toBe('かん'))
  deliver()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
})
