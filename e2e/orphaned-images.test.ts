import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'

import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { WireClient } from '#collab-server/testing/wire-client'
import { fixedSecret } from '#config/shared-secret'
import { CollabServerClient } from '#features/documents/server/collab-server-client'
import { copyDocument } from '#features/documents/server/copy-document'
import { FolderImageFiles } from '#storage/images/folder-image-files'
import { findOrphanedImages, removeOrphanedImage } from '#features/documents/server/orphaned-images'
import { updateMessage } from '#protocol/message-parts'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'

const dayMs = 24 * 60 * 60_000
const addressOf = (documentId: string, name: string) => `/api/documents/${documentId}/images/${name}`

async function start() {
  const server = await startTestServer()
  const dataDir = temporaryFolder()
  const store = openSqliteAppStore(dataDir)
  onTestFinished(() => store.close())
  const collabServer = new CollabServerClient(`http://127.0.0.1:${server.port}`, fixedSecret(testSecret))
  const imageFiles = new FolderImageFiles(path.join(dataDir, 'images'))
  return { server, store, collabServer, imageFiles }
}
type Services = Awaited<ReturnType<typeof start>>

async function makeDocument({ store, collabServer }: Services, id: string): Promise<void> {
  await collabServer.seed(id)
  await store.documents.insert({ id, ownerId: 'ana', createdAt: 1, generalRole: null })
}

async function upload({ store, imageFiles }: Services, documentId: string, id: string): Promise<void> {
  await imageFiles.write(documentId, id, Uint8Array.of(1, 2, 3))
  const size = { byteSize: 3, width: 1, height: 1, createdAt: Date.now() }
  await store.images.insert({ id, documentId, type: 'image/png', ...size })
}

/** Changes the document as somebody in it does, and waits until the server has all of it. */
async function write(
  server: TestServer,
  documentId: string,
  change: (body: Y.XmlFragment, undo: Y.UndoManager) => void,
): Promise<void> {
  const client = await WireClient.connect(server.url + server.pathFor(documentId))
  await client.catchUp()
  const doc = client.receivedDoc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const body = doc.getXmlFragment('default')
  change(body, new Y.UndoManager(body, { captureTimeout: 0 }))
  for (const update of updates) client.send(updateMessage(update))
  client.webSocket.close()
  await client.closed
}

function insertImage(body: Y.XmlFragment, src: string): void {
  const image = new Y.XmlElement('image')
  image.setAttribute('src', src)
  body.insert(0, [image])
}

const found = async (services: Services, days = 31) =>
  (await findOrphanedImages(services, Date.now() + days * dayMs))
    .map(({ documentId, name, why }) => `${documentId}/${name} ${why}`)
    .toSorted()

it('stay as long as any version that can be reached has them, and go when none does', async () => {
  const services = await start()
  const { server, store } = services
  for (const id of ['doc', 'other']) await makeDocument(services, id)
  const names = ['shown.png', 'deleted.png', 'undone.png', 'pasted.png', 'never.png']
  for (const name of names) await upload(services, 'doc', name)
  await write(server, 'doc', (body, undo) => {
    insertImage(body, addressOf('doc', 'shown.png'))
    insertImage(body, addressOf('doc', 'deleted.png'))
    body.delete(0, 1)
    insertImage(body, addressOf('doc', 'undone.png'))
    undo.undo()
  })
  await write(server, 'other', (body) => insertImage(body, addressOf('doc', 'pasted.png')))

  expect(await found(services)).toEqual(['doc/never.png unnamed'])
  expect(await found(services, 29)).toEqual([])

  // A copy has those of its own, and needs no others.
  const copying = {
    author: { userId: 'ana', hasAccount: true },
    title: 'Copy',
    images: await store.images.ofDocument('doc'),
  }
  const copy = await copyDocument(services, 'doc', copying, Date.now())
  const copyId = copy.outcome === 'created' ? copy.id : ''
  const ofCopy = ['deleted', 'never', 'pasted', 'undone'].map((name) => `${copyId}/${name}.png unnamed`)
  expect(await found(services)).toEqual([...ofCopy, 'doc/never.png unnamed'].toSorted())

  // What is in the trash can be taken out again.
  await store.documents.setTrashed('doc', 1)
  expect(await found(services)).toContain('doc/never.png unnamed')
  expect(await found(services)).toHaveLength(5)
})

it('are found where a stop left them, and are gone once removed', async () => {
  const services = await start()
  const { imageFiles, store } = services
  await makeDocument(services, 'doc')
  await upload(services, 'doc', 'never.png')
  await imageFiles.write('doc', 'without-row.png', Uint8Array.of(1))
  await imageFiles.write('doc', '.half.png.part', Uint8Array.of(1))
  await imageFiles.write('no-document', 'lost.png', Uint8Array.of(1))
  expect(await found(services)).toEqual([
    'doc/.half.png.part noRow',
    'doc/never.png unnamed',
    'doc/without-row.png noRow',
    'no-document/lost.png noDocument',
  ])
  for (const orphan of await findOrphanedImages(services, Date.now() + 31 * dayMs)) {
    await removeOrphanedImage(services, orphan)
  }
  expect(await found(services)).toEqual([])
  expect(await store.images.ofDocument('doc')).toEqual([])
})

it('are not known where the collab server does not answer, and then none is', async () => {
  const services = await start()
  await makeDocument(services, 'doc')
  await upload(services, 'doc', 'never.png')
  await services.server.close()
  await expect(found(services)).rejects.toThrow('the collab server did not answer')
})
