import SQLite from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { appStoreContract } from '#storage/app-store.contract'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-app-store-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the app store on SQLite', () => {
  appStoreContract(() => openSqliteAppStore(path.join(folder, 'data')))

  it('may be open several times at once', async () => {
    const [one, two] = [openSqliteAppStore(folder), openSqliteAppStore(folder)]
    await one.documents.insert({ id: 'd1', ownerId: 'ana', createdAt: 1 })
    expect(await two.documents.get('d1')).toMatchObject({ id: 'd1' })
    await Promise.all([one.close(), two.close()])
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
