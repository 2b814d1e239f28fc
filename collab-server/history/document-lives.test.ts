import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { DocumentLives } from '#collab-server/history/document-lives'
import { startTestServer } from '#collab-server/testing/start-test-server'
import { WireClient } from '#collab-server/testing/wire-client'
import { readDocumentLife } from '#protocol/document-life'
import { updateMessage } from '#protocol/message-parts'

const path = '/internal/documents/doc-1/life'

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

it('works out one at a time, and the same one once for all who wait for it', async () => {
  const gate = Promise.withResolvers<void>()
  const made: string[] = []
  const lives = new DocumentLives({
    journal: { drain: () => Promise.resolve() },
    store: {
      loadRecord: async (documentId) => {
        made.push(documentId)
        if (documentId === 'slow') await gate.promise
        return undefined
      },
    },
    workshop: {
      life: () => Promise.resolve(new Uint8Array()),
      editsSince: () => Promise.resolve({ edits: 0, people: [] }),
    },
  })
  const all = ['slow', 'd', 'd', 'e'].map((documentId) => lives.read(documentId))
  await Promise.resolve()
  gate.resolve()
  await Promise.all(all)
  expect(made).toEqual(['slow', 'd', 'e'])
  await lives.read('d')
  expect(made).toHaveLength(4)
})
