import { IDBFactory as FakeFactory, IDBKeyRange as FakeKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import type { SaveStatus, SessionState } from '#features/editor/collab-session'
import { forgetSavedCopies } from '#features/editor/forget-saved-copies'
import { openLocalDatabase, readEntries, writeEntry } from '#features/editor/session/local-database'
import { noteUnsaved, unsavedDocuments } from '#features/editor/unsaved-documents'

let kept: Map<string, string>
const marks = () => ({
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
  key: (index: number) => [...kept.keys()][index] ?? null,
  length: kept.size,
})

beforeEach(() => {
  kept = new Map([['something else', 'x']])
  vi.stubGlobal('IDBKeyRange', FakeKeyRange)
})
afterEach(() => vi.unstubAllGlobals())

function session() {
  const listeners = new Set<() => void>()
  let state = { saveStatus: 'reconnecting', online: false } as SessionState
  return {
    getState: () => state,
    subscribe: (heard: () => void) => {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    become: (saveStatus: SaveStatus, online: boolean) => {
      state = { ...state, saveStatus, online }
      for (const heard of listeners) heard()
    },
  }
}

it('a document with unsaved text is noted until the server has it, and in doubt longer', () => {
  const letter = session()
  const stop = noteUnsaved(letter, 'letter', marks)
  letter.become('viewOnly', true)
  expect(unsavedDocuments(marks)).toEqual([])
  letter.become('saving', true)
  letter.become('offlineSavedHere', false)
  letter.become('reconnecting', false)
  // As where the page is too old for the document: nobody has asked the server.
  letter.become('saved', false)
  expect(unsavedDocuments(marks)).toEqual(['letter'])
  letter.become('saved', true)
  expect(unsavedDocuments(marks)).toEqual([])
  stop()
  letter.become('saving', true)
  expect(unsavedDocuments(marks)).toEqual([])
})

it('copies are forgotten, but for those with text that may be nowhere else', async () => {
  const factory = new FakeFactory()
  const database = await openLocalDatabase(factory)
  for (const documentId of ['letter', 'plan', 'list']) {
    const entry = { copyId: undefined, schemaVersion: 1, updates: [Uint8Array.of(0, 0)], replaces: [] }
    await writeEntry(database, { documentId, ...entry })
  }
  await forgetSavedCopies(['plan'], () => factory)
  expect(await readEntries(database, 'letter')).toBeUndefined()
  expect(await readEntries(database, 'list')).toBeUndefined()
  expect((await readEntries(database, 'plan'))?.entries).toHaveLength(1)
  database.close()
})
