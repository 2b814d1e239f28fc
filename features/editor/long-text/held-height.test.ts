import { getSchema } from '@tiptap/core'
import { EditorState } from '@tiptap/pm/state'
import { expect, it } from 'vitest'

import { heldHeight, heldHeightPlugin, holdHeight, isPlainText } from '#features/editor/long-text/held-height'
import { documentExtensions } from '#schema/document-extensions'

const schema = getSchema(documentExtensions())
const { nodes } = schema
const paragraph = (text: string) => nodes.paragraph!.create(null, schema.text(text))

/** Three paragraphs, of which the height of the second is held. */
function threeParagraphs(): EditorState {
  const doc = nodes.doc!.create(null, ['one', 'two', 'three'].map(paragraph))
  const state = EditorState.create({ doc, plugins: [heldHeightPlugin()] })
  return state.apply(holdHeight(state.tr, { pos: 5, height: 24 }))
}

it('is held for the same block through what is written before it and in it', () => {
  let state = threeParagraphs()
  state = state.apply(state.tr.insertText('more ', 1))
  expect(heldHeight(state)).toEqual({ pos: 10, height: 24 })
  state = state.apply(state.tr.insertText('and two', 11))
  expect(heldHeight(state)).toEqual({ pos: 10, height: 24 })
  state = state.apply(state.tr.insert(10, paragraph('between')))
  expect(heldHeight(state)).toEqual({ pos: 19, height: 24 })
})

it('stays with the first part of a block that is split', () => {
  const state = threeParagraphs()
  const split = state.apply(state.tr.split(7))
  expect(heldHeight(split)).toEqual({ pos: 5, height: 24 })
})

it('is held no more where its block is gone, in another, or of another kind', () => {
  const state = threeParagraphs()
  const range = state.doc.resolve(6).blockRange()
  const after = [
    state.tr.delete(5, 10),
    state.tr.wrap(range!, [{ type: nodes.blockquote! }]),
    state.tr.setBlockType(6, 6, nodes.codeBlock!),
  ]
  for (const tr of after) expect(heldHeight(state.apply(tr))).toBeNull()
  expect(heldHeight(state.apply(holdHeight(state.tr, null)))).toBeNull()
})

it('is for text alone: what is loaded or drawn later makes a block higher without a word', () => {
  expect(isPlainText(paragraph('words'))).toBe(true)
  expect(isPlainText(nodes.paragraph!.create())).toBe(true)
  expect(isPlainText(nodes.paragraph!.create(null, nodes.inlineFormula!.create()))).toBe(false)
  expect(isPlainText(nodes.blockquote!.create(null, paragraph('words')))).toBe(false)
})
