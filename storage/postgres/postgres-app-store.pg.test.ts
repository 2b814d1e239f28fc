import SQLite from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest'

import { accessLogStoreContract } from '#storage/access-log-store.contract'
import { accessNoticeStoreContract } from '#storage/access-notice-store.contract'
import { accountStoreContract } from '#storage/account-store.contract'
import { administrationStoreContract } from '#storage/administration-store.contract'
import type { AppStore } from '#storage/app-store'
import { appStoreContract } from '#storage/app-store.contract'
import { chatStoreContract } from '#storage/chat-store.contract'
import { commentStoreContract } from '#storage/comment-store.contract'
import { folderStoreContract } from '#storage/folder-store.contract'
import { notificationStoreContract } from '#storage/notification-store.contract'
import { openPostgresAppStore } from '#storage/postgres/postgres-app-store'
import {
  changeRows,
  dropSchema,
  emptySchema,
  hasPostgres,
  newSchema,
  readRows,
} from '#storage/postgres/testing/test-schema'
import { shareStoreContract } from '#storage/share-store.contract'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'
import { versionStoreContract } from '#storage/version-store.contract'

describe.skipIf(!hasPostgres)('the app store on PostgreSQL', () => {
  const location = newSchema()
  const open = (): AppStore => openPostgresAppStore(location)
  // Thirty tables are slow to make, and quick to empty.
  afterEach(() => emptySchema(location))
  afterAll(() => dropSchema(location))

  appStoreContract(open)
  accessLogStoreContract(open)
  accountStoreContract(open)
  administrationStoreContract(open)
  folderStoreContract(open)
  accessNoticeStoreContract(open)
  shareStoreContract(open)
  versionStoreContract(open)
  chatStoreContract(open)
  commentStoreContract(open)
  notificationStoreContract(open)

  it('gives changes of many at once numbers of their own', async () => {
    const first = open()
    const stores = [first, open(), open()]
    await first.documents.insert({ id: 'd1', ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
    const message = { documentId: 'd1', authorId: 'ana', text: 'hola', mentions: [], createdAt: 1 }
    const posts = stores.flatMap((store, place) =>
      Array.from({ length: 10 }, (_, at) => store.chat.post({ ...message, key: `k${place}-${at}` })),
    )
    await Promise.all(posts)
    const changes = await first.chat.changesAfter('d1', 0, 100)
    expect(changes.map(({ change }) => change)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1))
    await Promise.all(stores.map((store) => store.close()))
  })

  it('has the tables and columns that SQLite has', async () => {
    const store = open()
    await store.documents.get('d1')
    const columns = await readRows<{ name: string }>(
      location,
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
        WHERE table_schema = current_schema()`,
    )
    const own = /^(document_words|schema_steps)\.|^accounts\.rowid$/
    const here = columns.map(({ name }) => name).filter((name) => !own.test(name))
    expect(here.toSorted()).toEqual(columnsOfSqlite().toSorted())
    await store.close()
  })

  it('tries again to open with the next call', async () => {
    const location = newSchema()
    onTestFinished(() => dropSchema(location))
    await changeRows(location, `CREATE SCHEMA ${location.schema}`)
    await changeRows(location, 'CREATE TABLE documents (id text)')
    const store = openPostgresAppStore(location)
    await expect(store.documents.get('d1')).rejects.toMatchObject({ code: 'unavailable' })
    await changeRows(location, 'DROP TABLE documents')
    expect(await store.documents.get('d1')).toBeNull()
    await store.close()
  })
})

/** As `table.column`, but for what its search makes for itself. */
function columnsOfSqlite(): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'pliego-app-columns-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = openSqliteAppStore(folder)
  onTestFinished(() => store.close())
  const database = new SQLite(path.join(folder, 'app.sqlite'), { readonly: true })
  const rows = database
    .prepare<[], { name: string }>(
      `select tables.name || '.' || columns.name as name
        from sqlite_master as tables join pragma_table_info(tables.name) as columns
        where tables.type = 'table' and tables.name not like 'search%' and tables.name not like 'sqlite%'`,
    )
    .all()
  database.close()
  return rows.map(({ name }) => name)
}
