import { describe, expect, it } from 'vitest'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'

import { DurableCount } from '#collab-server/durable-count'
import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { readAck } from '#protocol/ack'
import { syncStep2Message, updateMessage } from '#protocol/message-parts'

async function connect(server: TestServer, query = '?acks=1'): Promise<WireClient> {
  const client = await WireClient.connect(`${server.url}/room${query}`)
  await eventually(() => expect(client.sync('step1')).toHaveLength(1))
  return client
}

/** So many clients, from an id on. */
const clocks = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => [from + index, 1] as const)

/** The clients of whom an acknowledgement would speak now. */
function named(durable: DurableCount): number[] {
  // Behind the frame's head, of two bytes and a length of two, and the type.
  const decoder = decoding.createDecoder(new Uint8Array(durable.ackFrame().subarray(5)))
  return [...readAck(decoder).clocks.keys()]
}

const lastAck = (client: WireClient) => {
  const ack = client.acks.at(-1)
  return ack && { clocks: Object.fromEntries(ack.clocks), messageCount: ack.messageCount }
}

describe('A1: acknowledgements', () => {
  it('are [120][varBytes state vector][varUint count]', async () => {
    const client = await connect(await startTestServer({ access: { mode: 'open' } }))
    const doc = new Y.Doc()
    doc.clientID = 300
    doc.getText('text').insert(0, 'Hola')
    client.sendDoc(doc)
    await eventually(() => expect(client.acks).toHaveLength(1))
    const bytes = client.messages.find(([type]) => type === 120) ?? new Uint8Array()
    const decoder = decoding.createDecoder(bytes)
    expect(decoding.readVarUint(decoder)).toBe(120)
    expect(decoding.readVarUint8Array(decoder)).toEqual(Y.encodeStateVector(doc))
    expect(decoding.readVarUint(decoder)).toBe(1)
    expect(decoding.hasContent(decoder)).toBe(false)
  })

  it('count step 2 and update, with or without news, but not step 1 or awareness', async () => {
    const client = await connect(await startTestServer({ access: { mode: 'open' } }))
    client.send(syncStep2Message(Uint8Array.of(0, 0)))
    await eventually(() => expect(lastAck(client)).toEqual({ clocks: {}, messageCount: 1 }))
    client.send(updateMessage(textUpdate('Hola', 7)))
    client.send(updateMessage(textUpdate('Hola', 7)))
    await client.catchUp()
    client.send(Uint8Array.of(3))
    await eventually(() => expect(lastAck(client)).toEqual({ clocks: { 7: 4 }, messageCount: 3 }))
  })

  it('count a deletion, which moves no clock', async () => {
    const client = await connect(await startTestServer({ access: { mode: 'open' } }))
    const doc = new Y.Doc()
    doc.clientID = 7
    doc.getText('text').insert(0, 'Hola')
    client.sendDoc(doc)
    doc.on('update', (update: Uint8Array) => client.send(updateMessage(update)))
    doc.getText('text').delete(0, 2)
    await eventually(() => expect(lastAck(client)).toEqual({ clocks: { 7: 4 }, messageCount: 2 }))
  })

  it('hold only the clients that came over this connection, known ones too', async () => {
    const server = await startTestServer({ access: { mode: 'open' } })
    const [ana, luz] = [await connect(server), await connect(server)]
    ana.send(updateMessage(textUpdate('Hola', 7)))
    await eventually(() => expect(lastAck(ana)).toEqual({ clocks: { 7: 4 }, messageCount: 1 }))
    luz.send(updateMessage(textUpdate('abc', 8)))
    await eventually(() => expect(lastAck(luz)).toEqual({ clocks: { 8: 3 }, messageCount: 1 }))
    // What a client kept while it could not know that it had arrived.
    luz.send(syncStep2Message(textUpdate('Hola', 7)))
    await eventually(() => expect(lastAck(luz)).toEqual({ clocks: { 7: 4, 8: 3 }, messageCount: 2 }))
    expect(lastAck(ana)).toEqual({ clocks: { 7: 4 }, messageCount: 1 })
  })

  it('say of pending structs only that the message is on disk', async () => {
    const client = await connect(await startTestServer({ access: { mode: 'open' } }))
    const doc = new Y.Doc()
    doc.clientID = 7
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    doc.getText('text').insert(0, 'a')
    doc.getText('text').insert(1, 'b')
    for (const update of updates.toReversed()) {
      client.send(updateMessage(update))
      await eventually(() => expect(client.acks.length).toBeGreaterThan(0))
    }
    expect(client.acks[0]?.messageCount).toBe(1)
    expect(client.acks[0]?.clocks.get(7)).toBe(0)
    await eventually(() => expect(lastAck(client)).toEqual({ clocks: { 7: 2 }, messageCount: 2 }))
  })

  it('name no more than 1,000 clients, those that came last, however many came over the connection', () => {
    const durable = new DurableCount()
    durable.note(clocks(1, 1_000))
    expect(named(durable)).toHaveLength(1_000)
    durable.note(clocks(5_000, 20_000))
    expect(named(durable)).toEqual(clocks(24_000, 1_000).map(([clientId]) => clientId))
    durable.note([[7, 3]])
    expect(named(durable)).toContain(7)
    expect(named(durable)).toHaveLength(1_000)
  })

  it.each(['', '?acks=0', '?acks=true'])('are not sent to %j', async (query) => {
    const client = await connect(await startTestServer({ access: { mode: 'open' } }), query)
    client.send(updateMessage(textUpdate('Hola')))
    await client.catchUp()
    expect(client.messages.map(([type]) => type)).not.toContain(120)
  })

  it('reach a stock client through its message handlers', async () => {
    const server = await startTestServer({ access: { mode: 'open' } })
    const client = stockClient(server.url, 'room', { params: { acks: '1' } })
    const counts: number[] = []
    client.provider.messageHandlers[120] = (_encoder, decoder) => {
      decoding.readVarUint8Array(decoder)
      counts.push(decoding.readVarUint(decoder))
    }
    await synced(client)
    client.doc.getText('text').insert(0, 'Hola')
    await eventually(() => expect(counts.at(-1)).toBe(2))
  })
})
