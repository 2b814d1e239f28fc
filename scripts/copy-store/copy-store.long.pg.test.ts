import SQLite from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'

import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { holdAlone } from '#storage/postgres/hold-alone'
import { openPostgresAppStore } from '#storage/postgres/postgres-app-store'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { appSchema, collabSchema } from '#storage/postgres/schemas'
import { changeRows, hasPostgres, newDatabase, readRows } from '#storage/postgres/testing/test-schema'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'
import { copyStore, type Direction } from './copy-store.ts'
import { contentsOfFolder } from './testing/contents-of-folder.ts'
import { filledFolder } from './testing/filled-folder.ts'
import { wordsOf } from './words.ts'

const documentCount = Number(process.env.COPY_DOCUMENTS ?? 200)
const timeout = 120_000 + documentCount * 400

describe.skipIf(!hasPostgres)('npm run copy-store', { timeout }, () => {
  it('takes everything to PostgreSQL and back, killed on both ways, and it is the same', async () => {
    const { dataDir, ids } = await filledFolder(documentCount)
    const before = await contentsOfFolder(dataDir, ids)
    for (const [table, rows] of Object.entries(before.rows))
      expect([table, rows.length]).not.toEqual([table, 0])
    const url = await ownDatabase()
    const restored = path.join(temporaryFolder(), 'data')

    const killedAt = Math.round(documentCount / 40) * 20
    await killCopy('to-postgres', { dataDir, url }, `documents ${killedAt} `)
    expect(await schemasOf(url)).toEqual([`${appSchema}_copy`, `${collabSchema}_copy`])
    const there = await copy('to-postgres', { dataDir, url })
    expect(there.lines.join('\n')).toMatch(/^Going on with a copy that was interrupted: [\d,]+ documents/m)
    expect(await schemasOf(url)).toEqual([appSchema, collabSchema])
    await expectServed(url)

    await killCopy('to-folder', { dataDir: restored, url }, 'checkingDocuments ')
    expect(readdirSync(restored)).toEqual(['copy-under-way'])
    const back = await copy('to-folder', { dataDir: restored, url })
    expect(back.lines.join('\n')).toContain(
      `Going on with a copy that was interrupted: ${documentCount.toLocaleString('en')}`,
    )
    expect(readdirSync(restored).toSorted()).toEqual(['app.sqlite', 'collab.sqlite'])
    expect(back.digest).toBe(there.digest)
    // What is left where it was made is the same too.
    expect(await contentsOfFolder(dataDir, ids)).toEqual(before)
    expect(await contentsOfFolder(restored, ids)).toEqual(before)
    const words = openSqliteAppStore(restored)
    expect(await foundIn(words)).toEqual(['doc-1'])
    await words.close()
    if (documentCount >= 1_000) console.log([...there.lines, ...back.lines].join('\n'))
  })

  it('goes on with what is there now, where its source was used between two runs', async () => {
    const { dataDir, ids } = await filledFolder(40)
    const url = await ownDatabase()
    await killCopy('to-postgres', { dataDir, url }, 'tables 20 ')
    const store = await JournaledDocumentUpdateStore.open(dataDir)
    const [first = '', second = ''] = ids
    await store.remove(first)
    const entry = {
      documentId: second,
      receivedAt: 7,
      userId: '',
      sessionId: '',
      update: Uint8Array.of(0, 0),
    }
    await store.append([entry, { ...entry, documentId: 'new' }])
    await store.close()
    const lists = openSqliteAppStore(dataDir)
    await lists.documents.remove(first)
    await lists.documents.setTrashed(second, 9)
    await lists.documents.insert({ id: 'new', ownerId: 'ana', createdAt: 1, generalRole: 'viewer' })
    await lists.close()

    await copy('to-postgres', { dataDir, url })
    const restored = path.join(temporaryFolder(), 'data')
    await copy('to-folder', { dataDir: restored, url })
    const all = [...ids, 'new']
    expect(await contentsOfFolder(restored, all)).toEqual(await contentsOfFolder(dataDir, all))
  })

  it('is refused where a server is at work, or something is there', async () => {
    const { dataDir } = await filledFolder(15)
    const url = await ownDatabase()
    const words = wordsOf({})
    const server = await JournaledDocumentUpdateStore.open(dataDir)
    await expect(copy('to-postgres', { dataDir, url })).rejects.toThrow(words.folderInUse(dataDir))
    await server.close()
    const letGo = await holdAlone({ url, schema: collabSchema }, () => undefined)
    await expect(copy('to-postgres', { dataDir, url })).rejects.toThrow(words.databaseInUse)
    await letGo()
    await expect(copy('to-folder', { dataDir, url })).rejects.toThrow(words.nothingIn('DATABASE_URL'))
    expect(await schemasOf(url)).toEqual([])

    // A server that was only started has left nothing that counts.
    await (await PostgresDocumentUpdateStore.open({ url, schema: collabSchema })).close()
    const lists = openPostgresAppStore({ url, schema: appSchema })
    await lists.documents.get('nothing')
    await lists.close()
    await copy('to-postgres', { dataDir, url })
    await expect(copy('to-postgres', { dataDir, url })).rejects.toThrow(words.databaseTaken)
    await expect(copy('to-folder', { dataDir, url })).rejects.toThrow('There is a database already: move ')
    await expect(copyStore({ dataDir, databaseUrl: undefined }, 'to-folder', quietly())).rejects.toThrow(
      words.noDatabase,
    )
  })

  it('puts nothing in place that is damaged or did not arrive', async () => {
    const { dataDir } = await filledFolder(15)
    const url = await ownDatabase()
    const there = new SQLite(path.join(dataDir, 'collab.sqlite'))
    there.prepare(`UPDATE history SET bytes = zeroblob(20) WHERE document_key = 4`).run()
    there.close()
    await expect(copy('to-postgres', { dataDir, url })).rejects.toThrow(
      /"doc-3".*Delete this document for good/,
    )
    expect(await schemasOf(url)).toEqual([`${appSchema}_copy`, `${collabSchema}_copy`])

    const sound = await filledFolder(15)
    await copy('to-postgres', { dataDir: sound.dataDir, url })
    await changeRows(
      { url, schema: collabSchema },
      'UPDATE runs SET bytes = set_byte(bytes, 3, get_byte(bytes, 3) # 1)',
    )
    const restored = path.join(temporaryFolder(), 'data')
    await expect(copy('to-folder', { dataDir: restored, url })).rejects.toThrow(/entry \d+ is changed/)
    expect(existsSync(path.join(restored, 'collab.sqlite'))).toBe(false)
  })

  it('speaks the language of the terminal', () => {
    expect(wordsOf({ LANG: 'es_ES.UTF-8' }).nothingIn('x')).toBe('No hay nada que copiar en x.')
    expect(wordsOf({ LANG: 'es_ES.UTF-8', LC_ALL: 'C' }).nothingIn('x')).toBe(
      'There is nothing to copy in x.',
    )
  })
})

