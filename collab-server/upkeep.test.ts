import Database from 'better-sqlite3'
import path from 'node:path'
import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { GatedStore } from '#collab-server/testing/gated-store'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { DocumentWorkshop } from '#collab-server/document-workshop'
import { defaultLimits } from '#collab-server/limits'
import { Upkeep } from '#collab-server/upkeep'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { YjsRoomState } from '#collab-server/yjs-room-state'
import { updateMessage } from '#protocol/message-parts'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { StorageError } from '#storage/storage-error'

const open = { access: { mode: 'open' } } as const

async function writeMany(server: TestServer, roomName: string, count: number): Promise<WireClient> {
  const client = await WireClient.connect(`${server.url}/${roomName}?acks=1`)
  for (let index = 0; index < count; index++) client.send(updateMessage(textUpdate('x', 1_000 + index)))
  await eventually(() => expect(client.acks.at(-1)?.messageCount).toBe(count))
  return client
}

it('folds a long log into a snapshot under a live room, and keeps every entry with its author and time', async () => {
  const server = await startTestServer({ ...open, limits: { maxLiveEntries: 50 } })
  const before = Date.now()
  const client = await writeMany(server, 'room', 60)
  await eventually(() => expect(server.events.some(({ event }) => event === 'compacted')).toBe(true))
  client.webSocket.close()
  await eventually(() => expect(server.stats().rooms).toBe(0))
  await server.close()
  const store = await JournaledDocumentUpdateStore.open(server.dataDir)
  const loaded = await store.load('room')
  expect(loaded?.snapshotSequence).toBeGreaterThan(50)
  const entries = await store.readEntries('room', 0, 1_000)
  await store.close()
  expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
  expect(new Set(entries.map(({ sessionId }) => sessionId)).size).toBe(1)
  expect(entries[0]?.sessionId).toMatch(/^[\w-]{12}$/)
  for (const { receivedAt } of entries) expect(receivedAt).toBeGreaterThanOrEqual(before)

  const again = await startTestServer({ ...open, dataDir: server.dataDir })
  const late = await WireClient.connect(`${again.url}/room`)
  await late.catchUp()
  expect(late.receivedDoc().getText('text').length).toBe(60)
})

it('S4: folds where it is open exactly what is on disk, though more is on its way', async () => {
  const dataDir = temporaryFolder()
  const store = new GatedStore(await JournaledDocumentUpdateStore.open(dataDir))
  const folds: { readonly length: number; readonly through: number; readonly onDisk: number }[] = []
  const { compact } = store
  store.compact = async (documentId, throughSequence, snapshot) => {
    const onDisk = (await store.load(documentId))?.lastSequence ?? 0
    const doc = new Y.Doc()
    Y.applyUpdate(doc, snapshot)
    folds.push({ length: doc.getText('text').length, through: throughSequence, onDisk })
    return compact(documentId, throughSequence, snapshot)
  }
  const openStore = () => Promise.resolve(store)
  const server = await startTestServer({ ...open, dataDir, openStore, limits: { maxLiveEntries: 3 } })
  const client = await writeMany(server, 'room', 3)
  const other = await WireClient.connect(`${server.url}/room`)
  // One commit is held up with its update; more come meanwhile, and are in the room when that is folded.
  store.hold()
  for (let index = 0; index < 20; index++) client.send(updateMessage(textUpdate('y', 2_000 + index)))
  await eventually(() => expect(store.batches.length).toBeGreaterThan(1))
  store.release()
  for (let index = 0; index < 20; index++) client.send(updateMessage(textUpdate('z', 3_000 + index)))
  await eventually(() => expect(client.acks.at(-1)?.messageCount).toBe(43))
  client.webSocket.close()
  other.webSocket.close()
  await eventually(() => expect(server.stats().rooms).toBe(0))
  await server.close()
  expect(folds.length).toBeGreaterThan(0)
  for (const { length, through, onDisk } of folds) {
    expect(length).toBe(through)
    expect(onDisk).toBeGreaterThanOrEqual(through)
  }
})

