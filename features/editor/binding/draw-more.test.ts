// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { Collaboration } from '#features/editor/binding/collaboration'
import type { DocumentBinding } from '#features/editor/binding/document-binding'
import { textBlock } from '#features/editor/binding/editors-for-tests'
import { documentExtensions } from '#schema/document-extensions'
import { documentField } from '#schema/document-fields'

const words = ['uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis']

let body: Y.XmlFragment
let editor: Editor
let binding: DocumentBinding
let updates: number

/** An editor of six paragraphs, of which it shows two. */
beforeEach(() => {
  const doc = new Y.Doc()
  body = doc.getXmlFragment(documentField.body)
  body.insert(
    0,
    words.map((word) => textBlock('paragraph', word)),
  )
  updates = 0
  doc.on('update', () => (updates += 1))
  editor = new Editor({
    element: document.createElement('div'),
    extensions: [...documentExtensions(), Collaboration.configure({ document: doc, firstBlocks: () => 2 })],
    injectCSS: false,
  })
  onTestFinished(() => editor.destroy())
  const made = editor.storage.sharedBody.binding
  if (!made) throw new Error('the editor has no binding')
  binding = made
})

const shown = () => editor.state.doc.children.map((block) => block.textContent)
const shared = () =>
  body.toArray().map((block) => (block instanceof Y.XmlElement ? (block.get(0) as Y.XmlText).toJSON() : ''))
const textOf = (index: number) => (body.get(index) as Y.XmlElement).get(0) as Y.XmlText

it('draws a document bit by bit, and writes nothing for it', () => {
  expect(shown()).toEqual(['uno', 'dos'])
  const first = editor.state.doc.child(0)
  binding.drawMore(3)
  expect(shown()).toEqual(words.slice(0, 5))
  expect(binding.isDrawn).toBe(false)
  binding.drawMore(3)
  expect(shown()).toEqual(words)
  expect(binding.isDrawn).toBe(true)
  expect(editor.state.doc.child(0)).toBe(first)
  expect(editor.view.dom.textContent).toBe(words.join(''))
  expect(updates).toBe(0)
})

it('writes what is typed meanwhile, and keeps what is not drawn', () => {
  editor.commands.insertContentAt(1, 'más ')
  expect(shared()).toEqual(['más uno', ...words.slice(1)])
  editor.commands.insertContentAt(editor.state.doc.content.size, { type: 'paragraph' })
  expect(shared()).toEqual(['más uno', 'dos', '', ...words.slice(2)])
  editor.commands.setTextSelection({ from: 1, to: editor.state.doc.content.size - 1 })
  editor.commands.deleteSelection()
  expect(shared()).toEqual(['', ...words.slice(2)])
  binding.drawMore()
  expect(shown()).toEqual(['', ...words.slice(2)])
})

it('leaves the caret where it is, also at the end of what is drawn', () => {
  editor.commands.setTextSelection(9)
  binding.drawMore(1)
  expect(editor.state.selection.head).toBe(9)
  editor.commands.insertContent('!')
  binding.drawMore()
  expect(shared()).toEqual(['uno', 'dos!', ...words.slice(2)])
  expect(shown()).toEqual(shared())
})

it('shows what others write in the part that is drawn, and later what they write in the rest', () => {
  textOf(1).insert(3, ' y medio')
  textOf(4).insert(0, '¡')
  body.delete(3, 1)
  body.insert(2, [textBlock('paragraph', 'entre')])
  expect(shown()).toEqual(['uno', 'dos y medio', 'entre'])
  expect(binding.isDrawn).toBe(false)
  binding.drawMore()
  expect(shown()).toEqual(['uno', 'dos y medio', 'entre', 'tres', '¡cinco', 'seis'])
})

it('draws everything where the block that comes next is gone', () => {
  body.delete(2, 1)
  expect(shown()).toEqual(['uno', 'dos', 'cuatro', 'cinco', 'seis'])
  expect(binding.isDrawn).toBe(true)
})

it('draws everything where others delete what is drawn', () => {
  body.delete(0, 2)
  expect(shown()).toEqual(words.slice(2))
})

it('draws everything before something is undone', () => {
  editor.commands.insertContentAt(1, 'más ')
  editor.commands.undo()
  expect(shown()).toEqual(words)
  expect(shared()).toEqual(words)
})

it('draws everything for an edit of the whole', () => {
  editor.commands.insertContentAt(1, 'más ')
  expect(binding.showAll()).toBe(true)
  expect(shown()).toEqual(['más uno', ...words.slice(1)])
  editor.commands.setContent({
    type: 'doc',
    content: words.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
  })
  expect(shared()).toEqual(words)
})
