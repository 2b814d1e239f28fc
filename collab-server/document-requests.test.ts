import { describe, expect, it, onTestFinished } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as Y from 'yjs'

import { Admission } from '#collab-server/admission'
import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import type { Connection } from '#collab-server/connection'
import { removeDocument } from '#collab-server/document-requests'
import { Journal } from '#collab-server/journal'
import { defaultLimits } from '#collab-server/limits'
import { LiveAccess } from '#collab-server/live-access'
import { Metrics } from '#collab-server/metrics/metrics'
import type { Room } from '#collab-server/room'
import { Rooms } from '#collab-server/rooms'
import { Penances } from '#collab-server/suggestion-check/penances'
import type { Checked } from '#collab-server/suggestion-check/suggestion-checks'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { documentField } from '#schema/document-fields'
import { documentTitle } from '#schema/document-title'
import { updateMessage } from '#protocol/message-parts'
import { fixedSecret } from '#config/shared-secret'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

const image = (address: string): Y.XmlElement => {
  const element = new Y.XmlElement('image')
  element.setAttribute('src', address)
  return element
}

function paragraph(text: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(text)])
  return element
}

/** Writes a document with two images and a deleted secret, and waits until it is on disk. */
async function write(server: TestServer, documentId: string): Promise<WireClient> {
  await server.internal('PUT', `/internal/documents/${documentId}`)
  const client = await WireClient.connect(server.url + server.pathFor(documentId, {}, { acks: '1' }))
  const doc = new Y.Doc()
  const body = doc.getXmlFragment(documentField.body)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const quote = new Y.XmlElement('blockquote')
  quote.insert(0, [image(`/api/documents/${documentId}/images/one.png`)])
  body.insert(0, [paragraph('Kept words'), quote, image('/api/documents/elsewhere/images/two.png')])
  body.insert(3, [paragraph('forgotten words')])
  body.delete(3, 1)
  for (const update of updates) client.send(updateMessage(update))
  await eventually(() => expect(client.acks.at(-1)?.messageCount).toBe(updates.length))
  return client
}

async function read(server: TestServer, documentId: string): Promise<Y.Doc> {
  const client = await WireClient.connect(server.url + server.pathFor(documentId))
  await client.catchUp()
  return client.receivedDoc()
}

describe('a copy', () => {
  it('has the text, a title of its own, and its own images; nothing of the past', async () => {
    const server = await startTestServer()
    await write(server, 'doc-1')
    const request = { to: 'doc-2', title: 'Copy of it' }
    for (let time = 0; time < 2; time++) {
      expect((await server.internal('POST', '/internal/documents/doc-1/copies', request)).status).toBe(204)
    }
    const copy = await read(server, 'doc-2')
    expect(documentTitle(copy)).toBe('Copy of it')
    const html = copy.getXmlFragment(documentField.body).toString()
    expect(html).toContain('Kept words')
    expect(html).toContain('/api/documents/doc-2/images/one.png')
    expect(html).toContain('/api/documents/elsewhere/images/two.png')
    expect(Buffer.from(Y.encodeStateAsUpdate(copy)).toString('latin1')).not.toContain('forgotten')
    const original = await read(server, 'doc-1')
    expect(documentTitle(original)).toBeNull()
    expect(original.getXmlFragment(documentField.body).toString()).toContain('/doc-1/images/one.png')
    // It is in lists at once.
    await eventually(async () => {
      const page = await (await server.internal('GET', '/internal/projections')).json()
      expect(page).toMatchObject({
        projections: expect.arrayContaining([
          expect.objectContaining({ documentId: 'doc-2', title: 'Copy of it' }),
        ]) as unknown,
      })
    })
  })

  it.each([
    ['of nothing', 'none', { to: 'doc-2', title: '' }, 404],
    ['to what is no id', 'doc-1', { to: 'a/b', title: '' }, 400],
    ['without a title', 'doc-1', { to: 'doc-2' }, 400],
  ])('%s is refused', async (_what, documentId, request, status) => {
    const server = await startTestServer()
    await server.internal('PUT', '/internal/documents/doc-1')
    const { status: given } = await server.internal(
      'POST',
      `/internal/documents/${documentId}/copies`,
      request,
    )
    expect(given).toBe(status)
  })
})