it('folds elsewhere what a live room cannot fold, and nobody notices', async () => {
  class ClumsyState extends YjsRoomState {
    override fold(): undefined {
      throw new RangeError('Invalid typed array length')
    }
  }
  const server = await startTestServer({
    ...open,
    limits: { maxLiveEntries: 50 },
    openRoomState: (document) => new ClumsyState(document),
  })
  const client = await writeMany(server, 'room', 60)
  await eventually(() => expect(server.events.some(({ event }) => event === 'compacted')).toBe(true))
  expect(server.events.some(({ event }) => event === 'upkeep-failed')).toBe(true)
  await client.catchUp()
  expect(client.receivedDoc().getText('text').length).toBe(60)
})

it('takes up at the start the logs that an earlier run left long', async () => {
  const server = await startTestServer(open)
  await writeMany(server, 'room', 60)
  await server.close()
  const again = await startTestServer({ ...open, dataDir: server.dataDir, limits: { maxLiveEntries: 50 } })
  await eventually(() => expect(again.events.some(({ event }) => event === 'compacted')).toBe(true))
  await again.close()
  const store = await JournaledDocumentUpdateStore.open(server.dataDir)
  expect(await store.load('room')).toMatchObject({ snapshotSequence: 60, updates: [] })
  await store.close()
})

it('starts where the disk takes nothing, so that everything can be read', async () => {
  const dataDir = temporaryFolder()
  const store = new GatedStore(await JournaledDocumentUpdateStore.open(dataDir))
  store.findLongLogs = () => Promise.reject(new StorageError('unavailable', 'database or disk is full'))
  const server = await startTestServer({ ...open, dataDir, openStore: () => Promise.resolve(store) })
  const client = await WireClient.connect(`${server.url}/room`)
  await client.catchUp()
  expect(server.events.filter(({ event }) => event === 'upkeep-failed')).toHaveLength(1)
})

it('C1: a damaged document closes with 4410, never short or empty, and the other rooms keep working', async () => {
  const server = await startTestServer(open)
  for (const roomName of ['sound', 'broken']) await writeMany(server, roomName, 3)
  await server.close()
  const db = new Database(path.join(server.dataDir, 'collab.sqlite'))
  const damage = db.prepare(
    `UPDATE runs SET bytes = x'0000'
     WHERE document_key = (SELECT key FROM documents WHERE id = 'broken')`,
  )
  expect(damage.run().changes).toBe(1)
  db.close()

  const again = await startTestServer({ ...open, dataDir: server.dataDir })
  const broken = await WireClient.connect(`${again.url}/broken`)
  broken.send(updateMessage(textUpdate('more')))
  expect(await broken.closed).toEqual({ code: 4410, reason: 'document damaged' })
  expect(broken.messages).toEqual([])
  const sound = await WireClient.connect(`${again.url}/sound`)
  await sound.catchUp()
  expect(sound.receivedDoc().getText('text').length).toBe(3)
})

it('where somebody was named comes first, and keeps nothing else from its turn', async () => {
  const store = new GatedStore(await JournaledDocumentUpdateStore.open(temporaryFolder()))
  const order: string[] = []
  store.loadPacked = (documentId) => {
    order.push(documentId)
    return Promise.resolve(undefined)
  }
  const upkeep = new Upkeep({
    store,
    workshop: new DocumentWorkshop(1_000),
    limits: defaultLimits,
    log: () => undefined,
    projects: true,
  })
  for (const documentId of ['a', 'b', 'c', 'd']) upkeep.noteSeeded(documentId)
  upkeep.noteMentioned('c', ['eva'], 'ana')
  upkeep.noteMentioned('d', ['eva'], 'ana')
  await eventually(() => expect(order).toEqual(['a', 'c', 'b', 'd']))
  await upkeep.close()
  await store.close()
})

it('has the thread ready for what is being written, which is projected soon', async () => {
  class CountingWorkshop extends DocumentWorkshop {
    warmUps = 0
    override warmUp(): Promise<void> {
      this.warmUps += 1
      return Promise.resolve()
    }
  }
  const store = new GatedStore(await JournaledDocumentUpdateStore.open(temporaryFolder()))
  const workshop = new CountingWorkshop(1_000)
  const upkeep = new Upkeep({ store, workshop, limits: defaultLimits, log: () => undefined, projects: true })
  const room = { documentId: 'a', fold: () => false }
  upkeep.noteCommitted(room, 1)
  upkeep.noteCommitted({ ...room, documentId: 'b' }, 1)
  expect(workshop.warmUps).toBe(1)
  expect(defaultLimits.workerIdleMs).toBeGreaterThan(defaultLimits.maxUnquietMs)
  await upkeep.close()
  await store.close()
})
