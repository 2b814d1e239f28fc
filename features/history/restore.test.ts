// @vitest-environment jsdom
import { Editor, type JSONContent } from '@tiptap/core'
import { expect, it, onTestFinished } from 'vitest'

import { type LiveText, restoreBlocks, restoreVersion, type OldBlock } from '#features/history/restore'
import { documentExtensions } from '#schema/document-extensions'

/**
 * Blocks by their keys, which are their first letters; a paragraph each, or a heading where they begin with #. Somebody
 * said something about what stands in [ ], and proposed to take away what stands in { }.
 */
const block = (text: string): OldBlock => ({
  key: `1-${text.replace('#', '').codePointAt(0) ?? 0}`,
  json: {
    type: text.startsWith('#') ? 'heading' : 'paragraph',
    ...(text.length > 1 && { content: lettersOf(text.replace('#', '').slice(1)) }),
  },
})

const marks: Record<string, JSONContent['marks']> = {
  '[': [{ type: 'comment', attrs: { thread: 'thread-of-the-test-001' } }],
  '{': [{ type: 'deletion', attrs: { by: 'eva', id: 'proposed-by-eva-0001', at: 5 } }],
}

const signs: Record<string, string> = { comment: '[]', deletion: '{}' }

const lettersOf = (text: string): JSONContent[] =>
  (text.match(/[[{]?[^[\]{}]+/g) ?? []).map((part) => ({
    type: 'text',
    text: part.replace(/^[[{]/, ''),
    ...(marks[part.charAt(0)] && { marks: marks[part.charAt(0)] }),
  }))

function liveText(...texts: string[]): LiveText {
  const blocks = texts.map(block)
  // The binding tells which shared element a node is; here, what was there in the beginning by its place.
  const keys = new Map<object, string>()
  const elementOf = (node: object) => {
    const [, clock] = (keys.get(node) ?? '').split('-')
    return clock === undefined ? undefined : { _item: { id: { client: 1, clock: Number(clock) } } }
  }
  const editor = new Editor({
    extensions: documentExtensions(),
    content: { type: 'doc', content: blocks.map(({ json }) => json as JSONContent) },
  })
  onTestFinished(() => editor.destroy())
  for (const [index, node] of editor.state.doc.children.entries()) keys.set(node, blocks[index]?.key ?? '')
  return { editor, elementOf }
}

/** As they are written above, without keys. */
const written = ({ state }: Editor) =>
  state.doc.children.map(({ content, type }) => {
    const parts = content.content.map(({ text = '', marks: [mark] }) => {
      const [opening = '', closing = ''] = signs[mark?.type.name ?? ''] ?? ''
      return opening + text + closing
    })
    return (type.name === 'heading' ? '#' : '') + parts.join('')
  })

const texts = ({ state }: Editor) =>
  state.doc.children.map(({ type, textContent }) => (type.name === 'heading' ? '#' : '') + textContent)

it('brings a version back as one edit, touching only what differs', () => {
  const live = liveText('aone', 'btwo', 'cthree', 'xnew')
  const { editor } = live
  let steps: readonly unknown[] = []
  editor.on('transaction', ({ transaction }) => (steps = transaction.steps))
  restoreVersion(live, ['aone', 'zwas here', 'btwoo', '#cthree'].map(block))
  expect(texts(editor)).toEqual(['one', 'was here', 'twoo', '#three'])
  expect(steps).toHaveLength(4)
  expect(JSON.stringify(steps)).not.toContain('one')
  restoreVersion(live, [])
  expect(texts(editor)).toEqual([''])
})

it('changes nothing where nothing differs', () => {
  const live = liveText('aone', 'btwo')
  const { editor } = live
  const { doc } = editor.state
  restoreVersion(live, ['aone', 'btwo'].map(block))
  expect(editor.state.doc).toBe(doc)
})

it('brings back only some blocks: in their places, or behind what they stood behind', () => {
  const old = ['aONE', 'zgone', 'bTWO', 'cTHREE'].map(block)
  const keyOf = (text: string) => block(text).key
  const live = liveText('aone', 'xnew', 'btwo', 'cthree')
  const { editor } = live
  restoreBlocks(live, old, new Set([keyOf('z'), keyOf('b')]))
  expect(texts(editor)).toEqual(['one', 'gone', 'new', 'TWO', 'three'])
})

it('leaves what was said since about what stays: whole blocks, and parts of those that change', () => {
  const live = liveText('auno [two] tres', 'b[four]', '#cfive [six]', 'xseven [eight] nine')
  const { editor } = live
  restoreVersion(live, ['aone two three', 'bfour', 'cfive six', 'yseven eight ten'].map(block))
  expect(written(editor)).toEqual(['one [two] three', '[four]', 'five [six]', 'seven [eight] ten'])
})

it('brings no comment back that was taken away since, but those of what was deleted', () => {
  const live = liveText('aone two')
  const { editor } = live
  const { doc } = editor.state
  restoreVersion(live, ['aone [two]'].map(block))
  expect(editor.state.doc).toBe(doc)
  restoreVersion(live, ['aone [two]', 'b[three]'].map(block))
  expect(written(editor)).toEqual(['one two', '[three]'])
})

it('leaves it also where too much differs to be compared', () => {
  const live = liveText('a' + 'one '.repeat(4_000) + '[two]')
  const { editor } = live
  restoreVersion(live, ['a' + 'three '.repeat(2_000) + 'two'].map(block))
  expect(written(editor)).toEqual(['three '.repeat(2_000) + '[two]'])
})

it('proposes again what was proposed then, and not what was proposed since', () => {
  const live = liveText('aone two', 'b{three} four')
  const { editor } = live
  restoreVersion(live, ['aone {two}', 'bthree four'].map(block))
  expect(written(editor)).toEqual(['one {two}', 'three four'])
})
