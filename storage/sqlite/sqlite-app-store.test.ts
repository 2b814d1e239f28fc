import SQLite from 'better-sqlite3'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { accessLogStoreContract } from '#storage/access-log-store.contract'
import { accessNoticeStoreContract } from '#storage/access-notice-store.contract'
import { accountStoreContract } from '#storage/account-store.contract'
import { administrationStoreContract } from '#storage/administration-store.contract'
import { appStoreContract } from '#storage/app-store.contract'
import { chatStoreContract } from '#storage/chat-store.contract'
import { versionStoreContract } from '#storage/version-store.contract'
import { commentStoreContract } from '#storage/comment-store.contract'
import { folderStoreContract } from '#storage/folder-store.contract'
import { notificationStoreContract } from '#storage/notification-store.contract'
import { shareStoreContract } from '#storage/share-store.contract'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-app-store-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const projection = (documentId: string, searchText: string, changedAt: number) => ({
  documentId,
  title: `Title ${searchText}`,
  excerpt: searchText,
  searchText,
  changedAt,
})
/** The files that hold a word; the index keeps words without their first letters. */
const holding = (word: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .filter((name) => readFileSync(path.join(folder, name)).includes(word.slice(2)))

describe('the app store on SQLite', () => {
  appStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  accessLogStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  accountStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  administrationStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  folderStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  accessNoticeStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  shareStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  versionStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  chatStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  commentStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))
  notificationStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))

  it('may be open several times at once', async () => {
    const [one, two] = [openSqliteAppStore(folder), openSqliteAppStore(folder)]
    await one.documents.insert({ id: 'd1', ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
    expect(await two.documents.get('d1')).toMatchObject({ id: 'd1' })
    await Promise.all([one.close(), two.close()])
  })

  it('keeps no word of what was replaced or deleted for good, in any file and while it is open', async () => {
    const store = openSqliteAppStore(folder)
    const ids = Array.from({ length: 40 }, (_one, index) => `d${index}`)
    for (const id of ids)
      await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
    await store.visits.record({ userId: 'ana', documentId: 'd8', openedAt: 1 })
    await store.documents.applyProjections([projection('d7', 'zyzzyvaquux '.repeat(400), 2)], '1')
    for (const id of ids) {
      const text = id === 'd7' ? 'hullabaloonix ' : 'ordinary '
      await store.documents.applyProjections([projection(id, text.repeat(400), 3)], '2')
    }
    expect(holding('hullabaloonix')).not.toEqual([])
    await Promise.all(['d7', 'd9'].map((id) => store.documents.remove(id)))
    await vi.waitFor(() => expect(holding('hullabaloonix')).toEqual([]), 10_000)
    expect(holding('zyzzyvaquux')).toEqual([])
    expect(holding('ordinary')).not.toEqual([])
    const found = await store.visits.search({ userId: 'ana', terms: ['ordinary'], limit: 9, now: 4 })
    expect(found.map(({ id }) => id)).toEqual(['d8'])
    await store.close()
  })

  it('goes on after a stop with what was not yet gone from the index', async () => {
    const store = openSqliteAppStore(folder)
    await store.documents.insert({ id: 'd1', ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
    await store.documents.applyProjections([projection('d1', 'hullabaloonix', 2)], '1')
    await store.documents.remove('d1')
    await store.close()
    expect(holding('hullabaloonix')).not.toEqual([])
    const again = openSqliteAppStore(folder)
    await vi.waitFor(() => expect(holding('hullabaloonix')).toEqual([]), 10_000)
    await again.close()
  })

  it('refuses a file of a later version and leaves it as it is', async () => {
    await openSqliteAppStore(folder).close()
    const file = new SQLite(path.join(folder, 'app.sqlite'))
    file.pragma('user_version = 99')
    expect(() => openSqliteAppStore(folder)).toThrow(/later version/)
    expect(file.pragma('user_version', { simple: true })).toBe(99)
    file.close()
  })
})
