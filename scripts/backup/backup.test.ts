import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { freePort } from '#collab-server/testing/free-port'
import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { WireClient } from '#collab-server/testing/wire-client'
import { loadConfig, type Config } from '#config/load-config'
import { updateMessage } from '#protocol/message-parts'
import type { StoredEntry } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'
import { makeBackup } from './make-backup.ts'
import { readManifest } from './manifest.ts'
import { restoreBackup } from './restore-backup.ts'

const configOf = (dataDir: string, port: number): Config =>
  loadConfig({
    DATA_DIR: dataDir,
    COLLAB_HOST: '127.0.0.1',
    COLLAB_PORT: String(port),
    COLLAB_SECRET: testSecret,
  })

const entry = (documentId: string, update: Uint8Array) => ({
  documentId,
  receivedAt: Date.now(),
  userId: 'ana',
  sessionId: 'tab',
  update,
})

/** Somebody who types into a document without a pause; `saved` says of each letter when it was acknowledged. */
async function typist(server: TestServer, documentId: string, clientId: number) {
  const client = await WireClient.connect(server.url + server.pathFor(documentId, {}, { acks: '1' }))
  const doc = new Y.Doc()
  doc.clientID = clientId
  const saved: number[] = []
  const work = { stopped: false }
  doc.on('update', (update: Uint8Array) => client.send(updateMessage(update)))
  const text = doc.getText('typed')
  const typing = (async () => {
    while (!work.stopped) {
      text.insert(text.length, 'x')
      const wanted = text.length
      // oxlint-disable-next-line no-await-in-loop -- one letter after the other
      await eventually(() => expect(client.acks.at(-1)?.messageCount).toBe(wanted), {
        everyMs: 2,
        withinMs: 30_000,
      })
      saved.push(Date.now())
    }
  })()
  return {
    saved,
    stop: async (): Promise<void> => {
      work.stopped = true
      await typing
    },
  }
}

/** Every entry of the documents, by document. */
async function readAll(
  dataDir: string,
  ids: readonly string[],
): Promise<Map<string, readonly StoredEntry[]>> {
  const store = await JournaledDocumentUpdateStore.open(dataDir)
  try {
    const all = new Map<string, readonly StoredEntry[]>()
    // oxlint-disable-next-line no-await-in-loop
    for (const id of ids) all.set(id, await store.readEntries(id, 0, 1_000_000))
    return all
  } finally {
    await store.close()
  }
}

/** A data folder with documents of some MB in all, so that copying it takes many turns. */
async function filledFolder(documents: number): Promise<{ dataDir: string; ids: readonly string[] }> {
  const dataDir = path.join(temporaryFolder(), 'data')
  const ids = Array.from({ length: documents }, (_, at) => `old-${at}`)
  const store = await JournaledDocumentUpdateStore.open(dataDir)
  const entries = ids.map((id) => {
    const doc = new Y.Doc()
    doc.getText('typed').insert(0, `${id} `.repeat(20_000))
    return entry(id, Y.encodeStateAsUpdate(doc))
  })
  await store.append(entries)
  await store.close()
  return { dataDir, ids }
}

test(
  'what was saved by the moment that a backup names is in it, while people write, and opens elsewhere',
  { timeout: 60_000 },
  async () => {
    const { dataDir, ids: old } = await filledFolder(40)
    const server = await startTestServer({ dataDir })
    const lists = openSqliteAppStore(dataDir)
    mkdirSync(path.join(dataDir, 'images', 'old-1'), { recursive: true })
    writeFileSync(path.join(dataDir, 'images', 'old-1', 'a.png'), 'a picture')
    const written = ['new-0', 'new-1', 'new-2', 'new-3']
    await Promise.all(written.map((id) => server.internal('PUT', `/internal/documents/${id}`)))
    const typedIn = [...written, 'old-0', 'old-39']
    const typists = await Promise.all(typedIn.map((id, at) => typist(server, id, at + 1)))
    const listed: { id: string; at: number }[] = []
    const work = { stopped: false }
    const listing = (async () => {
      for (let at = 0; !work.stopped; at++) {
        const id = `listed-${at}`
        // oxlint-disable-next-line no-await-in-loop -- as people make them
        await server.internal('PUT', `/internal/documents/${id}`)
        // oxlint-disable-next-line no-await-in-loop
        await lists.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: 'editor' })
        listed.push({ id, at: Date.now() })
      }
    })()
    await eventually(() => {
      for (const { saved } of typists) expect(saved.length).toBeGreaterThan(5)
      expect(listed.length).toBeGreaterThan(3)
    })

    const letters = (): number => typists.reduce((sum, { saved }) => sum + saved.length, 0)
    const lettersThen = letters()
    const target = path.join(temporaryFolder(), 'backup')
    const backup = await makeBackup(configOf(dataDir, server.port), target)
    expect(letters()).toBeGreaterThan(lettersThen)
    work.stopped = true
    await Promise.all([listing, ...typists.map(({ stop }) => stop())])
    await server.close()
    await lists.close()
    expect(backup.problems).toEqual([])

    const restored = path.join(temporaryFolder(), 'data')
    await restoreBackup(target, restored)
    const moment = Date.parse(backup.moment)
    const all = [...old, ...written]
    const [before, after] = [await readAll(dataDir, all), await readAll(restored, all)]
    for (const id of all) {
      const [there, here] = [before.get(id) ?? [], after.get(id) ?? []]
      expect(here).toEqual(there.slice(0, here.length))
      expect(typedIn.includes(id) || here.length === there.length).toBe(true)
    }
    for (const [at, id] of typedIn.entries()) {
      const savedThen = typists[at]?.saved.filter((time) => time < moment).length ?? 0
      expect(savedThen).toBeGreaterThan(5)
      // Behind what the document began with.
      expect(after.get(id)?.length).toBeGreaterThanOrEqual(1 + savedThen)
    }

    const restoredLists = openSqliteAppStore(restored)
    const texts = await readAll(
      restored,
      listed.map(({ id }) => id),
    )
    for (const { id, at } of listed) {
      // oxlint-disable-next-line no-await-in-loop
      const row = await restoredLists.documents.get(id)
      expect(row !== null || at >= moment).toBe(true)
      expect(row === null || texts.get(id)?.length === 1).toBe(true)
    }
    await restoredLists.close()
    expect(readFileSync(path.join(restored, 'images', 'old-1', 'a.png'), 'utf8')).toBe('a picture')

    const again = await startTestServer({ dataDir: restored })
    const reader = await WireClient.connect(again.url + again.pathFor('old-0'))
    await reader.catchUp()
    const expected = new Y.Doc()
    for (const { update } of after.get('old-0') ?? []) Y.applyUpdate(expected, update)
    const [shown, text] = [reader.receivedDoc(), expected].map((doc) => doc.getText('typed').toJSON())
    expect(shown?.length).toBeGreaterThan(100_000)
    expect(shown === text).toBe(true)
  },
)

