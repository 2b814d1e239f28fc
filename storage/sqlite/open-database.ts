import Database from 'better-sqlite3'

import { keepPrivate } from '#storage/sqlite/keep-private'
import { StorageError, type StorageErrorCode } from '#storage/storage-error'

/** SQL, or what SQL cannot do; in one transaction with its number. */
export type Migration = string | ((db: Database.Database) => void)

/** A restart right after a crash may meet the last moments of the dead process. */
const lockTimeoutMs = 500

/**
 * Opens an SQLite file for this process alone and brings it to the newest migration.
 * @throws {StorageError} `inUse`, `tooNew`, `damaged` or `unavailable`.
 */
export function openDatabase(file: string, migrations: readonly Migration[]): Database.Database {
  return openAlone(file, (db) => migrate(db, file, migrations))
}

/**
 * Opens an SQLite file for this process alone. The lock is the operating system's: it goes with the process, however
 * that ends. Nobody but its owner can read the file.
 *
 * WAL with `synchronous = FULL` is what keeps a commit through a power cut; `NORMAL` would not.
 * @throws {StorageError} `inUse`, `damaged` or `unavailable`, and what `begin` throws.
 */
export function openAlone(
  file: string,
  begin: (db: Database.Database) => void = () => undefined,
): Database.Database {
  let db: Database.Database | undefined
  try {
    keepPrivate(file)
    db = new Database(file, { timeout: lockTimeoutMs })
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    // What goes is overwritten in the file, wherever it goes from: a run that is folded, a chunk that is cut.
    db.pragma('secure_delete = ON')
    const opened = db
    // Nothing is locked before the first transaction, a write one for the exclusive lock.
    opened.transaction(() => begin(opened)).immediate()
    return opened
  } catch (error) {
    db?.close()
    throw toStorageError(error, file)
  }
}

function migrate(db: Database.Database, file: string, migrations: readonly Migration[]): void {
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > migrations.length) {
    throw new StorageError(
      'tooNew',
      `${file} was written by a later version of Pliego (${version} > ${migrations.length})`,
    )
  }
  for (const migration of migrations.slice(version)) {
    if (typeof migration === 'string') db.exec(migration)
    else migration(db)
  }
  // Written only where it changes: a store must open on a full disk too, to be read.
  if (version < migrations.length) db.pragma(`user_version = ${migrations.length}`)
}

/** What SQLite says in the terms of the port. */
export function toStorageError(error: unknown, file: string): StorageError {
  if (error instanceof StorageError) return error
  const sqliteCode = error instanceof Database.SqliteError ? error.code : ''
  const code = storageCodeOf(sqliteCode)
  const reason = error instanceof Error ? error.message : String(error)
  const message = code === 'inUse' ? `${file} is in use by another process` : `${file}: ${reason}`
  return new StorageError(code, message, error)
}

function storageCodeOf(sqliteCode: string): StorageErrorCode {
  if (/^SQLITE_(BUSY|LOCKED)/.test(sqliteCode)) return 'inUse'
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode)) return 'damaged'
  return 'unavailable'
}
