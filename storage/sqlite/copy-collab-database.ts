import Database from 'better-sqlite3'

import { journalCatalogue } from '#storage/sqlite/journal-catalogue'
import { keepPrivate } from '#storage/sqlite/keep-private'

/** 1 MB: what waits for the thread meanwhile waits for a moment. */
const pagesAtOnce = 256

/**
 * Copies the database while its owner goes on: what is written through `db` meanwhile gets into the copy too, which
 * is a state that `db` was in once it resolves. Another connection could not, since the owner keeps everybody out.
 * The copy needs no journal: what is in there and not in the tables is left out.
 */
export async function copyCollabDatabase(db: Database.Database, file: string): Promise<void> {
  keepPrivate(file)
  await db.backup(file, { progress: () => pagesAtOnce })
  const copy = new Database(file)
  try {
    copy.pragma('synchronous = FULL')
    const catalogue = journalCatalogue(copy)
    const last = catalogue.list().at(-1)
    if (last) catalogue.drop(last.segment)
  } finally {
    copy.close()
  }
}
