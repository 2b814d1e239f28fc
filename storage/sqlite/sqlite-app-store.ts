import SQLite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { mkdirSync } from 'node:fs'
import path from 'node:path'

import { appMigrations } from '#storage/app-migrations'
import type { AppStore, DocumentStore, ImageStore, StoredDocument, VisitStore } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'
import { keepPrivate } from '#storage/sqlite/keep-private'
import { sqliteLinkStore } from '#storage/sqlite/sqlite-link-store'
import { sqlitePeopleStore } from '#storage/sqlite/sqlite-people-store'

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
  const db = new Kysely<AppTables>({ dialect: new SqliteDialect({ database }) })
  try {
    migrate(database, db)
  } catch (error) {
    database.close()
    throw error
  }
  return {
    documents: documentStore(db),
    visits: visitStore(db),
    links: sqliteLinkStore(db),
    people: sqlitePeopleStore(db),
    images: imageStore(db),
    async close() {
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
] as const

function documentStore(db: Kysely<AppTables>): DocumentStore {
  return {
    async insert({ id, ownerId, createdAt }) {
      const row = { id, owner_id: ownerId, title: null, excerpt: '', search_text: '', created_at: createdAt }
      await db
        .insertInto('documents')
        .values({ ...row, changed_at: createdAt, general_role: 'editor' })
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
    async projectionCursor() {
      const row = await db
        .selectFrom('cursors')
        .select('value')
        .where('name', '=', 'projections')
        .executeTakeFirst()
      return row?.value ?? null
    },
    async applyProjections(projections, cursor) {
      for (const { documentId, title, excerpt, searchText, changedAt } of projections) {
        await db
          .updateTable('documents')
          .set({ title, excerpt, search_text: searchText, changed_at: changedAt })
          .where('id', '=', documentId)
          .where('changed_at', '<=', changedAt)
          .execute()
      }
      await db
        .insertInto('cursors')
        .values({ name: 'projections', value: cursor })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: cursor }))
        .execute()
    },
  }
}

function visitStore(db: Kysely<AppTables>): VisitStore {
  return {
    async record({ userId, documentId, openedAt }) {
      await db
        .insertInto('visits')
        .values({ user_id: userId, document_id: documentId, opened_at: openedAt })
        .onConflict((conflict) =>
          conflict.columns(['user_id', 'document_id']).doUpdateSet({ opened_at: openedAt }),
        )
        .execute()
    },
    async recent(userId, limit) {
      return db
        .selectFrom('visits')
        .innerJoin('documents', 'documents.id', 'visits.document_id')
        .select([...documentColumns, 'visits.opened_at as openedAt'])
        .where('visits.user_id', '=', userId)
        .orderBy('visits.opened_at', 'desc')
        .limit(limit)
        .execute()
    },
  }
}

function imageStore(db: Kysely<AppTables>): ImageStore {
  return {
    async insert({ documentId, byteSize, createdAt, ...image }) {
      await db
        .insertInto('images')
        .values({ ...image, document_id: documentId, byte_size: byteSize, created_at: createdAt })
        .execute()
    },
    async get(documentId, id) {
      const row = await db
        .selectFrom('images')
        .select(['id', 'document_id as documentId', 'type', 'byte_size as byteSize', 'width', 'height'])
        .select('created_at as createdAt')
        .where('id', '=', id)
        .where('document_id', '=', documentId)
        .executeTakeFirst()
      return row ?? null
    },
  }
}
