import { describe, expect, it } from 'vitest'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { opcode } from '#collab-server/testing/client-frame'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { GatedStore } from '#collab-server/testing/gated-store'
import { startTestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'
import { awarenessMessage, keepAliveMessage, syncStep1Message, updateMessage } from '#protocol/message-parts'

const open = { access: { mode: 'open' } } as const
const sampleKey = 'dGhlIHNhbXBsZSBub25jZQ=='
const keepAlive = Buffer.concat(keepAliveMessage)

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

function awarenessOf(clientId: number, state: object): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [1, clientId, 1]) encoding.writeVarUint(encoder, number)
  encoding.writeVarString(encoder, JSON.stringify(state))
  return encoding.toUint8Array(encoder)
}

describe('L1: the size of a message', () => {
  it('lets a full state of many megabytes pass, both ways', async () => {
    const server = await startTestServer(open)
    const ana = stockClient(server.url, 'room')
    ana.doc.getText('text').insert(0, 'x'.repeat(12 << 20))
    const luz = stockClient(server.url, 'room')
    await Promise.all([synced(ana), synced(luz)])
    await eventually(() => expect(luz.doc.getText('text').length).toBe(12 << 20))
  })

  it('closes with 1009 above it', async () => {
    const server = await startTestServer({ ...open, limits: { maxMessageBytes: 1_000 } })
    const client = await WireClient.connect(`${server.url}/room`)
    client.send(new Uint8Array(1_001))
    expect(await client.closed).toMatchObject({ code: 1009 })
  })
})

describe('L2: slow readers', () => {
  it('are cut, and cost the server no more memory than the limit', async () => {
    const server = await startTestServer({
      ...open,
      limits: { maxBacklogBytes: 1 << 20, closeGraceMs: 100 },
    })
    const writer = await WireClient.connect(`${server.url}/room?acks=1`)
    const slow = new RawSocket(server.port)
    await slow.upgrade('/room', sampleKey)
    slow.socket.pause()
    for (let index = 0; index < 40; index++) {
      writer.send(updateMessage(textUpdate('x'.repeat(500_000), 1_000 + index)))
      await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(index + 1))
    }
    await eventually(() => expect(server.stats().connections).toBe(1))
  })

  it('the catch-up that somebody asked for is not held against it', async () => {
    const server = await startTestServer({ ...open, limits: { maxBacklogBytes: 1_000 } })
    const writer = await WireClient.connect(`${server.url}/room`)
    writer.send(updateMessage(textUpdate('x'.repeat(8 << 20))))
    await writer.catchUp()
    const reader = await WireClient.connect(`${server.url}/room`)
    reader.send(syncStep1Message(Y.encodeStateVector(new Y.Doc())))
    reader.send(awarenessMessage(awarenessOf(7, {})))
    for (let index = 0; index < 20; index++) writer.send(updateMessage(textUpdate('y', 2_000 + index)))
    await eventually(() => expect(reader.receivedDoc().getText('text').length).toBe((8 << 20) + 20))
  })
})

describe('L3: fast writers', () => {
  it('are read no faster than the disk takes it, and lose nothing', async () => {
    const dataDir = temporaryFolder()
    const store = new GatedStore(await JournaledDocumentUpdateStore.open(dataDir))
    const server = await startTestServer({ ...open, dataDir, openStore: () => Promise.resolve(store) })
    const writer = await WireClient.connect(`${server.url}/room?acks=1`)
    await writer.catchUp()
    store.hold()
    const [count, megabyte] = [40, 1 << 20]
    for (let index = 0; index < count; index++) {
      writer.send(updateMessage(textUpdate('x'.repeat(megabyte), 1_000 + index)))
    }
    await new Promise((resolve) => setTimeout(resolve, 300))
    // 16 MB by the limit and what the kernel's buffers hold; the rest stays with the writer.
    expect(writer.webSocket.bufferedAmount).toBeGreaterThan(10 * megabyte)
    store.release()
    await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(count), { withinMs: 16_000 })
  })
})

