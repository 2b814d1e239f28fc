import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { OfflineSpells } from '#features/editor/session/offline-spells'

const wordsIn = (...updates: Uint8Array[]) => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  const words = doc.getText('words').toJSON()
  doc.destroy()
  return words
}

test('a return that breaks off ends no spell: what is written after it is told too, and what came by then is theirs', () => {
  const doc = new Y.Doc()
  const words = doc.getText('words')
  words.insert(0, 'both')
  const server = new Y.Doc()
  Y.applyUpdate(server, Y.encodeStateAsUpdate(doc))
  const spells = new OfflineSpells(doc, () => {}, 0)
  const comes = (text: string) => {
    const known = Y.encodeStateVector(server)
    server.getText('words').insert(0, text)
    const update = Y.encodeStateAsUpdate(server, known)
    spells.receiving(() => update)
    Y.applyUpdate(doc, update)
  }
  spells.left(1)
  words.insert(words.length, ' mine')
  comes('theirs ')
  spells.left(2)
  words.insert(words.length, ', later')
  comes('more ')
  const spell = spells.returned(3)
  if (!spell) throw new Error('there was no spell')
  const { base, mine, theirs, theirsInMine, merged, since, until } = spell
  expect([since, until]).toEqual([1, 3])
  expect(wordsIn(base)).toBe('both')
  expect(wordsIn(base, ...theirs.slice(0, theirsInMine))).toBe('theirs both')
  expect(wordsIn(mine)).toBe('theirs both mine, later')
  expect(wordsIn(base, ...theirs)).toBe('more theirs both')
  expect(wordsIn(merged)).toBe('more theirs both mine, later')
  doc.destroy()
  server.destroy()
})

test('a return that breaks off before anything is written after it tells what was written before', () => {
  const doc = new Y.Doc()
  const words = doc.getText('words')
  const spells = new OfflineSpells(doc, () => {}, 0)
  spells.left(1)
  words.insert(0, 'mine')
  const nothing = Y.encodeStateAsUpdate(new Y.Doc())
  spells.receiving(() => nothing)
  spells.left(2)
  spells.receiving(() => nothing)
  const spell = spells.returned(3)
  expect(spell && [wordsIn(spell.base), wordsIn(spell.mine), spell.theirsInMine]).toEqual(['', 'mine', 1])
  doc.destroy()
})
