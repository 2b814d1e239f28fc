import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { GatedStore } from '#collab-server/testing/gated-store'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'
import { documentField } from '#schema/document-fields'
import { overlappingName } from '#schema/marks/overlapping-name'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

const thread = 'a-thread-of-comments-1'
const other = 'a-thread-of-comments-2'

/** A copy of a document, as a browser has one, whose edits go to the server. */
class Writer {
  readonly doc = new Y.Doc()
  readonly client: WireClient
  sent = 0

  private constructor(client: WireClient) {
    this.client = client
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'network') return
      this.sent += 1
      client.send(updateMessage(update))
    })
  }

  static async write(server: TestServer, documentId: string, ...paragraphs: string[]): Promise<Writer> {
    await server.internal('PUT', `/internal/documents/${documentId}`)
    const writer = new Writer(
      await WireClient.connect(server.url + server.pathFor(documentId, {}, { acks: '1' })),
    )
    const made = paragraphs.map((text) => {
      const element = new Y.XmlElement('paragraph')
      element.insert(0, [new Y.XmlText(text)])
      return element
    })
    writer.doc.getXmlFragment(documentField.body).insert(0, made)
    await writer.saved()
    return writer
  }

  async saved(): Promise<void> {
    await eventually(() => {
      if (this.client.acks.at(-1)?.messageCount !== this.sent) throw new Error('not all of it is saved')
    })
  }

  text(paragraph: number): Y.XmlText {
    return (this.doc.getXmlFragment(documentField.body).get(paragraph) as Y.XmlElement).get(0) as Y.XmlText
  }

  /** As a page says it. */
  place(from: [paragraph: number, at: number], to: [paragraph: number, at: number], letters: string) {
    const encoded = ([paragraph, at]: [number, number], side: number) =>
      Buffer.from(
        Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(this.text(paragraph), at, side)),
      ).toString('base64')
    return { thread, userId: 'eva', start: encoded(from, 0), end: encoded(to, -1), letters }
  }
}

const marksOf = '/internal/documents/doc-1/comment-marks'

async function mark(server: TestServer, asked: object): Promise<unknown> {
  const answer = await server.internal('POST', marksOf, asked)
  return answer.status === 200 ? answer.json() : answer.status
}

/** Each marked stretch of a document, as its text and its threads. */
function markedIn(doc: Y.Doc): [text: string, ...threads: string[]][] {
  const body = doc.getXmlFragment(documentField.body).toArray() as Y.XmlElement[]
  const texts = body.flatMap((block) => block.toArray() as Y.XmlText[])
  return texts.flatMap((text) =>
    (text.toDelta() as { insert: string; attributes?: Record<string, { thread: string }> }[]).flatMap(
      ({ insert, attributes }) =>
        attributes
          ? [
              [
                insert,
                ...Object.values(attributes)
                  .map((value) => value.thread)
                  .toSorted(),
              ] as [string, ...string[]],
            ]
          : [],
    ),
  )
}

async function stored(server: TestServer): Promise<Y.Doc> {
  const client = await WireClient.connect(server.url + server.pathFor('doc-1'))
  await client.catchUp()
  const doc = client.receivedDoc()
  client.webSocket.close()
  return doc
}

