import { uuidv4 } from 'lib0/random'

import { requestResult, transactionDone } from '#features/editor/session/indexed-db'
import type { SpellStart } from '#features/editor/session/offline-spells'

/**
 * One database for all documents, rather than one each: forgetting a document is a range of one
 * transaction that no other tab can block, and a new version upgrades everything at once. `copies`
 * has a row a document, `entries` its Yjs V1 updates under [documentId, number], `spells` a row for each
 * document that was written in without the server: how it stood before.
 */
const databaseName = 'pliego'
const databaseVersion = 2
const copiesStore = 'copies'
const entriesStore = 'entries'
const spellsStore = 'spells'
const allStores = [copiesStore, entriesStore, spellsStore]

type CopyRow = { documentId: string; copyId: string; schemaVersion: number; nextEntry: number }
type EntryRow = { updates: Uint8Array[] }
type SpellRow = { documentId: string; start: SpellStart }

export type StoredCopy = {
  copyId: string
  schemaVersion: number
  entries: { key: number; updates: Uint8Array[] }[]
  spell: SpellStart | null
}

export type EntryWrite = {
  documentId: string
  /** The copy that the writer knows; undefined takes or makes whatever is there. */
  copyId: string | undefined
  schemaVersion: number
  updates: Uint8Array[]
  /** Entries that the updates contain in full and that may go. */
  replaces: number[]
}

// An upgrade that another tab blocks just stays unanswered: the copy is then not kept, and says so.
export async function openLocalDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(databaseName, databaseVersion)
  request.addEventListener('upgradeneeded', () => {
    const { result } = request
    const isThere = (store: string) => result.objectStoreNames.contains(store)
    if (!isThere(copiesStore)) result.createObjectStore(copiesStore, { keyPath: 'documentId' })
    if (!isThere(entriesStore)) result.createObjectStore(entriesStore)
    if (!isThere(spellsStore)) result.createObjectStore(spellsStore, { keyPath: 'documentId' })
  })
  return requestResult(request)
}

/** Everything kept of the document, oldest entry first, as one consistent state. */
export async function readEntries(
  database: IDBDatabase,
  documentId: string,
): Promise<StoredCopy | undefined> {
  const transaction = database.transaction(allStores, 'readonly')
  const entries = transaction.objectStore(entriesStore)
  const range = entriesOf(documentId)
  const [row, keys, rows, spell] = await Promise.all([
    requestResult<CopyRow | undefined>(transaction.objectStore(copiesStore).get(documentId)),
    requestResult<IDBValidKey[]>(entries.getAllKeys(range)),
    requestResult<EntryRow[]>(entries.getAll(range)),
    requestResult<SpellRow | undefined>(transaction.objectStore(spellsStore).get(documentId)),
  ])
  if (!row) return undefined
  const numbered = rows.map(({ updates }, index) => ({ key: (keys[index] as [string, number])[1], updates }))
  const { copyId, schemaVersion } = row
  return { copyId, schemaVersion, entries: numbered, spell: spell?.start ?? null }
}

/** Keeps how a document stood with its copy, unless something older is kept; null forgets it. Not of a copy that is gone. */
export async function writeSpell(
  database: IDBDatabase,
  { documentId, copyId, start }: { documentId: string; copyId: string; start: SpellStart | null },
): Promise<void> {
  const transaction = database.transaction([copiesStore, spellsStore], 'readwrite', { durability: 'strict' })
  const done = transactionDone(transaction)
  // As in `writeEntry`.
  done.catch(() => {})
  const spells = transaction.objectStore(spellsStore)
  const [row, kept] = await Promise.all([
    requestResult<CopyRow | undefined>(transaction.objectStore(copiesStore).get(documentId)),
    requestResult<SpellRow | undefined>(spells.get(documentId)),
  ])
  if (start === null) spells.delete(documentId)
  else if (row?.copyId === copyId && !kept) spells.put({ documentId, start } satisfies SpellRow)
  await done
}

/**
 * Appends one entry, resolving after it is committed with `durability: 'strict'`. Tabs take turns by
 * the transaction's lock and each adds under a number of its own, so none overwrites another's text.
 * Resolves with undefined, and writes nothing, if the copy has been deleted meanwhile.
 */
export async function writeEntry(
  database: IDBDatabase,
  { documentId, copyId, schemaVersion, updates, replaces }: EntryWrite,
): Promise<{ copyId: string; key: number } | undefined> {
  const stores = [copiesStore, entriesStore]
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' })
  const done = transactionDone(transaction)
  // Handled at the end; an abort before that must not count as an unhandled rejection.
  done.catch(() => {})
  const copies = transaction.objectStore(copiesStore)
  const entries = transaction.objectStore(entriesStore)
  const row = await requestResult<CopyRow | undefined>(copies.get(documentId))
  if (copyId !== undefined && row?.copyId !== copyId) return undefined
  const key = row?.nextEntry ?? 0
  const next: CopyRow = {
    documentId,
    copyId: row?.copyId ?? uuidv4(),
    schemaVersion: Math.max(schemaVersion, row?.schemaVersion ?? 0),
    nextEntry: key + 1,
  }
  for (const replaced of replaces) entries.delete([documentId, replaced])
  entries.put({ updates } satisfies EntryRow, [documentId, key])
  copies.put(next)
  await done
  return { copyId: next.copyId, key }
}

/** The documents that have a copy here. */
export async function keptDocuments(database: IDBDatabase): Promise<string[]> {
  const transaction = database.transaction(copiesStore, 'readonly')
  return (await requestResult<IDBValidKey[]>(transaction.objectStore(copiesStore).getAllKeys())).map(String)
}

/** Forgets the document. */
export async function deleteEntries(database: IDBDatabase, documentId: string): Promise<void> {
  const transaction = database.transaction(allStores, 'readwrite', { durability: 'strict' })
  const done = transactionDone(transaction)
  transaction.objectStore(copiesStore).delete(documentId)
  transaction.objectStore(spellsStore).delete(documentId)
  transaction.objectStore(entriesStore).delete(entriesOf(documentId))
  await done
}

// Arrays sort after numbers, so [id, []] is above every [id, number].
function entriesOf(documentId: string): IDBKeyRange {
  return IDBKeyRange.bound([documentId], [documentId, []])
}
