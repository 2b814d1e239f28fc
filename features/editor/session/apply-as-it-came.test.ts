import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { applyAsItCame } from '#features/editor/session/apply-as-it-came'

const origin = { from: 'elsewhere' }

function updateOf(text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('body').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

function loaded(doc: Y.Doc, update: Uint8Array): { update: Uint8Array; origin: unknown }[] {
  const heard: { update: Uint8Array; origin: unknown }[] = []
  doc.on('update', (told: Uint8Array, from: unknown) => heard.push({ update: told, origin: from }))
  applyAsItCame(
    doc,
    () => [update],
    origin,
    () => Y.applyUpdate(doc, update, origin),
  )
  return heard
}

it('tells of what an empty doc is loaded with as it came, and of later edits as ever', () => {
  const doc = new Y.Doc()
  const update = updateOf('uno')
  const heard = loaded(doc, update)
  expect(doc.getText('body').toJSON()).toBe('uno')
  expect(heard).toHaveLength(1)
  expect(heard[0]?.update).toBe(update)
  expect(heard[0]?.origin).toBe(origin)
  doc.getText('body').insert(3, ' dos')
  expect(heard).toHaveLength(2)
})

it('leaves a doc with text to Yjs, so that edits in answer are told too', () => {
  const doc = new Y.Doc()
  doc.getText('body').insert(0, 'x')
  doc.getText('body').observe((_event, { local }) => {
    if (!local) doc.getMap('answers').set('seen', true)
  })
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const update = updateOf('uno')
  const heard = loaded(doc, update)
  expect(heard[0]?.update).not.toBe(update)
  for (const told of heard) Y.applyUpdate(copy, told.update)
  expect(copy.getMap('answers').get('seen')).toBe(true)
})

it('says nothing where there was nothing in it, and listens on after a failure', () => {
  const doc = new Y.Doc()
  expect(loaded(doc, Y.encodeStateAsUpdate(new Y.Doc()))).toEqual([])
  const heard: unknown[] = []
  doc.on('update', (told: Uint8Array) => heard.push(told))
  const fails = () =>
    applyAsItCame(
      doc,
      () => [],
      origin,
      () => {
        throw new Error('no')
      },
    )
  expect(fails).toThrow('no')
  doc.getText('body').insert(0, 'x')
  expect(heard).toHaveLength(1)
})