describe('deleting for good', () => {
  it('sends away whoever is there, and leaves no word in any file', async () => {
    const server = await startTestServer()
    const client = await write(server, 'doc-1')
    await write(server, 'doc-2')
    for (let time = 0; time < 2; time++) {
      const request = { removedAt: Date.now() }
      expect((await server.internal('DELETE', '/internal/documents/doc-1', request)).status).toBe(204)
    }
    expect(await client.closed).toMatchObject({ code: 4401 })
    const late = await WireClient.connect(server.url + server.pathFor('doc-1', { issuedAt: Date.now() + 1 }))
    expect(await late.closed).toMatchObject({ code: 4404 })
    expect((await read(server, 'doc-2')).getXmlFragment(documentField.body).toString()).toContain(
      'Kept words',
    )
    await server.internal('DELETE', '/internal/documents/doc-2', { removedAt: Date.now() })
    await server.close()
    for (const file of readdirSync(server.dataDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      const bytes = readFileSync(path.join(file.parentPath, file.name))
      expect([file.name, bytes.includes('Kept words'), bytes.includes('forgotten words')]).toEqual([
        file.name,
        false,
        false,
      ])
    }
  })

  it('needs a time', async () => {
    const server = await startTestServer()
    await server.internal('PUT', '/internal/documents/doc-1')
    expect((await server.internal('DELETE', '/internal/documents/doc-1', {})).status).toBe(400)
    expect((await read(server, 'doc-1')).getXmlFragment(documentField.body).length).toBe(1)
  })
})

const taken: Checked = { verdict: { refusal: null, mend: null }, freed: null, tookMs: 1 }

const ignore = (): void => undefined

/** Rooms on a disk, with a document; whoever suggests waits for the verdict. */
async function startRooms(verdict: Promise<Checked>) {
  const store = await JournaledDocumentUpdateStore.open(temporaryFolder())
  onTestFinished(() => store.close())
  const metrics = new Metrics()
  const journal = new Journal(store, 0, metrics)
  const rooms = new Rooms({
    store,
    journal,
    upkeep: {
      noteLoaded: ignore,
      noteCommitted: ignore,
      noteMentioned: ignore,
      noteMentionedElsewhere: ignore,
      noteLeft: ignore,
      noteClosed: ignore,
    },
    openRoomState: byteRoomStates(),
    limits: defaultLimits,
    log: ignore,
    metrics,
    admission: new Admission(defaultLimits),
    checks: {
      warmUp: ignore,
      penances: new Penances(),
      openMirror: () => ({
        check: () => verdict,
        follow: () => Promise.resolve({ freed: null }),
        close: ignore,
      }),
    },
    makeMissing: false,
  })
  const first = { receivedAt: 1, userId: '', sessionId: 'seed', update: textUpdate('first') }
  await store.seed({ documentId: 'doc-1', ...first })
  const remove = (): Promise<void> =>
    removeDocument({ store, journal, rooms, liveAccess: new LiveAccess(fixedSecret('')) }, 'doc-1', 2)
  return { store, journal, rooms, remove }
}

describe('a document deleted for good stays so', () => {
  it('though an edit was being made, and one more is asked for meanwhile', async () => {
    const { store, journal, rooms, remove } = await startRooms(Promise.resolve(taken))
    const made = Promise.withResolvers<Uint8Array>()
    const begun = Promise.withResolvers<void>()
    const make = (): Promise<Uint8Array> => {
      begun.resolve()
      return made.promise
    }
    const by = { userId: 'ana', sessionId: 'comment' }
    const edited = rooms.edit('doc-1', { ...by, make })
    await begun.promise
    const removed = remove()
    const late = rooms.edit('doc-1', { ...by, make: () => Promise.resolve(textUpdate('late', 102)) })
    const gone = { closeName: 'gone' }
    await Promise.all([expect(edited).rejects.toMatchObject(gone), expect(late).rejects.toMatchObject(gone)])
    made.resolve(textUpdate('edited', 101))
    await removed
    await journal.drain()
    expect(await store.load('doc-1')).toBeUndefined()
    expect(rooms.size).toBe(0)
  })

  it('though a suggestion was being looked through', async () => {
    const verdict = Promise.withResolvers<Checked>()
    const { store, journal, rooms, remove } = await startRooms(verdict.promise)
    const entered = Promise.withResolvers<Room>()
    const refused = Promise.withResolvers<unknown>()
    const doubles = {
      peer: { sessionId: 's', userId: 'ana', address: '', writing: 'suggestions', wantsAcks: false },
      pendingBytesLeft: 1_000,
      enter: entered.resolve,
      send: () => undefined,
      roomReady: () => undefined,
      noteDurable: () => undefined,
      close: () => undefined,
      refuse: refused.resolve,
    }
    const ana = doubles as unknown as Connection
    rooms.join('doc-1', ana)
    const room = await entered.promise
    await eventually(() => expect(room.ready).toBe(true))
    room.receiveSuggestion(ana, textUpdate('suggested', 101), true)
    room.leave(ana)
    await remove()
    verdict.resolve(taken)
    await refused.promise
    await journal.drain()
    expect(await store.load('doc-1')).toBeUndefined()
  })
})