describe('S9: the text of a comment', () => {
  it('is marked by the server, on disk before it is answered, and seen by everybody in the document', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-1', 'One fine day')
    const commenter = await WireClient.connect(
      server.url + server.pathFor('doc-1', { userId: 'eva', role: 'commenter' }),
    )
    await commenter.catchUp()
    const answer = await mark(server, ana.place([0, 4], [0, 8], 'fine'))
    expect(answer).toEqual({ outcome: 'marked', quote: 'fine' })
    await eventually(() => {
      for (const update of ana.client.sync('update')) Y.applyUpdate(ana.doc, update, 'network')
      expect(markedIn(ana.doc)).toEqual([['fine', thread]])
      expect(markedIn(commenter.receivedDoc())).toEqual([['fine', thread]])
    })
    expect(markedIn(await stored(server))).toEqual([['fine', thread]])
  })

  it('is marked in a document that nobody has open, which is then closed again', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-1', 'One fine day')
    ana.client.webSocket.close()
    await eventually(() => expect(server.stats().rooms).toBe(0))
    await mark(server, ana.place([0, 4], [0, 8], 'fine'))
    await eventually(() => expect(server.stats().rooms).toBe(0))
    expect(markedIn(await stored(server))).toEqual([['fine', thread]])
  })

  it('may lie over that of another comment, over several blocks, and is taken away by itself', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-1', 'One fine day', 'in May')
    await mark(server, ana.place([0, 4], [1, 2], 'fine dayin'))
    await mark(server, { ...ana.place([0, 0], [0, 8], 'One fine'), thread: other })
    expect(markedIn(await stored(server))).toEqual([
      ['One ', other],
      ['fine', thread, other],
      [' day', thread],
      ['in', thread],
    ])
    expect((await server.internal('DELETE', marksOf, { thread, userId: 'ana' })).status).toBe(204)
    expect(markedIn(await stored(server))).toEqual([['One fine', other]])
  })

  it('changes nothing when it is marked again', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-1', 'One fine day')
    const place = ana.place([0, 4], [0, 8], 'fine')
    await mark(server, place)
    const before = Y.encodeStateVector(await stored(server))
    expect(await mark(server, place)).toEqual({ outcome: 'marked', quote: 'fine' })
    expect(Y.encodeStateVector(await stored(server))).toEqual(before)
  })

  it('is right for several who comment at once, while somebody writes', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-1', 'One fine day in May')
    const asked = Array.from({ length: 8 }, (_, index) => ({
      ...ana.place([0, index], [0, index + 2], 'One fine day in May'.slice(index, index + 2)),
      thread: `a-thread-of-comments-${index}`,
    }))
    const answers = asked.map((one) => mark(server, one))
    for (const letter of 'well, ') ana.text(0).insert(0, letter)
    expect(await Promise.all(answers)).toEqual(
      asked.map(({ letters }) => ({ outcome: 'marked', quote: letters.trim() })),
    )
    await ana.saved()
    const threads = new Set(markedIn(await stored(server)).flatMap(([, ...all]) => all))
    expect(threads.size).toBe(8)
  })

  it('goes into no copy of the document, and into no file', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-1', 'One fine day')
    await mark(server, ana.place([0, 4], [0, 8], 'fine'))
    await server.internal('POST', '/internal/documents/doc-1/copies', { to: 'doc-2', title: 'Copy' })
    const client = await WireClient.connect(server.url + server.pathFor('doc-2'))
    await client.catchUp()
    expect(client.receivedDoc().getXmlFragment(documentField.body).toString()).toContain('One fine day')
    expect(markedIn(client.receivedDoc())).toEqual([])
  })
})

async function startGated() {
  const dataDir = temporaryFolder()
  const store = new GatedStore(await JournaledDocumentUpdateStore.open(dataDir))
  const server = await startTestServer({ dataDir, openStore: () => Promise.resolve(store) })
  return { server, store, ana: await Writer.write(server, 'doc-1', 'One fine day') }
}

describe('S4, S9: with a disk', () => {
  it('that is slow, nobody hears of a mark before it is there', async () => {
    const { server, store, ana } = await startGated()
    // Once what marks is awake, which takes its time.
    await mark(server, { ...ana.place([0, 0], [0, 3], 'One'), thread: other })
    await eventually(() => expect(ana.client.sync('update')).toHaveLength(1))
    const appended = store.batches.length
    store.hold()
    const answers: unknown[] = []
    const marking = mark(server, ana.place([0, 4], [0, 8], 'fine')).then((answer) => answers.push(answer))
    await eventually(() => expect(store.batches.length).toBeGreaterThan(appended))
    expect([answers.length, ana.client.sync('update').length]).toEqual([0, 1])
    store.release()
    await marking
    expect(answers).toEqual([{ outcome: 'marked', quote: 'fine' }])
  })

  it('that refuses, so does the server, and takes the same again later', async () => {
    const { server, store, ana } = await startGated()
    const place = ana.place([0, 4], [0, 8], 'fine')
    store.failsFor = () => true
    expect(await mark(server, place)).toBe(503)
    expect(await ana.client.closed).toMatchObject({ code: 4503 })
    store.failsFor = () => false
    expect(await mark(server, place)).toEqual({ outcome: 'marked', quote: 'fine' })
    expect(markedIn(await stored(server))).toEqual([['fine', thread]])
  })
})

