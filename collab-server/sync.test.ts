import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { roles } from '#access/roles'
import { syncStep2Message, updateMessage } from '#protocol/message-parts'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

const emptyUpdate = Uint8Array.of(0, 0)

function startOpen(): Promise<TestServer> {
  return startTestServer({ access: { mode: 'open' } })
}

async function connect(server: TestServer, count: number): Promise<WireClient[]> {
  const clients = await Promise.all(
    Array.from({ length: count }, () => WireClient.connect(`${server.url}/room`)),
  )
  // The greeting says that the room is open.
  await eventually(() => expect(clients.every((client) => client.sync('step1').length === 1)).toBe(true))
  return clients
}

const textIn = (client: WireClient | undefined): string =>
  client?.receivedDoc().getText('text').toJSON() ?? ''

/** What the journal holds once the server is closed. */
async function journaled(server: TestServer, documentId: string): Promise<readonly Uint8Array[]> {
  await server.close()
  const store = await JournaledDocumentUpdateStore.open(server.dataDir)
  const entries = await store.readEntries(documentId, 0, 10_000)
  await store.close()
  return entries.map(({ update }) => update)
}

describe('S2, S3: sync', () => {
  it('relays an update to the others and not back to its lone sender', async () => {
    const server = await startOpen()
    const [ana, luz, leo] = await connect(server, 3)
    ana?.send(updateMessage(textUpdate('Hola')))
    await eventually(() => expect([textIn(luz), textIn(leo)]).toEqual(['Hola', 'Hola']))
    await ana?.catchUp()
    expect(ana?.sync('update')).toEqual([])
  })

  it('answers a step 1 with what that state vector lacks', async () => {
    const server = await startOpen()
    const [ana, luz] = await connect(server, 2)
    ana?.send(updateMessage(textUpdate('Hola')))
    await ana?.catchUp()
    await luz?.catchUp()
    expect(textIn(luz)).toBe('Hola')
  })

  it('journals nothing for what it knows already, an empty step 2 above all', async () => {
    const server = await startOpen()
    const [ana, luz] = await connect(server, 2)
    const update = textUpdate('Hola')
    ana?.send(updateMessage(update))
    await ana?.catchUp()
    luz?.send(syncStep2Message(update))
    luz?.send(syncStep2Message(emptyUpdate))
    luz?.send(updateMessage(update))
    await luz?.catchUp()
    expect(await journaled(server, 'room')).toHaveLength(1)
    expect(ana?.sync('update')).toEqual([])
  })

  it('journals of a whole state only what is new in it', async () => {
    const server = await startOpen()
    const [ana] = await connect(server, 1)
    const doc = new Y.Doc()
    doc.getText('text').insert(0, 'x'.repeat(2_000))
    for (let index = 0; index < 900; index++) doc.getText('text').delete(index, 1)
    ana?.sendDoc(doc)
    doc.getText('text').insert(0, 'new')
    ana?.sendDoc(doc)
    await ana?.catchUp()
    const [first, second] = await journaled(server, 'room')
    expect(first?.byteLength).toBeGreaterThan(900)
    expect(second?.byteLength).toBeLessThan(40)
  })

  it('keeps an update whose dependencies have not come yet, and shows it when they have', async () => {
    const server = await startOpen()
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (const letter of ['a', 'b', 'c']) doc.getText('text').insert(doc.getText('text').length, letter)
    const [ana] = await connect(server, 1)
    for (const update of [updates[2], updates[0]]) if (update) ana?.send(updateMessage(update))
    await ana?.catchUp()
    await server.close()
    const again = await startTestServer({ access: { mode: 'open' }, dataDir: server.dataDir })
    const [luz] = await connect(again, 1)
    if (updates[1]) luz?.send(updateMessage(updates[1]))
    await luz?.catchUp()
    expect(textIn(luz)).toBe('abc')
  })
})

describe('S6: roles', () => {
  it.each(roles)('what a %s writes is kept only if the role may write', async (role) => {
    const server = await startTestServer()
    await server.internal('PUT', '/internal/documents/doc-1')
    const writer = await WireClient.connect(server.url + server.pathFor('doc-1', { role }, { acks: '1' }))
    const reader = await WireClient.connect(server.url + server.pathFor('doc-1'))
    writer.send(updateMessage(textUpdate('one', 1_001)))
    writer.send(syncStep2Message(textUpdate('two', 1_002)))
    await writer.catchUp()
    await reader.catchUp()
    const mayWrite = role === 'editor' || role === 'owner'
    expect(textIn(reader).length).toBe(mayWrite ? 6 : 0)
    expect(writer.acks.length > 0).toBe(mayWrite)
    expect(await journaled(server, 'doc-1')).toHaveLength(mayWrite ? 3 : 1)
  })
})

describe('M3, M4, S7: what is not the protocol', () => {
  it.each([
    ['an empty message', [], 4400],
    ['a cut type', [0x80], 4400],
    ['a sync message without a kind', [0], 4400],
    ['an unknown kind of sync message', [0, 3, 0], 4400],
    ['an update shorter than it says', [0, 2, 5, 0, 0], 4400],
    ['a length beyond all bounds', [0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], 4400],
    ['an update that does not decode', [0, 2, 3, 1, 1, 1], 4400],
    ['an update with a broken delete set', [0, 2, 3, 0, 1, 9], 4400],
    ['a state vector that does not decode', [0, 0, 2, 5, 1], 4400],
    ['awareness that does not decode', [1, 2, 5, 1], 4400],
  ])('%s closes its sender with a code, and nobody else', async (_what, message, code) => {
    const server = await startOpen()
    const [hostile, ana, luz] = await connect(server, 3)
    ana?.send(updateMessage(textUpdate('before')))
    hostile?.send(Uint8Array.from(message))
    expect(await hostile?.closed).toMatchObject({ code })
    ana?.send(updateMessage(textUpdate('after', 200)))
    await eventually(() => expect(textIn(luz)).toHaveLength(11))
    expect(await journaled(server, 'room')).toHaveLength(2)
  })

  it('text messages close with 1003', async () => {
    const server = await startOpen()
    const [client] = await connect(server, 1)
    client?.webSocket.send('hello')
    expect(await client?.closed).toMatchObject({ code: 1003 })
  })

  it('unknown types are ignored, and so are bytes behind a message', async () => {
    const server = await startOpen()
    const [ana, luz] = await connect(server, 2)
    for (const type of [2, 4, 99, 120]) ana?.send(Uint8Array.of(type, 1, 2, 3))
    ana?.send([...updateMessage(textUpdate('Hola')), Uint8Array.of(7, 7, 7)])
    await eventually(() => expect(textIn(luz)).toBe('Hola'))
  })

  it('a length inside an update reaches into no other message', async () => {
    const server = await startOpen()
    const [hostile] = await connect(server, 1)
    // A ContentString that claims 100 bytes where its update ends after 2, with a secret behind it.
    const update = Uint8Array.of(1, 1, 9, 0, 4, 1, 4, 116, 101, 120, 116, 100, 65, 66)
    hostile?.send([...updateMessage(update), new TextEncoder().encode('secret '.repeat(20))])
    expect(await hostile?.closed).toMatchObject({ code: 4400 })
    expect(await journaled(server, 'room')).toEqual([])
  })
})
