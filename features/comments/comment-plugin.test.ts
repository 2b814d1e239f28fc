// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { afterEach, expect, it } from 'vitest'

import {
  addCommentPlugin,
  keepComments,
  pendingRange,
  showPending,
  threadsIn,
} from '#features/comments/comment-plugin'
import { documentExtensions } from '#schema/document-extensions'

const thread = 'a-thread-of-comments-1'
const foreign = 'a-thread-of-comments-2'

let editor: Editor | undefined
afterEach(() => editor?.destroy())

function opened(html: string) {
  const made = new Editor({
    element: document.createElement('div'),
    extensions: documentExtensions(),
    content: html,
    injectCSS: false,
  })
  editor = made
  const onText: (readonly string[])[] = []
  addCommentPlugin(made, { knows: (id) => id === thread, onText: (threads) => onText.push(threads) })
  const paste = (pasted: string) => made.view.pasteHTML(pasted, new Event('paste') as ClipboardEvent)
  return { editor: made, onText, paste, threads: () => [...threadsIn(made.state.doc)] }
}

const marked = (id: string) => `<span data-thread="${id}">fine day</span>`

it('keeps comments of text that was cut, and puts none on a copy', () => {
  const { editor, paste, threads } = opened(`<p>One ${marked(thread)}</p>`)
  editor.commands.setTextSelection({ from: 5, to: 13 })
  paste(`<p>${marked(thread)}</p>`)
  // It replaced the only one, which is the same to a page as a copy.
  expect(threads()).toEqual([])
  editor.commands.setContent('<p>One </p>')
  paste(`<p>${marked(thread)}</p>`)
  expect(threads()).toEqual([thread])
  paste(`<p>again ${marked(thread)}</p>`)
  expect(editor.state.doc.textContent).toContain('again fine day')
  const slice = editor.state.doc.slice(0, editor.state.doc.content.size)
  expect(threads()).toEqual([thread])
  expect([
    ...threadsIn(editor.state.doc.type.create(null, keepComments(slice, () => false).content)),
  ]).toEqual([])
})

it('takes no comments of another document with its text', () => {
  const { editor, paste, threads } = opened('<p>One </p>')
  paste(`<p>${marked(foreign)}</p>`)
  expect([threads(), editor.state.doc.textContent.trim()]).toEqual([[], 'fine dayOne'])
})

it('shows what is being commented, where it goes', () => {
  const { editor } = opened('<p>One fine day</p>')
  showPending(editor, { thread, from: 5, to: 9 })
  expect(editor.view.dom.querySelector('.comment-pending')?.textContent).toBe('fine')
  editor.commands.insertContentAt(1, 'So, ')
  expect(editor.view.dom.querySelector(`[data-pending-thread="${thread}"]`)?.textContent).toBe('fine')
  editor.commands.setContent('<p>Nothing</p>')
  expect(pendingRange(editor.state)).toBeNull()
})
