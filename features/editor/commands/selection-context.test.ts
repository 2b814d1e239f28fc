// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { UndoRedo } from '@tiptap/extensions'
import { afterEach, expect, test } from 'vitest'

import { bold } from '#features/editor/commands/mark-commands'
import { bulletList, taskList } from '#features/editor/commands/list-commands'
import { runCommand } from '#features/editor/commands/run-command'
import { selectionContext } from '#features/editor/commands/selection-context'
import { documentExtensions } from '#schema/document-extensions'

const plain = { dir: null, align: null, indent: null }
const words = (text: string) => [{ type: 'paragraph', attrs: plain, content: [{ type: 'text', text }] }]

let editor: Editor
const edit = (content: string) => {
  editor = new Editor({ extensions: [...documentExtensions(), UndoRedo], content, injectCSS: false })
  return editor
}
afterEach(() => editor.destroy())

test('says what kind of text the caret is in', () => {
  edit('<h2>one</h2><blockquote><ul><li><p>two</p></li></ul></blockquote>').commands.setTextSelection(2)
  expect(selectionContext(editor)).toMatchObject({ textStyle: 'heading2', list: null, inQuote: false })
  editor.commands.setTextSelection(10)
  expect(selectionContext(editor)).toMatchObject({
    textStyle: 'paragraph',
    list: 'bulletList',
    inQuote: true,
  })
  editor.commands.setTextSelection({ from: 2, to: 10 })
  expect(selectionContext(editor).textStyle).toBeNull()
})

test('a mark is on where all of the selected text has it, or the caret would write it', () => {
  edit('<p><strong>one</strong> two</p>').commands.setTextSelection({ from: 1, to: 4 })
  expect(selectionContext(editor).marks.bold).toBe(true)
  editor.commands.setTextSelection({ from: 1, to: 6 })
  expect(selectionContext(editor).marks.bold).toBe(false)
  editor.commands.setTextSelection(6)
  runCommand(editor, bold)
  expect(selectionContext(editor).marks.bold).toBe(true)
})

test('code is code only where nothing else is selected', () => {
  edit('<pre><code>one</code></pre><p>two</p>').commands.setTextSelection({ from: 1, to: 3 })
  expect(selectionContext(editor).inCodeBlock).toBe(true)
  editor.commands.selectAll()
  expect(selectionContext(editor).inCodeBlock).toBe(false)
})

test('with everything selected a list is seen, and taken away again', () => {
  edit('<p>one</p><p>two</p>').commands.selectAll()
  runCommand(editor, bulletList)
  expect(editor.getHTML()).toBe('<ul><li><p>one</p></li><li><p>two</p></li></ul>')
  editor.commands.selectAll()
  expect(selectionContext(editor).list).toBe('bulletList')
  runCommand(editor, bulletList)
  expect(editor.getHTML()).toBe('<p>one</p><p>two</p>')
})

test('one kind of list becomes another', () => {
  edit('<ul><li><p>one</p></li><li><p>two</p></li></ul>').commands.selectAll()
  runCommand(editor, taskList)
  expect(editor.getJSON().content).toMatchObject([
    {
      type: 'taskList',
      content: ['one', 'two'].map((text) => ({
        type: 'taskItem',
        attrs: { checked: false },
        content: words(text),
      })),
    },
  ])
})

test('a command that makes no sense where the caret is, or fails, leaves the text as it was', () => {
  edit('<pre><code>one</code></pre>').commands.selectAll()
  expect(runCommand(editor, bold)).toBe(false)
  const failing = {
    ...bulletList,
    run: () => {
      throw new RangeError('position out of range')
    },
  }
  expect(runCommand(editor, failing)).toBe(false)
  expect(editor.getText()).toBe('one')
  expect(runCommand(editor, bulletList)).toBe(true)
})