test('a backup is refused where nothing can be copied, and leaves nothing behind', async () => {
  const { dataDir } = await filledFolder(1)
  const target = temporaryFolder()
  const place = path.join(target, 'backup')
  const server = await startTestServer({ dataDir })
  const elsewhere = configOf(dataDir, await freePort())
  await expect(makeBackup(elsewhere, place)).rejects.toThrow(
    'in use by a collab server that does not listen at',
  )
  const stranger = { ...configOf(dataDir, server.port), collabSecret: 'another secret, of another Pliego' }
  await expect(makeBackup(stranger, place)).rejects.toThrow('has another secret')
  const other = temporaryFolder()
  writeFileSync(path.join(other, 'collab.sqlite'), 'of another Pliego')
  await expect(makeBackup(configOf(other, server.port), place)).rejects.toThrow(`does not work with ${other}`)
  await expect(makeBackup(configOf(target, server.port), place)).rejects.toThrow('nothing to back up')
  await expect(makeBackup(configOf(dataDir, server.port), path.join(dataDir, 'b'))).rejects.toThrow('outside')
  const onPostgres = { ...configOf(dataDir, server.port), databaseUrl: 'postgres://localhost/pliego' }
  await expect(makeBackup(onPostgres, place)).rejects.toThrow('pg_dump')
  expect(readdirSync(target)).toEqual([])
})

test('a backup is for its owner alone, and nothing of it is restored over something, from something damaged, or outside its folder', async () => {
  const { dataDir } = await filledFolder(1)
  const target = temporaryFolder()
  writeFileSync(path.join(dataDir, 'auth-secret'), 'a secret')
  // Of a folder that no server has, into one that is there.
  const { folder: backup, moment } = await makeBackup(configOf(dataDir, await freePort()), target)
  expect(readdirSync(target)).toEqual([path.basename(backup)])
  expect(path.basename(backup)).toBe(`pliego-${moment.replaceAll(':', '-')}`)
  expect(readdirSync(backup).toSorted()).toEqual(['auth-secret', 'backup.json', 'collab.sqlite'])
  for (const name of readdirSync(backup)) expect(statSync(path.join(backup, name)).mode & 0o077).toBe(0)
  const into = path.join(target, 'new', 'data')
  await expect(restoreBackup(backup, dataDir)).rejects.toThrow('is not empty, and may be in use')
  await expect(restoreBackup(dataDir, into)).rejects.toThrow('is no backup')

  const manifest = path.join(backup, 'backup.json')
  const sound = readFileSync(manifest, 'utf8')
  writeFileSync(manifest, sound.replace('"collab.sqlite"', '"../collab.sqlite"'))
  await expect(restoreBackup(backup, into)).rejects.toThrow('damaged, or written by a later version')
  writeFileSync(manifest, sound.replace('"collab.sqlite"', '"gone.sqlite"'))
  await expect(restoreBackup(backup, into)).rejects.toThrow('A file of')
  writeFileSync(manifest, sound)
  const file = path.join(backup, 'collab.sqlite')
  const bytes = readFileSync(file)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(file, bytes)
  await expect(restoreBackup(backup, into)).rejects.toThrow('collab.sqlite in')
  expect(readdirSync(path.join(target, 'new'))).toEqual([])

  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(file, bytes)
  mkdirSync(into)
  await restoreBackup(backup, into)
  expect((await readManifest(backup)).files.map((one) => one.path).toSorted()).toEqual(
    readdirSync(into).toSorted(),
  )
  expect(readdirSync(path.join(target, 'new'))).toEqual(['data'])
})
