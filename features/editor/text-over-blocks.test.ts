// @vitest-environment jsdom
import type { Editor } from '@tiptap/core'
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'

function open(): Editor {
  const network = testEditors(1, (body) =>
    body.insert(0, [textBlock('paragraph', 'one two'), textBlock('heading', 'three four')]),
  )
  onTestFinished(() => network.destroy())
  const [person] = network.people
  if (!person) throw new Error('an editor was asked for')
  return person.editor
}

/** Text as it comes without keys; whether it was taken from the browser. */
function bring({ view }: Editor, data: string, more: InputEventInit = {}): boolean {
  const event = new InputEvent('beforeinput', {
    inputType: 'insertText',
    data,
    bubbles: true,
    cancelable: true,
    ...more,
  })
  view.dom.dispatchEvent(event)
  return event.defaultPrevented
}

const acrossBoth = { from: 5, to: 15 }

test('text without keys replaces a selection of several blocks, and the caret is behind it', () => {
  const editor = open()
  editor.commands.setTextSelection(acrossBoth)
  expect(bring(editor, 'new')).toBe(true)
  expect(editor.getText()).toBe('one new four')
  editor.commands.insertContent('!')
  expect(editor.getText()).toBe('one new! four')
})

test('also where everything is selected', () => {
  const editor = open()
  editor.commands.selectAll()
  expect(bring(editor, 'new')).toBe(true)
  expect(editor.getText()).toBe('new')
  editor.commands.insertContent('!')
  expect(editor.getText()).toBe('new!')
})

test.each<[string, { from: number; to: number }, InputEventInit]>([
  ['within one block', { from: 1, to: 4 }, {}],
  ['of a composition', acrossBoth, { isComposing: true }],
  ['that is no text', acrossBoth, { inputType: 'deleteContentBackward', data: null }],
])('what comes %s is the browser’s', (_what, selection, event) => {
  const editor = open()
  editor.commands.setTextSelection(selection)
  expect(bring(editor, 'new', event)).toBe(false)
  expect(editor.getText()).toBe('one two\n\nthree four')
})
