import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { WireClient } from '#collab-server/testing/wire-client'
import { internalSignatureHeader, signInternalRequest } from '#access/internal-signature'
import { lifeKinds, readDocumentLife } from '#protocol/document-life'
import { seedUpdate } from '#schema/seed-document'
import { updateMessage } from '#protocol/message-parts'

type Page = {
  projections: {
    documentId: string
    title: string | null
    excerpt: string
    searchText: string
    changedAt: number
  }[]
  cursor: number
}

const readPage = async (server: TestServer, after = 0, limit = 100): Promise<Page> =>
  (await (await server.internal('GET', `/internal/projections?after=${after}&limit=${limit}`)).json()) as Page

/** An update that puts a heading in front. */
function headingUpdate(text: string, clientId: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const heading = new Y.XmlElement('heading')
  heading.insert(0, [new Y.XmlText(text)])
  doc.getXmlFragment('default').insert(0, [heading])
  return Y.encodeStateAsUpdate(doc)
}

async function write(server: TestServer, documentId: string, update: Uint8Array): Promise<WireClient> {
  const client = await WireClient.connect(server.url + server.pathFor(documentId, {}, { acks: '1' }))
  client.send(updateMessage(update))
  await eventually(() => expect(client.acks.at(-1)?.messageCount).toBe(1))
  return client
}

describe('seeding', () => {
  it('makes a document once, with the seed of the schema', async () => {
    const server = await startTestServer()
    for (let time = 0; time < 3; time++) {
      expect((await server.internal('PUT', '/internal/documents/doc-1')).status).toBe(204)
    }
    const client = await WireClient.connect(server.url + server.pathFor('doc-1'))
    await client.catchUp()
    const seeded = new Y.Doc()
    Y.applyUpdate(seeded, seedUpdate())
    expect(client.sync('step2')).toEqual([Y.encodeStateAsUpdate(seeded)])
  })

  it('refuses what is no document id', async () => {
    const server = await startTestServer()
    expect((await server.internal('PUT', '/internal/documents/a.b')).status).toBe(400)
  })
})

describe('content', () => {
  const content = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'From a file' }] }],
  }

  it('makes a document that people open, and is read back from the live one', async () => {
    const server = await startTestServer()
    const path = '/internal/documents/doc-1'
    expect((await server.internal('PUT', `${path}?from=file`, { title: 'notes', content })).status).toBe(204)
    const life = await server.internal('GET', `${path}/life`)
    const sizes = (await (await server.internal('GET', `${path}/sizes`)).json()) as Record<string, number>
    expect(sizes).toEqual({ presentBytes: expect.any(Number), historyBytes: 0 })
    expect(sizes['presentBytes']).toBeGreaterThan('notesFrom a file'.length)
    expect((await server.internal('GET', '/internal/documents/doc-2/sizes')).status).toBe(404)
    expect(await (await server.internal('GET', '/internal/sizes')).json()).toEqual(sizes)
    const { kinds } = readDocumentLife(new Uint8Array(await life.arrayBuffer()))
    expect([...kinds].map((kind) => lifeKinds[kind])).toEqual(['import'])
    expect(await (await server.internal('GET', `${path}/content`)).json()).toMatchObject({
      title: 'notes',
      content,
    })
    await write(server, 'doc-1', headingUpdate('Written by somebody', 77))
    const live = (await (await server.internal('GET', `${path}/content`)).json()) as { content: unknown }
    expect(JSON.stringify(live.content)).toMatch(/From a file.*Written by somebody/)
    const opening = (await (await server.internal('GET', `${path}/opening`)).json()) as { content: unknown }
    expect(opening.content).toEqual(live.content)
    expect((await server.internal('GET', '/internal/documents/doc-2/opening')).status).toBe(404)
  })

  it('that the schema does not allow is refused, and there is no document', async () => {
    const server = await startTestServer()
    const path = '/internal/documents/doc-1'
    const refused = { type: 'doc', content: [{ type: 'script' }] }
    expect((await server.internal('PUT', path, { title: null, content: refused })).status).toBe(422)
    expect((await server.internal('PUT', path, 'rubbish')).status).toBe(422)
    expect((await server.internal('GET', `${path}/content`)).status).toBe(404)
  })

  it('that is too much is refused unread', async () => {
    const server = await startTestServer()
    const response = await server.internal('PUT', '/internal/documents/doc-1', { x: 'x'.repeat(17 << 20) })
    expect(response.status).toBe(413)
  })
})

