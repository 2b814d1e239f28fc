import { expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { mayMention, peopleNamedBy } from '#collab-server/mentioned-people'
import { startTestServer, testSecret, type TestServer } from '#collab-server/testing/start-test-server'
import { WireClient } from '#collab-server/testing/wire-client'
import { signFeedToken } from '#access/feed-token'
import { updateMessage } from '#protocol/message-parts'
import { inlineObjectMark } from '#schema/inline-objects'
import { mentionName } from '#schema/nodes/mention'

const documentId = 'doc-1'
const eva = { kind: 'person', id: 'eva', label: 'Eva' }

type Page = { projections: { documentId: string; mentions: unknown }[] }

async function mentionsOf(server: TestServer): Promise<unknown> {
  const { projections } = (await (await server.internal('GET', '/internal/projections')).json()) as Page
  return projections.find((projection) => projection.documentId === documentId)?.mentions
}

/** Somebody with the document, and a way to write into its first line. */
async function writer(server: TestServer, userId: string) {
  const client = await WireClient.connect(server.url + server.pathFor(documentId, { userId }))
  await client.catchUp()
  const doc = client.receivedDoc()
  return {
    client,
    write(change: (line: Y.XmlText) => void): Uint8Array {
      const before = Y.encodeStateVector(doc)
      doc.transact(() => {
        const block = doc.getXmlFragment('default').get(0) as Y.XmlElement
        if (!(block.get(0) instanceof Y.XmlText)) block.insert(0, [new Y.XmlText()])
        change(block.get(0) as Y.XmlText)
      })
      const update = Y.encodeStateAsUpdate(doc, before)
      client.send(updateMessage(update))
      return update
    },
  }
}

const naming =
  (target: typeof eva, at = 0) =>
  (line: Y.XmlText) =>
    line.insert(at, '\uFFFC', { [inlineObjectMark]: { type: mentionName, values: target } })

it('whoever is named hears of it at once, and the projection says by whom and how often', async () => {
  const server = await startTestServer({ limits: { quietMs: 60_000, maxUnquietMs: 60_000 } })
  await server.internal('PUT', `/internal/documents/${documentId}`)
  const now = Date.now()
  const pass = signFeedToken(testSecret, { userId: 'eva', issuedAt: now, expiresAt: now + 60_000 })
  const feed = await WireClient.connect(`${server.url}/~feed?pass=${pass}`)
  const ana = await writer(server, 'ana')

  ana.write((line) =>
    line.insert(0, 'a text that is longer than those that are not looked into, of no mention'),
  )
  const update = ana.write(naming(eva))
  expect(mayMention(update)).toBe(true)
  await eventually(() => expect(feed.messages).toHaveLength(1))
  expect(await mentionsOf(server)).toEqual([{ userId: 'eva', count: 1, by: 'ana' }])

  ana.write(naming(eva, 9))
  await eventually(async () =>
    expect(await mentionsOf(server)).toEqual([{ userId: 'eva', count: 2, by: 'ana' }]),
  )
  await eventually(() => expect(feed.messages).toHaveLength(2))
})

it('what a document begins with was written by nobody', async () => {
  const server = await startTestServer()
  const paragraph = {
    type: 'paragraph',
    content: [{ type: 'mention', attrs: eva }],
  }
  const content = { title: null, content: { type: 'doc', content: [paragraph] } }
  const made = await server.internal('PUT', `/internal/documents/${documentId}`, content)
  expect(made.status).toBe(204)
  await eventually(async () =>
    expect(await mentionsOf(server)).toEqual([{ userId: 'eva', count: 1, by: null }]),
  )
})

it('letters are not looked into', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'mention')
  expect(mayMention(Y.encodeStateAsUpdate(doc))).toBe(false)
  doc.getText('text').insert(0, 'x'.repeat(100_000))
  expect(mayMention(Y.encodeStateAsUpdate(doc))).toBe(false)
  doc.getText('text').delete(0, 99_900)
  const update = Y.encodeStateAsUpdate(doc)
  expect([mayMention(update), peopleNamedBy(update)]).toEqual([true, []])
})
