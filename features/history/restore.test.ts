// @vitest-environment jsdom
import { Editor, Node as TiptapNode, type JSONContent } from '@tiptap/core'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { Plugin } from '@tiptap/pm/state'
import { expect, it, onTestFinished } from 'vitest'

import { restoreBlocks, restoreVersion, type OldBlock } from '#features/history/restore'
import { documentExtensions } from '#schema/document-extensions'

/** Blocks by their keys, which are their first letters; a paragraph each, or a heading where they begin with #. */
const block = (text: string): OldBlock => ({
  key: `1-${text.replace('#', '').codePointAt(0) ?? 0}`,
  json: {
    type: text.startsWith('#') ? 'heading' : 'paragraph',
    ...(text.length > 1 && { content: [{ type: 'text', text: text.replace('#', '').slice(1) }] }),
  },
})

function editorOf(...texts: string[]): Editor {
  const blocks = texts.map(block)
  // The binding tells which shared element a node is; here, what was there in the beginning by its place.
  const keys = new Map<object, string>()
  const elementOf = (node: object) => {
    const [, clock] = (keys.get(node) ?? '').split('-')
    return clock === undefined ? undefined : { _item: { id: { client: 1, clock: Number(clock) } } }
  }
  const sync = TiptapNode.create({
    name: 'sync',
    addProseMirrorPlugins: () => [
      new Plugin({
        key: ySyncPluginKey,
        state: { init: () => ({ binding: { mapping: { elementOf } } }), apply: (_tr, state) => state },
      }),
    ],
  })
  const editor = new Editor({
    extensions: [...documentExtensions(), sync],
    content: { type: 'doc', content: blocks.map(({ json }) => json as JSONContent) },
  })
  onTestFinished(() => editor.destroy())
  for (const [index, node] of editor.state.doc.children.entries()) keys.set(node, blocks[index]?.key ?? '')
  return editor
}

const texts = ({ state }: Editor) =>
  state.doc.children.map(({ type, textContent }) => (type.name === 'heading' ? '#' : '') + textContent)

it('brings a version back as one edit, touching only what differs', () => {
  const editor = editorOf('aone', 'btwo', 'cthree', 'xnew')
  let steps: readonly unknown[] = []
  editor.on('transaction', ({ transaction }) => (steps = transaction.steps))
  restoreVersion(editor, ['aone', 'zwas here', 'btwoo', '#cthree'].map(block))
  expect(texts(editor)).toEqual(['one', 'was here', 'twoo', '#three'])
  expect(steps).toHaveLength(4)
  expect(JSON.stringify(steps)).not.toContain('one')
  restoreVersion(editor, [])
  expect(texts(editor)).toEqual([''])
})

it('changes nothing where nothing differs', () => {
  const editor = editorOf('aone', 'btwo')
  const { doc } = editor.state
  restoreVersion(editor, ['aone', 'btwo'].map(block))
  expect(editor.state.doc).toBe(doc)
})

it('brings back only some blocks: in their places, or behind what they stood behind', () => {
  const old = ['aONE', 'zgone', 'bTWO', 'cTHREE'].map(block)
  const keyOf = (text: string) => block(text).key
  const editor = editorOf('aone', 'xnew', 'btwo', 'cthree')
  restoreBlocks(editor, old, new Set([keyOf('z'), keyOf('b')]))
  expect(texts(editor)).toEqual(['one', 'gone', 'new', 'TWO', 'three'])
})