type Places = { readonly dataDir: string; readonly url: string }

async function copy(
  direction: Direction,
  { dataDir, url }: Places,
): Promise<{ lines: readonly string[]; digest: string | undefined }> {
  const lines: string[] = []
  const startedAt = performance.now()
  await copyStore(
    { dataDir, databaseUrl: url },
    direction,
    quietly((line) => lines.push(line)),
  )
  lines.push(`${direction}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
  return { lines, digest: /SHA-256 of all of it: (\w+)/.exec(lines.join('\n'))?.[1] }
}

function quietly(say: (line: string) => void = () => undefined) {
  return { words: wordsOf({}), say, onProgress: () => undefined }
}

/** Begins a copy in a process of its own, and kills it once it says this. */
async function killCopy(direction: Direction, { dataDir, url }: Places, moment: string): Promise<void> {
  const script = path.join(import.meta.dirname, 'testing', 'copy-noisily.ts')
  const child = spawn(process.execPath, [script, direction], {
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH ?? '',
      DATA_DIR: dataDir,
      DATABASE_URL: url,
      BATCH_DOCUMENTS: '20',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    if (line.startsWith(moment)) child.kill('SIGKILL')
  })
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_code, by) => resolve(by))
  })
  expect({ signal, lines }).toMatchObject({ signal: 'SIGKILL' })
}

async function ownDatabase(): Promise<string> {
  const { url, drop } = await newDatabase()
  onTestFinished(drop)
  return url
}

async function schemasOf(url: string): Promise<string[]> {
  const rows = await readRows<{ name: string }>(
    { url, schema: 'public' },
    `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'pliego%' ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

/** As servers on PostgreSQL find it. */
async function expectServed(url: string): Promise<void> {
  const store = await PostgresDocumentUpdateStore.open({ url, schema: collabSchema })
  const document = await store.load('doc-1')
  expect(document?.lastSequence).toBe(2)
  await store.append([
    { documentId: 'doc-temporary', receivedAt: 1, userId: '', sessionId: '', update: Uint8Array.of(0, 0) },
  ])
  await store.remove('doc-temporary')
  await store.close()
  const lists = openPostgresAppStore({ url, schema: appSchema })
  expect(await foundIn(lists)).toEqual(['doc-1'])
  await lists.close()
}

/** By what is in the text of one document alone. */
async function foundIn(lists: ReturnType<typeof openPostgresAppStore>): Promise<string[]> {
  const terms = ['PINGUI', 'unico1x']
  const found = await lists.visits.search({ userId: 'user-1', terms, limit: 9, now: 1 })
  return found.map(({ id }) => id)
}
