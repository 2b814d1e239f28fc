import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { SpoiledStateError } from '#collab-server/room-state'
import { eventually } from '#collab-server/testing/eventually'
import { GatedStore } from '#collab-server/testing/gated-store'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { YjsRoomState } from '#collab-server/yjs-room-state'
import { awarenessMessage, syncStep1Message, syncStep2Message, updateMessage } from '#protocol/message-parts'
import { messageType } from '#protocol/message-types'
import type { LoadedDocument } from '#storage/document-update-store'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

type GatedServer = { readonly server: TestServer; readonly store: GatedStore }

async function startGated(): Promise<GatedServer> {
  const dataDir = temporaryFolder()
  const store = new GatedStore(await JournaledDocumentUpdateStore.open(dataDir))
  const server = await startTestServer({
    access: { mode: 'open' },
    dataDir,
    openStore: () => Promise.resolve(store),
  })
  return { server, store }
}

async function connect({ server }: GatedServer, roomName = 'room'): Promise<WireClient> {
  const client = await WireClient.connect(`${server.url}/${roomName}?acks=1`)
  await eventually(() => expect(client.sync('step1')).toHaveLength(1))
  return client
}

const textIn = (client: WireClient): string => client.receivedDoc().getText('text').toJSON()
const step1 = syncStep1Message(Y.encodeStateVector(new Y.Doc()))
/** Awareness of client 7 with a state of one field. */
const caret = (clock: number) =>
  awarenessMessage(Uint8Array.of(1, 7, clock, 7, ...Buffer.from(`{"a":${clock}}`)))
/** Long enough for anything that would leave too early to arrive. */
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80))

describe('S4: durable before visible', () => {
  it('W8: a caret does not overtake the update before it, also when an older caret waits to be relayed', async () => {
    const gated = await startGated()
    const [writer, reader] = [await connect(gated), await connect(gated)]
    gated.store.hold()
    writer.send(caret(1))
    writer.send(updateMessage(textUpdate('secret')))
    writer.send(caret(2))
    await aWhile()
    const seen = (): string => reader.awareness.map((body) => Buffer.from(body).toString()).join()
    expect(seen()).not.toContain('{"a":2}')
    gated.store.release()
    await eventually(() => expect(seen()).toContain('{"a":2}'))
  })

  it('W6, W8: nor does the answer to somebody who asks who is here', async () => {
    const gated = await startGated()
    const [writer, reader] = [await connect(gated), await connect(gated)]
    writer.send(caret(1))
    const seen = (): string => reader.awareness.map((body) => Buffer.from(body).toString()).join()
    await eventually(() => expect(seen()).toContain('{"a":1}'))
    gated.store.hold()
    writer.send(updateMessage(textUpdate('secret')))
    writer.send(caret(2))
    await eventually(() => expect(gated.store.batches).toEqual([1]))
    reader.send(Uint8Array.of(messageType.queryAwareness))
    await aWhile()
    expect(seen()).not.toContain('{"a":2}')
    const before = reader.awareness.length
    gated.store.release()
    // What is relayed with the update, and the answer.
    await eventually(() => expect(reader.awareness.length).toBe(before + 2))
    expect(seen()).toContain('{"a":2}')
  })

  it('nothing made from an update leaves before its commit, to nobody', async () => {
    const gated = await startGated()
    const [writer, reader] = [await connect(gated), await connect(gated)]
    gated.store.hold()
    writer.send(updateMessage(textUpdate('secret')))
    await eventually(() => expect(gated.store.batches).toEqual([1]))
    reader.send(step1)
    const newcomer = await WireClient.connect(`${gated.server.url}/room`)
    newcomer.send(step1)
    await aWhile()
    expect(writer.acks).toEqual([])
    expect([...reader.sync('update'), ...reader.sync('step2'), ...newcomer.messages]).toEqual([])

    gated.store.release()
    await eventually(() => {
      expect(writer.acks).toHaveLength(1)
      expect(reader.sync('update')).toHaveLength(1)
      expect(textIn(reader)).toBe('secret')
      expect(textIn(newcomer)).toBe('secret')
      expect(newcomer.sync('step1')).toHaveLength(1)
    })
  })

  it('what arrives for all rooms during one commit becomes the next one', async () => {
    const gated = await startGated()
    const clients = await Promise.all(['a', 'b', 'c', 'd'].map((name) => connect(gated, name)))
    gated.store.hold()
    clients[0]?.send(updateMessage(textUpdate('first')))
    await eventually(() => expect(gated.store.batches).toEqual([1]))
    for (let index = 0; index < 10; index++) {
      for (const client of clients) client.send(updateMessage(textUpdate('more', 500 + index)))
    }
    await aWhile()
    gated.store.release()
    await eventually(() =>
      expect(clients.map(({ acks }) => acks.at(-1)?.messageCount)).toEqual([11, 10, 10, 10]),
    )
    expect(gated.store.batches).toEqual([1, 40])
  })

  it('a room whose members have gone is closed only after its commits', async () => {
    const gated = await startGated()
    const writer = await connect(gated)
    gated.store.hold()
    writer.send(updateMessage(textUpdate('last words')))
    await eventually(() => expect(gated.store.batches).toEqual([1]))
    writer.webSocket.terminate()
    await eventually(() => expect(gated.server.stats()).toEqual({ rooms: 1, connections: 0 }))
    gated.store.release()
    await eventually(() => expect(gated.server.stats().rooms).toBe(0))
    const reader = await connect(gated)
    await reader.catchUp()
    expect(textIn(reader)).toBe('last words')
  })
})

