import type Database from 'better-sqlite3'
import { existsSync, mkdirSync } from 'node:fs'
import { rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'

import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { collabMigrations } from '#storage/sqlite/collab-migrations'
import { openAlone, openDatabase } from '#storage/sqlite/open-database'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'
import { sqliteCopiedTables } from '#storage/sqlite/sqlite-copied-tables'
import { sqliteWholeDocuments } from '#storage/sqlite/sqlite-whole-documents'
import { StorageError } from '#storage/storage-error'
import { syncFolder, writeDurably } from '../backup/durable-files.ts'
import { Failure, exitCodes } from '../prepare/failure.mjs'
import type { StoreDraft, StoreEnd } from './store-end.ts'
import type { CopyWords } from './words.ts'

/** In the data folder: the databases until they are whole. */
const draftFolder = 'copy-under-way'
/** In it, once they are: only their places are missing. */
const wholeMark = 'whole'
const documentsFile = 'collab.sqlite'
const listsFile = 'app.sqlite'

/** The databases of a data folder, to be copied. @throws {Failure} */
export async function openFolder(dataDir: string, words: CopyWords): Promise<StoreEnd> {
  if (!existsSync(path.join(dataDir, documentsFile)))
    throw new Failure(words.nothingIn(dataDir), exitCodes.settings)
  return unlessInUse(words.folderInUse(dataDir), async () => {
    // What a server left in the journal goes into the tables, as at a start.
    await (await JournaledDocumentUpdateStore.open(dataDir)).close()
    return openFiles(dataDir)
  })
}

/** New databases for a data folder, or those of a copy that was interrupted. @throws {Failure} */
export async function draftInFolder(dataDir: string, words: CopyWords): Promise<StoreDraft | 'published'> {
  const folder = path.join(dataDir, draftFolder)
  if (existsSync(path.join(folder, wholeMark))) {
    await putInPlace(dataDir)
    return 'published'
  }
  refuseTaken(dataDir, words)
  const isContinued = existsSync(path.join(folder, documentsFile))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = await unlessInUse(words.folderInUse(folder), () => openFiles(folder))
  return {
    ...files,
    isContinued,
    async publish() {
      await files.close()
      refuseTaken(dataDir, words)
      await syncFolder(folder)
      await writeDurably(path.join(folder, wholeMark), '')
      await syncFolder(folder)
      await putInPlace(dataDir)
    },
  }
}

async function openFiles(folder: string): Promise<StoreEnd> {
  const opened: Database.Database[] = []
  const close = async (): Promise<void> => {
    // With all that is in the log beside it, which is not taken along.
    for (const db of opened.splice(0)) {
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    }
  }
  try {
    const documents = openDatabase(path.join(folder, documentsFile), collabMigrations)
    opened.push(documents)
    // Makes the tables, or brings them up to date.
    await openSqliteAppStore(folder).close()
    const lists = openAlone(path.join(folder, listsFile))
    opened.push(lists)
    return { documents: sqliteWholeDocuments(documents), tables: sqliteCopiedTables(lists), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Both have been whole for a while: a stop in between is gone on from. */
async function putInPlace(dataDir: string): Promise<void> {
  const folder = path.join(dataDir, draftFolder)
  for (const name of [documentsFile, listsFile]) {
    const file = path.join(folder, name)
    // oxlint-disable-next-line no-await-in-loop -- documents before what lists them
    if (existsSync(file)) await rename(file, path.join(dataDir, name))
  }
  await syncFolder(dataDir)
  await rm(path.join(folder, wholeMark))
  await rmdir(folder)
  await syncFolder(dataDir)
}

function refuseTaken(dataDir: string, words: CopyWords): void {
  const there = [documentsFile, listsFile, 'journal'].filter((name) => existsSync(path.join(dataDir, name)))
  if (there.length === 0) return
  const names = there.map((name) => path.join(dataDir, name)).join(', ')
  throw new Failure(words.folderTaken(names), exitCodes.settings)
}

async function unlessInUse<Value>(sentence: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof StorageError && error.code === 'inUse')
      throw new Failure(sentence, exitCodes.tryAgain)
    throw error
  }
}
