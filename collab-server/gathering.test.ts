import { once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'

import { gatherMs, Gathering } from '#collab-server/gathering'
import { defaultLimits } from '#collab-server/limits'
import { eventually } from '#collab-server/testing/eventually'
import { GatedStore } from '#collab-server/testing/gated-store'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

type GatheringServer = { readonly server: TestServer; readonly store: GatedStore; readonly dataDir: string }

/** Nothing but the third update that waits ends the gathering. */
async function start(): Promise<GatheringServer> {
  const dataDir = temporaryFolder()
  const store = new GatedStore(await JournaledDocumentUpdateStore.open(dataDir))
  const server = await startTestServer({
    access: { mode: 'open' },
    dataDir,
    openStore: () => Promise.resolve(store),
    limits: { gatherMsPerMember: 600_000, maxGatherMs: 600_000, maxGatheredUpdates: 3 },
  })
  return { server, store, dataDir }
}

async function connect({ server }: GatheringServer): Promise<WireClient> {
  const client = await WireClient.connect(`${server.url}/room?acks=1`)
  await eventually(() => expect(client.sync('step1')).toHaveLength(1))
  return client
}

const textIn = (client: WireClient): string => client.receivedDoc().getText('text').toJSON()

async function holding(): Promise<GatheringServer & { writer: WireClient; reader: WireClient }> {
  const gathering = await start()
  const [writer, reader] = [await connect(gathering), await connect(gathering)]
  writer.send(updateMessage(textUpdate('a', 7)))
  await eventually(() => expect(textIn(reader)).toBe('a'))
  writer.send(updateMessage(textUpdate('b', 8)))
  writer.send(updateMessage(textUpdate('c', 9)))
  // The answer comes once what was sent before has been handled.
  const handled = once(writer.webSocket, 'pong')
  writer.webSocket.ping()
  await handled
  expect([gathering.store.batches, textIn(reader)]).toEqual([[1], 'a'])
  return { ...gathering, writer, reader }
}

const wanted = (members: number): number => gatherMs(members, defaultLimits)

describe('S8: how long a room gathers', () => {
  it('grows with its members, and is nothing where the journal gathers anyway', () => {
    expect([1, 2, 8].map(wanted)).toEqual([0, 0, 0])
    expect([10, 25, 50].map(wanted)).toEqual([10, 25, 50])
    expect([51, 200, 20_000].map(wanted)).toEqual([50, 50, 50])
  })

  it('the first after a pause waits for nothing, then all that came goes together and in order', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const handedOn: (readonly number[])[] = []
      const gathering = new Gathering<number>(defaultLimits, (updates) => handedOn.push(updates))
      gathering.add(1, 20)
      expect(handedOn).toEqual([[1]])
      for (const update of [2, 3, 4]) gathering.add(update, 20)
      vi.advanceTimersByTime(19)
      expect([handedOn.length, gathering.holds]).toEqual([1, true])
      vi.advanceTimersByTime(1)
      expect([handedOn.slice(1), gathering.holds]).toEqual([[[2, 3, 4]], false])
      // The next wait begins then.
      gathering.add(5, 20)
      expect(handedOn).toHaveLength(2)
      vi.advanceTimersByTime(20)
      expect(handedOn.slice(2)).toEqual([[5]])
      vi.advanceTimersByTime(20)
      for (let update = 6; update <= 14; update++) gathering.add(update, 20)
      // So many go at once.
      expect(handedOn.slice(3)).toEqual([[6], [7, 8, 9, 10, 11, 12, 13, 14]])
      gathering.add(15, 20)
      gathering.clear()
      vi.advanceTimersByTime(100)
      expect(handedOn).toHaveLength(5)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('S4: what a room gathers', () => {
  it('is seen by nobody and acknowledged to nobody before it is on disk, with whatever was made from it', async () => {
    const { server, store, writer, reader } = await holding()
    const newcomer = await WireClient.connect(`${server.url}/room`)
    newcomer.send(updateMessage(textUpdate('d', 10)))
    await eventually(() => expect(store.batches).toEqual([1, 3]))
    await eventually(() => {
      expect(textIn(reader).split('').toSorted().join('')).toBe('abcd')
      expect(writer.acks.at(-1)?.messageCount).toBe(3)
      // Its greeting was made from the two that waited.
      expect(newcomer.sync('step1')).toHaveLength(1)
    })
  })

  it('is on disk once the server has closed', async () => {
    const { server, dataDir } = await holding()
    await server.close()
    const store = await JournaledDocumentUpdateStore.open(dataDir)
    const document = await store.load('room')
    await store.close()
    expect(document?.lastSequence).toBe(3)
  })

  it('is given up with the room when the disk refuses: nobody is told it is saved', async () => {
    const { store, writer, reader } = await holding()
    store.failsFor = () => true
    writer.send(updateMessage(textUpdate('d', 10)))
    expect(await writer.closed).toMatchObject({ code: 4503 })
    expect(await reader.closed).toMatchObject({ code: 4503 })
    expect(writer.acks.at(-1)?.messageCount).toBe(1)
    expect(textIn(reader)).toBe('a')
  })
})