describe('who may ask', () => {
  const path = '/internal/documents/doc-1'
  const request = { method: 'PUT', path, body: '' }

  it.each([
    ['no signature', undefined],
    ['a signature with another secret', signInternalRequest('x'.repeat(40), request, Date.now())],
    [
      'one for another path',
      signInternalRequest(testSecret, { ...request, path: '/internal/documents/doc-2' }, Date.now()),
    ],
    ['one for another method', signInternalRequest(testSecret, { ...request, method: 'GET' }, Date.now())],
    ['an old one', signInternalRequest(testSecret, request, Date.now() - 60_000)],
    ['rubbish', 'rubbish'],
  ])('%s gets 401, and nothing happens', async (_what, signature) => {
    const server = await startTestServer()
    const headers: Record<string, string> =
      signature === undefined ? {} : { [internalSignatureHeader]: signature }
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'PUT', headers })
    expect(response.status).toBe(401)
    const client = await WireClient.connect(server.url + server.pathFor('doc-1'))
    expect(await client.closed).toMatchObject({ code: 4404 })
  })

  it('there is nothing to ask in open mode', async () => {
    const server = await startTestServer({ access: { mode: 'open' } })
    expect((await server.internal('PUT', path)).status).toBe(404)
  })
})

describe('projections', () => {
  const limits = { quietMs: 40, maxUnquietMs: 200 }

  it('come a quiet moment after a change, for the app to pull from its cursor', async () => {
    const server = await startTestServer({ limits })
    await server.internal('PUT', '/internal/documents/doc-1')
    await server.internal('PUT', '/internal/documents/doc-2')
    await eventually(async () => expect((await readPage(server)).projections).toHaveLength(2))
    const { cursor } = await readPage(server)
    await write(server, 'doc-1', headingUpdate('Cuaderno de viaje', 77))
    await eventually(async () => {
      const page = await readPage(server, cursor)
      expect(page.projections).toMatchObject([{ documentId: 'doc-1', title: 'Cuaderno de viaje' }])
      expect(page.cursor).toBeGreaterThan(cursor)
      expect(Object.keys(page.projections[0] ?? {}).toSorted()).toEqual([
        'changedAt',
        'documentId',
        'excerpt',
        'mentions',
        'searchText',
        'title',
      ])
    })
    const last = await readPage(server, (await readPage(server)).cursor)
    expect(last).toEqual({ projections: [], cursor: last.cursor, more: false })
  })

  it('come while somebody never stops typing, and at once when the room closes', async () => {
    const server = await startTestServer({ limits: { quietMs: 100_000, maxUnquietMs: 150 } })
    await server.internal('PUT', '/internal/documents/doc-1')
    await server.internal('PUT', '/internal/documents/doc-2')
    await write(server, 'doc-1', headingUpdate('Still typing', 77))
    await eventually(async () => {
      expect((await readPage(server)).projections).toContainEqual(
        expect.objectContaining({ title: 'Still typing' }),
      )
    })

    const patient = await startTestServer({ limits: { quietMs: 100_000, maxUnquietMs: 100_000 } })
    await patient.internal('PUT', '/internal/documents/doc-1')
    const client = await write(patient, 'doc-1', headingUpdate('Gone', 77))
    client.webSocket.close()
    await eventually(async () =>
      expect((await readPage(patient)).projections).toMatchObject([{ title: 'Gone' }]),
    )
  })

  it('that a crash prevented are made at the next start', async () => {
    const slow = { quietMs: 100_000, maxUnquietMs: 100_000 }
    const server = await startTestServer({ limits: slow })
    await server.internal('PUT', '/internal/documents/doc-1')
    await write(server, 'doc-1', headingUpdate('Before the crash', 77))
    await server.close()
    const again = await startTestServer({ dataDir: server.dataDir })
    await eventually(async () =>
      expect((await readPage(again)).projections).toMatchObject([{ title: 'Before the crash' }]),
    )
  })

  it('refuses a cursor that is no number', async () => {
    const server = await startTestServer()
    expect((await server.internal('GET', '/internal/projections?after=x')).status).toBe(400)
  })
})

it('says how it is without being asked for a signature', async () => {
  const server = await startTestServer()
  for (const path of ['/healthz', '/readyz']) {
    expect((await fetch(`http://127.0.0.1:${server.port}${path}`)).status).toBe(200)
  }
  expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(404)
})
