import SQLite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { mkdirSync } from 'node:fs'
import path from 'node:path'

import { appMigrations } from '#storage/app-migrations'
import type { AppStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'
import { keepPrivate } from '#storage/sqlite/keep-private'
import { sqlAccountStore } from '#storage/sql/sql-account-store'
import { sqlLinkStore } from '#storage/sql/sql-link-store'
import { sqlAccessNoticeStore } from '#storage/sql/sql-access-notice-store'
import { sqlAccessRequestStore } from '#storage/sql/sql-access-request-store'
import { sqlAccessLogStore } from '#storage/sql/sql-access-log-store'
import { sqlAdministrationStore } from '#storage/sql/sql-administration-store'
import { sqlChatStore } from '#storage/sql/sql-chat-store'
import { sqlCommentStore } from '#storage/sql/sql-comment-store'
import { sqlFolderStore } from '#storage/sql/sql-folder-store'
import { sqlOwnDataStore } from '#storage/sql/sql-own-data-store'
import { sqlShareStore } from '#storage/sql/sql-share-store'
import { sqlDocumentStore } from '#storage/sql/sql-document-store'
import { sqlImageStore } from '#storage/sql/sql-image-store'
import { ensureAccessNotices } from '#storage/sqlite/access-notices'
import { sqliteSearch } from '#storage/sqlite/search-documents'
import { addSqliteFunctions } from '#storage/sqlite/sqlite-functions'
import { sqliteSqlDatabase } from '#storage/sqlite/sqlite-sql-database'
import { sqlNotificationStore } from '#storage/sql/sql-notification-store'
import { sqlPeopleStore } from '#storage/sql/sql-people-store'
import { SearchPurge } from '#storage/sqlite/search-purge'
import { ensureSearchIndex } from '#storage/sqlite/sqlite-search-index'
import { sqlVersionStore } from '#storage/sql/sql-version-store'
import { sqlVisitStore } from '#storage/sql/sql-visit-store'

/**
 * Opens `app.sqlite` in a folder, making both where they are missing, and brings its tables up to date.
 * A row is on disk when its promise resolves. Several connections may be open at once: every call is
 * one statement and none waits inside a transaction.
 */
export function openSqliteAppStore(dataDir: string): AppStore {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = path.join(dataDir, 'app.sqlite')
  keepPrivate(file)
  const database = new SQLite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  // What is deleted or replaced is overwritten in the file.
  database.pragma('secure_delete = ON')
  addSqliteFunctions(database)
  const db = new Kysely<AppTables>({ dialect: new SqliteDialect({ database }) })
  try {
    migrate(database, db)
  } catch (error) {
    database.close()
    throw error
  }
  const purge = new SearchPurge(database)
  const shared = sqliteSqlDatabase(database)
  const removeRow = database.prepare<[string]>('delete from documents where id = ?')
  const putText = shared.prepare<[string, string]>(
    `insert into document_texts (document_id, search_text) values (?, ?)
      on conflict (document_id) do update set search_text = excluded.search_text`,
  )
  return {
    documents: sqlDocumentStore(db, shared, {
      // After the title: this brings both into the search.
      *index(documentId, { searchText }) {
        yield* putText.run(documentId, searchText)
      },
      remove: async (id) => purge.after(() => removeRow.run(id)),
    }),
    visits: sqlVisitStore(db, sqliteSearch(db)),
    links: sqlLinkStore(db),
    shares: sqlShareStore(db, shared),
    accessRequests: sqlAccessRequestStore(shared),
    accessLog: sqlAccessLogStore(shared),
    accessNotices: sqlAccessNoticeStore(shared),
    people: sqlPeopleStore(db, shared),
    notifications: sqlNotificationStore(shared),
    chat: sqlChatStore(shared),
    versions: sqlVersionStore(shared),
    comments: sqlCommentStore(shared),
    folders: sqlFolderStore(shared),
    images: sqlImageStore(db),
    accounts: sqlAccountStore(db, shared),
    ownData: sqlOwnDataStore(shared),
    administration: sqlAdministrationStore(shared),
    accountTables: { db, type: 'sqlite' },
    async close() {
      await purge.close()
      await db.destroy()
      // Kysely only closes what it has used.
      if (database.open) database.close()
    },
  }
}

/** In one immediate transaction, so that two processes that start together do not both migrate. */
function migrate(database: SQLite.Database, db: Kysely<AppTables>): void {
  const run = database.transaction(() => {
    const taken = Number(database.pragma('user_version', { simple: true }))
    if (taken > appMigrations.length) {
      throw new Error('app.sqlite was written by a later version of Pliego; start that one, or a newer one')
    }
    for (const migration of appMigrations.slice(taken)) {
      for (const statement of migration(db as Kysely<unknown>)) database.exec(statement.compile().sql)
    }
    ensureSearchIndex(database)
    ensureAccessNotices(database)
    database.pragma(`user_version = ${appMigrations.length}`)
  })
  run.immediate()
}