describe('S5: load before answering', () => {
  it('holds what clients send until the document is there, in order', async () => {
    const gated = await startGated()
    const before = await connect(gated)
    before.send(updateMessage(textUpdate('old')))
    await before.catchUp()
    before.webSocket.terminate()
    await eventually(() => expect(gated.server.stats().rooms).toBe(0))

    gated.store.hold()
    const client = await WireClient.connect(`${gated.server.url}/room`)
    client.send(updateMessage(textUpdate('new', 200)))
    client.send(step1)
    await aWhile()
    expect(client.messages).toEqual([])
    gated.store.release()
    await eventually(() => expect(textIn(client)).toHaveLength(6))
  })
})

describe('A3: a failing disk', () => {
  it('acknowledges nothing, closes the room with 4503, and loads it from disk for the next to come', async () => {
    const gated = await startGated()
    const [writer, reader] = [await connect(gated), await connect(gated)]
    writer.send(updateMessage(textUpdate('kept')))
    await eventually(() => expect(writer.acks).toHaveLength(1))
    gated.store.failsFor = () => true
    writer.send(updateMessage(textUpdate('lost', 200)))
    expect(await writer.closed).toMatchObject({ code: 4503 })
    expect(await reader.closed).toMatchObject({ code: 4503 })
    expect(writer.acks).toHaveLength(1)
    expect(textIn(reader)).toBe('kept')
    await eventually(() => expect(gated.server.stats()).toEqual({ rooms: 0, connections: 0 }))

    gated.store.failsFor = () => false
    const next = await connect(gated)
    await next.catchUp()
    expect(textIn(next)).toBe('kept')
  })

  it('of one document leaves the others alone, in the same commit too', async () => {
    const gated = await startGated()
    const [sick, well] = [await connect(gated, 'sick'), await connect(gated, 'well')]
    gated.store.failsFor = (documentId) => documentId === 'sick'
    gated.store.hold()
    sick.send(updateMessage(textUpdate('one')))
    await eventually(() => expect(gated.store.batches).toEqual([1]))
    sick.send(updateMessage(textUpdate('two', 200)))
    well.send(updateMessage(textUpdate('three')))
    await aWhile()
    gated.store.release()
    expect(await sick.closed).toMatchObject({ code: 4503 })
    await eventually(() => expect(well.acks.at(-1)?.messageCount).toBe(1))
  })

  it('costs a stock client nothing but time: it comes back with its edits', async () => {
    const gated = await startGated()
    const ana = stockClient(gated.server.url, 'room')
    await synced(ana)
    gated.store.failsFor = () => true
    ana.doc.getText('text').insert(0, 'typed on a full disk')
    await eventually(() =>
      expect(gated.server.events.some(({ event }) => event === 'room-failed')).toBe(true),
    )
    gated.store.failsFor = () => false
    await eventually(async () => {
      const reader = await connect(gated)
      await reader.catchUp()
      expect(textIn(reader)).toBe('typed on a full disk')
    })
  })
})

describe('S7: an update that fails half-way', () => {
  /** Takes an update in and only then throws, as a bug of Yjs would. */
  class FragileState extends YjsRoomState {
    readonly #error: Error

    constructor(document: LoadedDocument | undefined, error: Error) {
      super(document)
      this.#error = error
    }

    override apply(update: Uint8Array): ReturnType<YjsRoomState['apply']> {
      const applied = super.apply(update)
      if (applied.carried.some(([clientId]) => clientId === 666)) throw this.#error
      return applied
    }
  }

  it.each([
    ['a state that knows it', new SpoiledStateError('half-way')],
    ['no room for an array', new RangeError('Invalid typed array length')],
  ])('by %s costs its sender the connection, and the others not even that', async (_what, error) => {
    const server = await startTestServer({
      access: { mode: 'open' },
      openRoomState: (document) => new FragileState(document, error),
    })
    const gated = { server } as GatedServer
    const [ana, luz, hostile] = [await connect(gated), await connect(gated), await connect(gated)]
    ana.send(updateMessage(textUpdate('before ', 1)))
    hostile.send(updateMessage(textUpdate('poison', 666)))
    ana.send(updateMessage(textUpdate('after', 2)))
    luz.send(syncStep2Message(textUpdate(' and later', 3)))
    expect(await hostile.closed).toMatchObject({ code: 4400 })
    await eventually(() => expect(ana.acks.at(-1)?.messageCount).toBe(2))
    await eventually(() => expect(luz.acks.at(-1)?.messageCount).toBe(1))
    const newcomer = await connect(gated)
    await newcomer.catchUp()
    expect(textIn(newcomer).length).toBe('before after and later'.length)
    expect(textIn(newcomer)).not.toContain('poison')
    expect(server.stats().connections).toBe(3)
  })
})
