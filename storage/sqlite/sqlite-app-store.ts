import SQLite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { mkdirSync } from 'node:fs'
import path from 'node:path'

import { appMigrations } from '#storage/app-migrations'
import type {
  AppStore,
  DocumentProjection,
  DocumentStore,
  ImageStore,
  StoredDocument,
} from '#storage/app-store'
import { foldText } from '#storage/fold-text'
import type { AppTables } from '#storage/app-tables'
import { keepPrivate } from '#storage/sqlite/keep-private'
import { sqliteAccountStore } from '#storage/sqlite/sqlite-account-store'
import { sqliteLinkStore } from '#storage/sqlite/sqlite-link-store'
import { ensureAccessNotices, sqliteAccessNoticeStore } from '#storage/sqlite/sqlite-access-notice-store'
import { sqliteAccessRequestStore } from '#storage/sqlite/sqlite-access-request-store'
import { sqliteAccessLogStore } from '#storage/sqlite/sqlite-access-log-store'
import { sqliteAdministrationStore } from '#storage/sqlite/sqlite-administration-store'
import { sqliteChatStore } from '#storage/sqlite/sqlite-chat-store'
import { sqliteCommentStore } from '#storage/sqlite/sqlite-comment-store'
import { sqliteFolderStore } from '#storage/sqlite/sqlite-folder-store'
import { sqliteOwnDataStore } from '#storage/sqlite/sqlite-own-data-store'
import { sqliteShareStore } from '#storage/sqlite/sqlite-share-store'
import { sqliteMentions } from '#storage/sqlite/sqlite-mentions'
import { sqliteNotificationStore } from '#storage/sqlite/sqlite-notification-store'
import { sqlitePeopleStore } from '#storage/sqlite/sqlite-people-store'
import { SearchPurge } from '#storage/sqlite/search-purge'
import { ensureSearchIndex } from '#storage/sqlite/sqlite-search-index'
import { sqliteVersionStore } from '#storage/sqlite/sqlite-version-store'
import { sqliteVisitStore } from '#storage/sqlite/sqlite-visit-store'

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
  const db = new Kysely<AppTables>({ dialect: new SqliteDialect({ database }) })
  try {
    migrate(database, db)
  } catch (error) {
    database.close()
    throw error
  }
  const purge = new SearchPurge(database)
  return {
    documents: documentStore(db, purge, database),
    visits: sqliteVisitStore(db),
    links: sqliteLinkStore(db),
    shares: sqliteShareStore(db, database),
    accessRequests: sqliteAccessRequestStore(database),
    accessLog: sqliteAccessLogStore(database),
    accessNotices: sqliteAccessNoticeStore(database),
    people: sqlitePeopleStore(db),
    notifications: sqliteNotificationStore(database),
    chat: sqliteChatStore(database),
    versions: sqliteVersionStore(database),
    comments: sqliteCommentStore(database),
    folders: sqliteFolderStore(database),
    images: imageStore(db),
    accounts: sqliteAccountStore(db, database),
    ownData: sqliteOwnDataStore(database),
    administration: sqliteAdministrationStore(database),
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

const documentColumns = [
  'documents.id',
  'documents.owner_id as ownerId',
  'documents.title',
  'documents.excerpt',
  'documents.created_at as createdAt',
  'documents.changed_at as changedAt',
  'documents.general_role as generalRole',
  'documents.trashed_at as trashedAt',
] as const

function documentStore(db: Kysely<AppTables>, purge: SearchPurge, database: SQLite.Database): DocumentStore {
  const remove = database.prepare<[string]>('delete from documents where id = ?')
  const { keepCursor, takeOver } = projectionStatements(database)
  return {
    async insert({ id, ownerId, createdAt, generalRole, isTemplate = false }) {
      const text = { title: null, folded_title: '', excerpt: '' }
      const row = { id, owner_id: ownerId, ...text, created_at: createdAt }
      await db
        .insertInto('documents')
        .values({ ...row, changed_at: createdAt, general_role: generalRole, is_template: isTemplate ? 1 : 0 })
        .execute()
    },
    async get(id) {
      const row: StoredDocument | undefined = await db
        .selectFrom('documents')
        .select(documentColumns)
        .where('id', '=', id)
        .executeTakeFirst()
      return row ?? null
    },
    async setGeneralRole(id, role) {
      await db.updateTable('documents').set({ general_role: role }).where('id', '=', id).execute()
    },
    async setTrashed(id, trashedAt) {
      await db.updateTable('documents').set({ trashed_at: trashedAt }).where('id', '=', id).execute()
    },
    async remove(id) {
      purge.after(() => remove.run(id))
    },
    async trashedBefore(time, limit) {
      const rows = await db
        .selectFrom('documents')
        .select('id')
        .where('trashed_at', '<', time)
        .orderBy('trashed_at')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
    async projectionCursor() {
      const row = await db
        .selectFrom('cursors')
        .select('value')
        .where('name', '=', 'projections')
        .executeTakeFirst()
      return row?.value ?? null
    },
    async applyProjections(projections, cursor) {
      const last = projections.at(-1)
      if (!last) keepCursor.run(cursor)
      for (const projection of projections)
        takeOver.immediate(projection, projection === last ? cursor : null)
    },
  }
}

function projectionStatements(database: SQLite.Database) {
  const putMentions = sqliteMentions(database)
  const update = database.prepare<[string | null, string, number, string, string, number]>(
    `update documents set title = ?, excerpt = ?, changed_at = ?, folded_title = ?
      where id = ? and changed_at <= ?`,
  )
  const putText = database.prepare<[string, string]>(
    `insert into document_texts (document_id, search_text) values (?, ?)
      on conflict (document_id) do update set search_text = excluded.search_text`,
  )
  const keepCursor = database.prepare<[string]>(
    `insert into cursors (name, value) values ('projections', ?)
      on conflict (name) do update set value = excluded.value`,
  )
  // One commit for each, the cursor in that of the last: somebody waits for the disk. Stopped in between, the cursor
  // brings the others again.
  const takeOver = database.transaction((projection: DocumentProjection, cursor: string | null): void => {
    const { documentId, title, excerpt, searchText, changedAt, mentions = [] } = projection
    const foldedTitle = foldText(title ?? '')
    if (update.run(title, excerpt, changedAt, foldedTitle, documentId, changedAt).changes > 0) {
      putMentions(documentId, mentions, changedAt)
      // After the title: this brings both into the search.
      putText.run(documentId, searchText)
    }
    if (cursor !== null) keepCursor.run(cursor)
  })
  return { keepCursor, takeOver }
}

const imageColumns = [
  'id',
  'document_id as documentId',
  'type',
  'byte_size as byteSize',
  'width',
  'height',
  'created_at as createdAt',
] as const

function imageStore(db: Kysely<AppTables>): ImageStore {
  return {
    async insert({ documentId, byteSize, createdAt, ...image }) {
      await db
        .insertInto('images')
        .values({ ...image, document_id: documentId, byte_size: byteSize, created_at: createdAt })
        .execute()
    },
    async ofDocument(documentId) {
      return db.selectFrom('images').select(imageColumns).where('document_id', '=', documentId).execute()
    },
    async get(documentId, id) {
      const row = await db
        .selectFrom('images')
        .select(imageColumns)
        .where('id', '=', id)
        .where('document_id', '=', documentId)
        .executeTakeFirst()
      return row ?? null
    },
  }
}
