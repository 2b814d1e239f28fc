import SQLite from 'better-sqlite3'
import path from 'node:path'
import * as Y from 'yjs'

import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import type { JournalEntry } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'

type Column = { name: string; type: string; notnull: 0 | 1; pk: number }
type Reference = { from: string; table: string; to: string | null }

/** Of rows made up, in each table. */
const rowsEach = 12

const portion = 100

/** What the stores themselves fill. */
const filledElsewhere = /^(documents|document_texts|cursors)$|^(search|sqlite)/

/**
 * A data folder with so many documents, among them folded, forgotten, projected and untouched ones, and with rows in
 * every table of the app.
 */
export async function filledFolder(documentCount: number): Promise<{ dataDir: string; ids: string[] }> {
  const dataDir = path.join(temporaryFolder(), 'data')
  const ids = Array.from({ length: documentCount }, (_, at) => `doc-${at}`)
  const store = await JournaledDocumentUpdateStore.open(dataDir)
  const lists = openSqliteAppStore(dataDir)
  try {
    await inPortions(ids, (id, at) => writeDocument(store, id, at))
    for (const [at, id] of ids.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- they do not wait for anything
      await lists.documents.insert({ id, ownerId: `user-${at % 9}`, createdAt: at, generalRole: null })
      // oxlint-disable-next-line no-await-in-loop
      await lists.visits.record({ userId: `user-${at % 9}`, documentId: id, openedAt: at })
    }
    const { projections, cursor } = await store.readProjections(0, documentCount)
    await lists.documents.applyProjections(projections, String(cursor))
  } finally {
    await lists.close()
    await store.close()
  }
  fillOtherTables(path.join(dataDir, 'app.sqlite'))
  return { dataDir, ids }
}

/** Many at once: a store's thread takes what waits together. */
export async function inPortions<Item, Value>(
  items: readonly Item[],
  run: (item: Item, at: number) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = []
  for (let from = 0; from < items.length; from += portion) {
    const some = items.slice(from, from + portion).map((item, at) => run(item, from + at))
    // oxlint-disable-next-line no-await-in-loop -- not all of ten thousand
    values.push(...(await Promise.all(some)))
  }
  return values
}

async function writeDocument(store: JournaledDocumentUpdateStore, id: string, at: number): Promise<void> {
  const doc = new Y.Doc()
  doc.clientID = at + 1
  const entries: JournalEntry[] = []
  doc.on('update', (update: Uint8Array) => {
    const userId = entries.length % 4 === 3 ? '' : `user-${at % 9}`
    const receivedAt = 1_700_000_000_000 + at * 1_000 + entries.length * 37
    entries.push({ documentId: id, receivedAt, userId, sessionId: `tab-${at % 3}`, update })
  })
  const text = doc.getText('text')
  for (let word = 0; word <= at % 13; word++) text.insert(text.length, `ñandú ${at}.${word} 漢字 `)
  if (at % 2 === 0) text.delete(0, 3)
  const later = at % 4 === 1 ? entries.splice(-1) : []
  await store.append(entries)
  if (at % 3 === 0) await store.compact(id, entries.length, stateOf(entries))
  if (at % 12 === 0 && entries.length > 2) {
    const upTo = entries.slice(0, 2)
    const sequence = upTo.length
    const past = { documentId: id, receivedAt: 5, userId: '', sessionId: '', update: stateOf(upTo) }
    await store.forget({ ...past, sequence })
  }
  if (later.length > 0) await store.append(later)
  if (at % 5 === 4) return
  const title = at % 10 === 0 ? null : `Título “${at}”`
  const texts = { title, excerpt: `extracto ${at}`, searchText: `pingüino único${at}x ${text.toJSON()}` }
  const mentions = at % 7 === 0 ? [{ userId: 'user-1', count: 2, by: 'user-2' }] : []
  const sequence = entries.length + later.length
  await store.putProjection({ documentId: id, sequence, ...texts, changedAt: at, mentions })
}

function stateOf(entries: readonly JournalEntry[]): Uint8Array {
  return Y.mergeUpdates(entries.map(({ update }) => update))
}

/** Made up after what each column takes, so that a table that is new is filled too. */
function fillOtherTables(file: string): void {
  const db = new SQLite(file)
  db.pragma('foreign_keys = ON')
  const waiting = db
    .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all()
    .filter((name) => !filledElsewhere.test(name))
  const references = (table: string): Reference[] =>
    db.prepare<[string], Reference>('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)').all(table)
  db.transaction(() => {
    for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
      const parents = references(table)
      if (parents.some((parent) => waiting.includes(parent.table))) waiting.push(table)
      else fillTable(db, table, parents)
    }
  })()
  db.close()
}

function fillTable(db: SQLite.Database, table: string, parents: readonly Reference[]): void {
  const columns = db
    .prepare<[string], Column>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)')
    .all(table)
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const places = columns.map(() => '?').join(', ')
  const add = db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${places})`)
  // Backwards, so that the order of their keys is not the one in which they came.
  for (let row = rowsEach - 1; row >= 0; row--) {
    add.run(...columns.map((column) => valueOf(db, column, parents, `${table}-${column.name}`, row)))
  }
  // As one does that was deleted: its number is not given again.
  if (!columns.some(({ name, type, pk }) => pk > 0 && name === 'id' && /^integer$/i.test(type))) return
  db.prepare(`DELETE FROM "${table}" WHERE id = (SELECT max(id) FROM "${table}")`).run()
}

function valueOf(
  db: SQLite.Database,
  column: Column,
  parents: readonly Reference[],
  name: string,
  row: number,
): string | number | null {
  const parent = parents.find(({ from }) => from === column.name)
  if (parent) {
    const of = `SELECT "${parent.to ?? 'id'}" FROM "${parent.table}" ORDER BY 1
      LIMIT 1 OFFSET ? % (SELECT count(*) FROM "${parent.table}")`
    return db.prepare<[number], string>(of).pluck().get(row) ?? null
  }
  // Whoever is suspended has no sessions.
  if (column.name === 'suspended_at') return null
  if (column.notnull === 0 && column.pk === 0 && row % 3 === 0) return null
  if (/^bigint$/i.test(column.type)) return 4_000_000_000_000 + row
  if (/int|bool/i.test(column.type)) return row + 1
  return `${name} ${row} "ñ" 'q' \\ {,} \n 漢 ${'😀'.repeat(row % 3)}`
}
