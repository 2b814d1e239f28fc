import { getSchema } from '@tiptap/core'
import { expect, test } from 'vitest'

import { pairBlocks } from '#features/editor/binding/pair-blocks'
import { documentExtensions } from '#schema/document-extensions'

const schema = getSchema(documentExtensions())

/** `ana` may be new with all that is in it, `text` is nobody's. */
function block(name: string, { text = '', ana = '', isNew = false }): ReturnType<typeof schema.node> {
  const origin = { by: 'ana', id: 'id-1', at: 1 }
  const letters = [
    ...(text === '' ? [] : [schema.text(text)]),
    ...(ana === '' ? [] : [schema.text(ana, [schema.mark('insertion', origin)])]),
  ]
  return schema.node(name, isNew ? { suggestion: { ...origin, kind: 'insert' } } : null, letters)
}

test('blocks are known by what the writer did not suggest, wherever their own blocks come and go', () => {
  const [own, code] = [block('paragraph', { ana: 'a', isNew: true }), block('codeBlock', { text: 'ab' })]
  const struck = block('codeBlock', { text: 'ab', ana: 'c' })
  const moved = block('paragraph', { ana: 'ab', isNew: true })
  expect(pairBlocks([own, code], [struck, moved], 'ana')).toEqual([
    { old: 0, now: null },
    { old: 1, now: 0 },
    { old: null, now: 1 },
  ])
})

test('of new blocks that are alike those with somebody else’s letters stay', () => {
  const before = [block('paragraph', { text: 'b', ana: 'aa', isNew: true })]
  const after = [
    block('paragraph', { ana: 'aab', isNew: true }),
    block('paragraph', { text: 'b', isNew: true }),
  ]
  expect(pairBlocks(before, after, 'ana')).toEqual([
    { old: null, now: 0 },
    { old: 0, now: 1 },
  ])
})

test('a block that nobody suggested does not come or go by itself', () => {
  const [one, two] = [block('paragraph', { text: 'a' }), block('heading', { text: 'a' })]
  expect(pairBlocks([one], [two], 'ana')).toBeNull()
  expect(pairBlocks([one], [one, two], 'ana')).toBeNull()
})
