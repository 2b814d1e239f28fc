import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { chooseSeed, seededRandom } from '#collab-server/testing/random'
import { startNodes, type TestNode } from '#collab-server/testing/start-nodes'
import { stockClient, synced, type StockClient } from '#collab-server/testing/stock-client'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { dropSchema, hasPostgres, newSchema, readRows } from '#storage/postgres/testing/test-schema'

const textOf = ({ doc }: StockClient): string => doc.getText('text').toJSON()

/** Names of those whom somebody sees, themselves among them. */
const seenBy = ({ provider }: StockClient): string[] =>
  [...provider.awareness.getStates().values()]
    .map((state) => String(state.name))
    .toSorted((a, b) => a.localeCompare(b))

/** With what a machine may take on which much else is done. */
const patient = { withinMs: 25_000, everyMs: 50 }

/** Each of these people sees these. */
function expectSeen(names: readonly string[], by: readonly StockClient[]): void {
  expect(by.map(seenBy)).toEqual(by.map(() => names))
}

async function join(node: TestNode, name: string, room = 'room'): Promise<StockClient> {
  const client = stockClient(node.url, room)
  client.provider.awareness.setLocalStateField('name', name)
  await synced(client)
  return client
}

describe.skipIf(!hasPostgres)('several collab servers on one store', () => {
  let location: PostgresLocation
  beforeEach(() => {
    location = newSchema()
  })
  afterEach(() => dropSchema(location))

  const stored = async (room: string): Promise<Y.Doc> => {
    const store = await PostgresDocumentUpdateStore.open(location)
    const document = await store.load(room)
    await store.close()
    const doc = new Y.Doc()
    if (document?.snapshot) Y.applyUpdate(doc, document.snapshot)
    for (const update of document?.updates ?? []) Y.applyUpdate(doc, update)
    return doc
  }

  it('let people on different ones write together and see each other come and go', async () => {
    const [one, two] = (await startNodes(2, location)) as [TestNode, TestNode]
    const [ana, luz] = await Promise.all([join(one, 'ana'), join(two, 'luz')])
    for (let at = 0; at < 30; at++) {
      ana.doc.getText('text').insert(0, `a${at} `)
      luz.doc.getText('text').insert(0, `l${at} `)
    }
    await eventually(() => expect(textOf(luz)).toBe(textOf(ana)))
    expect(textOf(ana)).toHaveLength(2 * (10 * 3 + 20 * 4))
    await eventually(() => expectSeen(['ana', 'luz'], [ana, luz]))
    // Who comes later finds both, whichever node they come to.
    const eva = await join(two, 'eva')
    expect(textOf(eva)).toBe(textOf(ana))
    await eventually(() => expectSeen(['ana', 'eva', 'luz'], [ana, eva]))
    ana.destroy()
    await eventually(() => expectSeen(['eva', 'luz'], [luz, eva]))
    // More than is said on the bus.
    luz.doc.getText('text').insert(0, 'x'.repeat(100_000))
    const late = await join(one, 'late')
    eva.doc.getText('text').insert(0, 'y'.repeat(100_000))
    await eventually(() => expect(textOf(late)).toHaveLength(200_220))
    await eventually(() => expect(textOf(late)).toBe(textOf(eva)))
  })

  it('miss nothing where messages get lost', async () => {
    const limits = { catchUpIntervalMs: 100 }
    const [one, two] = (await startNodes(2, location, { limits })) as [TestNode, TestNode]
    const [ana, luz] = await Promise.all([join(one, 'ana'), join(two, 'luz')])
    one.bus.loses = () => true
    ana.doc.getText('text').insert(0, 'nobody hears of this')
    await eventually(() => expect(textOf(luz)).toBe('nobody hears of this'))
    one.bus.loses = () => false
    ana.doc.getText('text').insert(0, 'but ')
    await eventually(() => expect(textOf(luz)).toBe('but nobody hears of this'))
  })

  it('go on each by itself while the bus is down, and catch up', async () => {
    const limits = { catchUpAloneMs: 100, nodeBeatMs: 50, nodeSilenceMs: 200 }
    const [one, two] = (await startNodes(2, location, { limits })) as [TestNode, TestNode]
    const [ana, luz] = await Promise.all([join(one, 'ana'), join(two, 'luz')])
    await eventually(() => expect(seenBy(luz)).toEqual(['ana', 'luz']))
    for (const { bus } of [one, two]) bus.set(false)
    ana.doc.getText('text').insert(0, 'a')
    luz.doc.getText('text').insert(0, 'l')
    await eventually(() => expect(textOf(ana)).toHaveLength(2))
    await eventually(() => expect(textOf(luz)).toBe(textOf(ana)))
    // Nobody knows whether they are still there.
    await eventually(() => expect([seenBy(ana), seenBy(luz)]).toEqual([['ana'], ['luz']]))
    for (const { bus } of [one, two]) bus.set(true)
    // By itself a client says every 15 s that it is still there; to others it is gone until it says something new.
    for (const { provider } of [ana, luz]) provider.awareness.setLocalStateField('moved', true)
    await eventually(() => expectSeen(['ana', 'luz'], [ana, luz]))
  })

  it('let somebody who was there through a short silence be seen all the while', async () => {
    const [one, two] = (await startNodes(2, location)) as [TestNode, TestNode]
    const [ana, luz] = await Promise.all([join(one, 'ana'), join(two, 'luz')])
    await eventually(() => expect(seenBy(luz)).toEqual(['ana', 'luz']))
    for (const { bus } of [one, two]) bus.set(false)
    ana.destroy()
    const eva = await join(one, 'eva')
    eva.doc.getText('text').insert(0, 'unheard')
    for (const { bus } of [one, two]) bus.set(true)
    await eventually(() => expectSeen(['eva', 'luz'], [luz, eva]))
    await eventually(() => expect(textOf(luz)).toBe('unheard'))
  })

  it('I2: keep a client id that is held on one from being written under on another', async () => {
    const [one, two] = (await startNodes(2, location, {
      limits: { doubtMs: 100, pingIntervalMs: 60_000 },
    })) as [TestNode, TestNode]
    const ana = await join(one, 'ana')
    ana.doc.getText('text').insert(0, 'mine')
    const shadow = await WireClient.connect(`${two.url}/room`)
    await shadow.catchUp()
    await eventually(() => expect(shadow.awareness.length).toBeGreaterThan(0))
    shadow.send(updateMessage(textUpdate('not mine, and longer', ana.doc.clientID)))
    expect((await shadow.closed).code).toBe(4509)
    ana.doc.getText('text').insert(0, 'still ')
    const luz = await join(two, 'luz')
    await eventually(() => expect(textOf(luz)).toBe('still mine'))
    // One that shows no life when it is asked over there is cut over here.
    ana.provider.ws?.close()
    ana.provider.disconnect()
    const silent = await WireClient.connect(`${one.url}/room`)
    await silent.catchUp()
    silent.send(updateMessage(textUpdate('silent', 77)))
    await eventually(() => expect(textOf(luz)).toContain('silent'))
    silent.webSocket.pause()
    const again = await WireClient.connect(`${two.url}/room`)
    again.send(updateMessage(textUpdate('silent, and back', 77)))
    expect((await again.closed).code).toBe(4509)
    await eventually(async () => {
      const back = await WireClient.connect(`${two.url}/room`)
      back.send(updateMessage(textUpdate('silent, and back', 77)))
      await eventually(() => expect(textOf(luz)).toContain('and back'), { withinMs: 300 })
    })
  })

  it('converge on what is stored, whatever gets lost and whoever folds', { timeout: 60_000 }, async () => {
    const seed = chooseSeed()
    const random = seededRandom(seed)
    const limits = { catchUpIntervalMs: 50, catchUpAloneMs: 50, maxLiveEntries: 20, nodeSilenceMs: 60_000 }
    const nodes = await startNodes(3, location, { limits })
    for (const { bus } of nodes) bus.loses = () => random() < 0.3
    const people = await Promise.all(nodes.map((node, at) => join(node, `person ${at}`)))
    for (let step = 0; step < 120; step++) {
      const person = people[Math.floor(random() * people.length)] as StockClient
      const text = person.doc.getText('text')
      if (random() < 0.7) text.insert(Math.floor(random() * (text.length + 1)), `${step} `)
      else text.delete(0, Math.min(text.length, Math.floor(random() * 6)))
      if (random() < 0.02) nodes[Math.floor(random() * 3)]?.bus.set(false)
      if (random() < 0.04) for (const { bus } of nodes) bus.set(true)
      // oxlint-disable-next-line no-await-in-loop -- now and then the network has its turn
      if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 6))
    }
    for (const { bus } of nodes) bus.set(true)
    await eventually(async () => {
      const doc = await stored('room')
      const kept = doc.getText('text').toJSON()
      expect([seed, ...people.map(textOf)]).toEqual([seed, ...people.map(() => kept)])
    }, patient)
    await eventually(async () => {
      const [row] = await readRows<{ sequence: string }>(location, 'SELECT sequence FROM snapshots')
      expect(Number(row?.sequence)).toBeGreaterThan(20)
    }, patient)
    expect(nodes.flatMap(({ events }) => events).filter(({ level }) => level === 'error')).toEqual([])
  })
})
