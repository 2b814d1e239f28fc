import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'

import type { AppStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'
import { appSteps } from '#storage/postgres/app-steps'
import { openMigrated } from '#storage/postgres/migrate-schema'
import type { PostgresDatabase, PostgresLocation } from '#storage/postgres/postgres-database'
import { toStorageError } from '#storage/postgres/postgres-error'
import { postgresSqlDatabase } from '#storage/postgres/postgres-sql-database'
import { postgresIndex, postgresSearch } from '#storage/postgres/search-documents'
import { sqlAccessLogStore } from '#storage/sql/sql-access-log-store'
import { sqlAccessNoticeStore } from '#storage/sql/sql-access-notice-store'
import { sqlAccessRequestStore } from '#storage/sql/sql-access-request-store'
import { sqlAccountStore } from '#storage/sql/sql-account-store'
import { sqlAdministrationStore } from '#storage/sql/sql-administration-store'
import { sqlChatStore } from '#storage/sql/sql-chat-store'
import { sqlCommentStore } from '#storage/sql/sql-comment-store'
import { sqlDocumentStore } from '#storage/sql/sql-document-store'
import { sqlFolderStore } from '#storage/sql/sql-folder-store'
import { sqlImageStore } from '#storage/sql/sql-image-store'
import { sqlLinkStore } from '#storage/sql/sql-link-store'
import { sqlNotificationStore } from '#storage/sql/sql-notification-store'
import { sqlOwnDataStore } from '#storage/sql/sql-own-data-store'
import { sqlPeopleStore } from '#storage/sql/sql-people-store'
import { sqlShareStore } from '#storage/sql/sql-share-store'
import { sqlVersionStore } from '#storage/sql/sql-version-store'
import { sqlVisitStore } from '#storage/sql/sql-visit-store'

/**
 * The app's store in a schema of a PostgreSQL database. It is opened, and its tables are made or brought up to date, with
 * the first call; where that fails the call rejects with a {@link StorageError}, and the next tries again.
 */
export function openPostgresAppStore(location: PostgresLocation): AppStore {
  let opened: Promise<PostgresDatabase> | undefined
  const open = (): Promise<PostgresDatabase> =>
    (opened ??= openMigrated(location, appSteps).catch((error: unknown) => {
      opened = undefined
      throw error
    }))
  const database = postgresSqlDatabase(open)
  const db = new Kysely<AppTables>({ dialect: new PostgresDialect({ pool: () => poolOf(open) }) })
  const remove = database.prepare<[string]>('delete from documents where id = ?')
  return {
    documents: sqlDocumentStore(db, database, {
      index: postgresIndex(database),
      remove: async (id) => void (await database.take(remove.run(id))),
    }),
    visits: sqlVisitStore(db, postgresSearch(db)),
    links: sqlLinkStore(db),
    shares: sqlShareStore(db, database),
    accessRequests: sqlAccessRequestStore(database),
    accessLog: sqlAccessLogStore(database),
    accessNotices: sqlAccessNoticeStore(database),
    people: sqlPeopleStore(db, database),
    notifications: sqlNotificationStore(database),
    chat: sqlChatStore(database),
    versions: sqlVersionStore(database),
    comments: sqlCommentStore(database),
    folders: sqlFolderStore(database),
    images: sqlImageStore(db),
    accounts: sqlAccountStore(db, database),
    ownData: sqlOwnDataStore(database),
    administration: sqlAdministrationStore(database),
    // The kind of values that its tables have, not the database.
    accountTables: { db, type: 'sqlite' },
    async close() {
      await db.destroy()
      await (await opened)?.close()
    },
  }
}

/** Whoever opened it ends it. */
const end = (): Promise<void> => Promise.resolve()

async function poolOf(open: () => Promise<PostgresDatabase>): Promise<PostgresPool> {
  const { pool } = await open()
  const connect = (): ReturnType<PostgresPool['connect']> =>
    pool.connect().catch((error: unknown) => {
      throw toStorageError(error)
    })
  return { connect, end, options: pool.options }
}