it('a comment is not marked any more once who asked has gone', async () => {
  const { server, store, ana } = await startGated()
  ana.client.webSocket.close()
  await eventually(() => expect(server.stats().rooms).toBe(0))
  store.hold()
  const leaving = new AbortController()
  const asked = server.internal('POST', marksOf, ana.place([0, 4], [0, 8], 'fine'), leaving.signal)
  await eventually(() => expect(server.stats().rooms).toBe(1))
  leaving.abort()
  await expect(asked).rejects.toThrow('aborted')
  await eventually(() =>
    expect(server.events.map(({ event }) => event)).toContain('internal-request-dropped'),
  )
  store.release()
  expect(markedIn(await stored(server))).toEqual([])
})

describe('S9: what nobody can mark', () => {
  it('text that is gone: nothing is written', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-1', 'One fine day')
    const place = ana.place([0, 4], [0, 8], 'fine')
    ana.text(0).delete(4, 4)
    await ana.saved()
    const before = Y.encodeStateVector(await stored(server))
    expect(await mark(server, place)).toEqual({ outcome: 'gone' })
    expect(Y.encodeStateVector(await stored(server))).toEqual(before)
  })

  it('more than anybody comments at once', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(
      server,
      'doc-1',
      ...Array.from({ length: 201 }, () => 'x'),
      'y'.repeat(50_001),
    )
    expect(await mark(server, ana.place([0, 0], [200, 1], ''))).toEqual({ outcome: 'tooLong' })
    expect(await mark(server, ana.place([201, 0], [201, 50_001], ''))).toEqual({ outcome: 'tooLong' })
    expect(markedIn(await stored(server))).toEqual([])
  })

  it('what is no place: nothing is written', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-1', 'One fine day')
    const before = Y.encodeStateVector(await stored(server))
    const place = ana.place([0, 4], [0, 8], 'nowhere to be found')
    const wrongs: [what: string, wrong: object, expected: unknown][] = [
      ['a position of nothing', { start: 'AAAA', end: 'AAAA' }, { outcome: 'gone' }],
      ['a position that is none', { start: '////', end: '////' }, { outcome: 'malformed' }],
      [
        'a place in what is no body',
        { start: 'AQdzZWNyZXRzAA==', end: 'AQdzZWNyZXRzAA==' },
        { outcome: 'gone' },
      ],
      ['a position without end', { start: 'A'.repeat(201) }, { outcome: 'malformed' }],
      ['no position', { start: 5 }, { outcome: 'malformed' }],
      ['too many letters', { letters: 'x'.repeat(501) }, { outcome: 'malformed' }],
      ['a thread that is none', { thread: '../../x' }, 400],
      ['nobody', { userId: undefined }, 400],
    ]
    for (const [what, wrong, expected] of wrongs) {
      // oxlint-disable-next-line no-await-in-loop -- one server for all of them
      expect([what, await mark(server, { ...place, ...wrong })]).toEqual([what, expected])
    }
    expect(Y.encodeStateVector(await stored(server))).toEqual(before)
  })

  it('a document that there is not: none is made', async () => {
    const server = await startTestServer()
    const ana = await Writer.write(server, 'doc-2', 'One fine day')
    expect(await mark(server, ana.place([0, 4], [0, 8], 'fine'))).toBe(404)
    const client = await WireClient.connect(server.url + server.pathFor('doc-1'))
    expect(await client.closed).toMatchObject({ code: 4404 })
  })
})

it('S6, S9: a commenter’s own connection marks nothing: what it sends is seen by nobody', async () => {
  const server = await startTestServer()
  const ana = await Writer.write(server, 'doc-1', 'One fine day')
  const before = Y.encodeStateVector(await stored(server))
  const eva = await WireClient.connect(
    server.url + server.pathFor('doc-1', { userId: 'eva', role: 'commenter' }),
  )
  await eva.catchUp()
  const doc = eva.receivedDoc()
  const text = (doc.getXmlFragment(documentField.body).get(0) as Y.XmlElement).get(0) as Y.XmlText
  const made: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => made.push(update))
  text.format(4, 4, { [overlappingName('comment', { thread })]: { thread } })
  text.insert(0, 'x')
  text.delete(3, 1)
  for (const update of made) eva.send(updateMessage(update))
  await eva.catchUp()
  expect(ana.client.sync('update')).toEqual([])
  expect(Y.encodeStateVector(await stored(server))).toEqual(before)
})
