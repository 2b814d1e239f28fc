import SQLite from 'better-sqlite3'
import { createHash } from 'node:crypto'
import path from 'node:path'
import * as Y from 'yjs'

import type { LoadedDocument } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { inPortions } from './filled-folder.ts'

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Everything in a data folder that is to be the same after a copy, by ways that the copy does not use: documents as a
 * server opens them and as Yjs reads them, their entries, projections, and the rows of all tables.
 */
export async function contentsOfFolder(dataDir: string, ids: readonly string[]) {
  const store = await JournaledDocumentUpdateStore.open(dataDir)
  try {
    const documents = await inPortions(ids, async (id) => ({ id, ...(await contentsOf(store, id)) }))
    const { projections, cursor } = await store.readProjections(0, ids.length + 1)
    return { documents, projections, cursor, rows: rowsOf(path.join(dataDir, 'app.sqlite')) }
  } finally {
    await store.close()
  }
}

async function contentsOf(store: JournaledDocumentUpdateStore, id: string) {
  const loaded = await store.load(id)
  if (!loaded) return { state: null }
  const { snapshotSequence, lastSequence, changedAt, snapshot } = loaded
  const entries = await store.readEntries(id, 0, lastSequence)
  const lines = entries.map(
    ({ update, ...entry }) => `${JSON.stringify(entry)} ${Buffer.from(update).toString('hex')}`,
  )
  return {
    state: stateOf(loaded),
    numbers: [snapshotSequence, lastSequence, changedAt],
    snapshot: snapshot && sha256(snapshot),
    entries: `${entries.length} ${sha256(lines.join('\n'))}`,
  }
}

/** By Yjs: the state vector and the whole state. */
function stateOf({ snapshot, updates }: LoadedDocument): { vector: string; state: string } {
  const doc = new Y.Doc()
  if (snapshot) Y.applyUpdate(doc, snapshot)
  for (const update of updates) Y.applyUpdate(doc, update)
  return {
    vector: Buffer.from(Y.encodeStateVector(doc)).toString('hex'),
    state: sha256(Y.encodeStateAsUpdate(doc)),
  }
}

/** By table; with what search finds its words by, and the numbers that were given last. */
function rowsOf(file: string): Record<string, readonly unknown[]> {
  const db = new SQLite(file, { readonly: true })
  const names = db
    .prepare<[], string>(
      `SELECT name FROM sqlite_master WHERE type = 'table'
        AND (name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' OR name = 'sqlite_sequence') ORDER BY name`,
    )
    .pluck()
    .all()
  const rows = names.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).all().map(line).toSorted()])
  const accounts = db.prepare('SELECT id FROM accounts ORDER BY rowid').pluck().all()
  db.close()
  return { ...Object.fromEntries(rows), accountsInOrder: accounts }
}

function line(row: unknown): string {
  return JSON.stringify(row)
}
