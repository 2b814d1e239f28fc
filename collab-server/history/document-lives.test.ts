import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'

import { DocumentLives } from '#collab-server/history/document-lives'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer } from '#collab-server/testing/start-test-server'
import { WireClient } from '#collab-server/testing/wire-client'
import { readDocumentLife } from '#protocol/document-life'
import { updateMessage } from '#protocol/message-parts'
import { StorageError } from '#storage/storage-error'

const path = '/internal/documents/doc-1/life'

afterEach(() => {
  vi.useRealTimers()
})

it('tells the app all that was ever written, what has just come too, and by whom', async () => {
  const server = await startTestServer()
  expect((await server.internal('GET', path)).status).toBe(404)
  await server.internal('PUT', '/internal/documents/doc-1')
  const claims = { userId: 'ana' }
  const client = await WireClient.connect(server.url + server.pathFor('doc-1', claims))
  const doc = new Y.Doc()
  doc.clientID = 77
  const sent: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => sent.push(update))
  doc.getText('text').insert(0, 'gone')
  doc.getText('text').delete(0, 4)
  for (const update of sent) client.send(updateMessage(update))
  await client.catchUp()

  const response = await server.internal('GET', path)
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  const life = readDocumentLife(new Uint8Array(await response.arrayBuffer()))
  expect(life.people).toEqual(['', 'ana'])
  expect([...life.writers]).toEqual([0, 1, 1])
  expect(life.births.get(77)?.sequences).toEqual(Int32Array.of(2))
  expect(life.deaths.get(77)?.sequences).toEqual(Int32Array.of(3))
  expect(Buffer.from(life.update).includes('gone')).toBe(true)
  const news = (query: string) => server.internal('GET', `/internal/documents/doc-1/edits?${query}`)
  expect(await (await news('since=0&except=')).json()).toEqual({ edits: 2, people: ['ana'] })
  expect(await (await news('since=0&except=ana')).json()).toMatchObject({ edits: 1, people: [] })
  expect((await news('since=x&except=ana')).status).toBe(400)
  expect((await server.internal('GET', '/internal/documents/a.b/life')).status).toBe(400)
})

it('refuses what is longer than anybody waits for', async () => {
  const server = await startTestServer({ limits: { maxPastBytes: 8 } })
  await server.internal('PUT', '/internal/documents/doc-1')
  expect((await server.internal('GET', path)).status).toBe(413)
  expect((await server.internal('GET', '/internal/documents/doc-1/edits?since=0&except=')).status).toBe(413)
})

/** Lives of ten bytes, of documents that say what is read of them; `slow` waits for the gate, and `gone` is not there. */
function startLives({ maxKeptBytes = 0, keptMs = 60_000 } = {}) {
  const gate = Promise.withResolvers<void>()
  const read: string[] = []
  const bounds = { firstSequence: 1, lastSequence: 7, changedAt: 1_000 }
  const lives = new DocumentLives({
    maxBytes: 100,
    maxKeptBytes,
    keptMs,
    journal: { drain: () => Promise.resolve() },
    store: {
      findBounds: (documentId) => Promise.resolve(documentId === 'gone' ? undefined : { ...bounds }),
      loadRecord: async (documentId, { since = 'all' } = {}) => {
        read.push(`${documentId} ${since}`)
        if (documentId === 'slow') await gate.promise
        if (documentId === 'damaged') throw new StorageError('damaged', 'it is damaged')
        const { firstSequence, lastSequence } = bounds
        return { runBytes: new Uint8Array(), firstSequence, lastSequence }
      },
    },
    workshop: {
      life: () => Promise.resolve(new Uint8Array(10)),
      editsSince: (_record, asked) =>
        Promise.resolve(asked.map(({ since, except }) => ({ edits: since, people: [except] }))),
    },
  })
  return { lives, read, gate, bounds }
}

it('works out one at a time, and the same one once for all who wait for it', async () => {
  const { lives, read, gate } = startLives()
  const all = ['slow', 'd', 'd', 'e'].map((documentId) => lives.read(documentId))
  const damaged = lives.read('damaged')
  const news = [
    lives.editsSince('d', { since: 7, except: 'ana' }),
    lives.editsSince('d', { since: 5, except: 'eva' }),
  ]
  await eventually(() => expect(read).toEqual(['slow all']))
  gate.resolve()
  await Promise.all([...all, expect(damaged).rejects.toMatchObject({ code: 'damaged' })])
  expect(await Promise.all(news)).toEqual([
    { edits: 7, people: ['ana'] },
    { edits: 5, people: ['eva'] },
  ])
  expect(read).toEqual(['slow all', 'd all', 'e all', 'damaged all', 'd 5'])
  await lives.read('d')
  expect(read).toHaveLength(6)
})

it('leaves out what nobody waits for any more', async () => {
  const { lives, read, gate } = startLives()
  const leaving = new AbortController()
  const slow = lives.read('slow')
  const alone = lives.read('d', leaving.signal)
  const [one, other] = [
    lives.editsSince('e', { since: 1, except: 'ana' }, leaving.signal),
    lives.editsSince('e', { since: 5, except: 'eva' }),
  ]
  leaving.abort(new Error('has left'))
  gate.resolve()
  await Promise.all([slow, ...[alone, one].map((gone) => expect(gone).rejects.toThrow('has left'))])
  expect(await other).toEqual({ edits: 5, people: ['eva'] })
  expect(read).toEqual(['slow all', 'e 5'])
})

it('gives the same life again until somebody writes, something is forgotten, or it is another document', async () => {
  const { lives, read, bounds } = startLives({ maxKeptBytes: 100 })
  const life = await lives.read('d')
  expect(await lives.read('d')).toBe(life)
  expect(read).toHaveLength(1)
  for (const change of [{ lastSequence: 8 }, { firstSequence: 5 }, { changedAt: 2_000 }]) {
    Object.assign(bounds, change)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const [next, again] = [await lives.read('d'), await lives.read('d')]
    expect(next).not.toBe(life)
    expect(again).toBe(next)
  }
  expect(read).toHaveLength(4)
  expect(await lives.read('gone')).toBeUndefined()
  expect(read).toHaveLength(4)
})

it('keeps no more than it may, and of that what was asked for last', async () => {
  const { lives, read } = startLives({ maxKeptBytes: 20 })
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (const documentId of ['a', 'b', 'a', 'c', 'a', 'b']) await lives.read(documentId)
  expect(read).toEqual(['a all', 'b all', 'c all', 'b all'])
})

it('keeps nothing once nobody has asked for a while', async () => {
  vi.useFakeTimers()
  const { lives, read } = startLives({ maxKeptBytes: 100, keptMs: 1_000 })
  await lives.read('d')
  vi.advanceTimersByTime(999)
  await lives.read('d')
  vi.advanceTimersByTime(999)
  await lives.read('d')
  expect(read).toHaveLength(1)
  vi.advanceTimersByTime(1_000)
  await lives.read('d')
  expect(read).toHaveLength(2)
})