describe('L3: messages that were held', () => {
  it('are each handled once, whatever they are and however often reading pauses', async () => {
    const server = await startTestServer({ ...open, limits: { maxUncommittedBytes: 300 } })
    const client = await WireClient.connect(`${server.url}/room?acks=1`)
    const count = 300
    for (let index = 0; index < count; index++) {
      const update = textUpdate('x'.repeat(100), 1_000 + index)
      client.send(updateMessage(update))
      // Known by then: acknowledged at once, in the middle of handling.
      client.send(updateMessage(update))
      if (index % 10 === 0) client.send(syncStep1Message(Y.encodeStateVector(new Y.Doc())))
    }
    await client.catchUp()
    // Some hundred commits, one after the other.
    const slowDisk = { withinMs: 16_000 }
    await eventually(() => {
      expect(client.acks.at(-1)?.messageCount).toBe(count * 2)
      expect(client.sync('step2')).toHaveLength(count / 10 + 1)
    }, slowDisk)
  })

  it('count for more than their bytes, so that empty ones pause the reading too', async () => {
    const dataDir = temporaryFolder()
    const store = new GatedStore(await JournaledDocumentUpdateStore.open(dataDir))
    const server = await startTestServer({ ...open, dataDir, openStore: () => Promise.resolve(store) })
    store.hold()
    const sender = new RawSocket(server.port)
    await sender.upgrade('/room', sampleKey)
    const emptyFrame = Buffer.of(0x80 | opcode.binary, 0x80, 0, 0, 0, 0)
    sender.socket.write(Buffer.alloc(20 << 20, emptyFrame))
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    // What the kernel's buffers hold is gone; the rest stays with the sender.
    expect(sender.socket.writableLength).toBeGreaterThan(8 << 20)
    store.release()
  })
})

describe('L4, W7: silence', () => {
  const limits = { pingIntervalMs: 60, closeGraceMs: 50 }

  it('a peer that answers no ping is cut, and its caret goes', async () => {
    const server = await startTestServer({ ...open, limits })
    const witness = await WireClient.connect(`${server.url}/room`)
    const gone = new RawSocket(server.port)
    await gone.upgrade('/room', sampleKey)
    gone.sendFrame(opcode.binary, Buffer.concat(awarenessMessage(awarenessOf(7, { user: 'gone' }))))
    await eventually(() => expect(witness.awareness.some((said) => textOf(said).includes('gone'))).toBe(true))
    await eventually(() => expect(server.stats().connections).toBe(1))
    await eventually(() => expect(witness.awareness.some((said) => textOf(said).endsWith('null'))).toBe(true))
  })

  it('a lone client that says nothing hears something in each two intervals, and stays', async () => {
    const server = await startTestServer({ ...open, limits })
    const client = await WireClient.connect(`${server.url}/room`)
    await eventually(() => {
      const heard = client.messages.filter((message) => Buffer.compare(message, keepAlive) === 0)
      expect(heard.length).toBeGreaterThan(5)
    })
    expect(server.stats().connections).toBe(1)
  })

  it('the interval leaves a stock client, which waits 30 s, no reason to go', async () => {
    const { defaultLimits } = await import('#collab-server/limits')
    expect(defaultLimits.pingIntervalMs * 2).toBeLessThan(30_000)
  })

  it('what it hears changes nothing in a stock client', async () => {
    const server = await startTestServer({ ...open, limits })
    const client = stockClient(server.url, 'room')
    await synced(client)
    let changes = 0
    client.provider.awareness.on('update', () => changes++)
    client.doc.on('update', () => changes++)
    const { wsLastMessageReceived: before } = client.provider
    await eventually(() =>
      expect(client.provider.wsLastMessageReceived).toBeGreaterThan(before + limits.pingIntervalMs),
    )
    expect(changes).toBe(0)
    expect(client.provider.wsconnected).toBe(true)
  })
})
