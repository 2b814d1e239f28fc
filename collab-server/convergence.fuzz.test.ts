import { expect, test } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { chooseSeed, seededRandom } from '#collab-server/testing/random'
import { startTestServer } from '#collab-server/testing/start-test-server'
import {
  stockClient,
  synced,
  type StockClient,
  type StockClientLine,
} from '#collab-server/testing/stock-client'

type Run = { readonly seed: number; readonly clients: number; readonly steps: number }

const contentOf = ({ doc }: StockClient) => ({
  text: doc.getText('text').toDelta() as unknown,
  map: doc.getMap('map').toJSON(),
  list: doc.getArray('list').toJSON(),
})

/** One random thing that a person does; its name goes into the record. */
function act(client: StockClient, random: () => number): string {
  const { doc, provider } = client
  const text = doc.getText('text')
  const position = Math.floor(random() * (text.length + 1))
  const length = Math.min(text.length - position, Math.floor(random() * 5))
  const choice = random()
  if (choice < 0.45) {
    text.insert(
      position,
      random()
        .toString(36)
        .slice(2, 3 + Math.floor(random() * 8)),
    )
    return `insert at ${position}`
  }
  if (choice < 0.6) {
    text.delete(position, length)
    return `delete ${length} at ${position}`
  }
  if (choice < 0.68) {
    text.format(position, length, { bold: random() < 0.5 ? true : null })
    return `format ${length} at ${position}`
  }
  if (choice < 0.76) {
    doc.getMap('map').set(`key ${Math.floor(random() * 4)}`, random())
    return 'set'
  }
  if (choice < 0.84) {
    doc.getArray('list').insert(0, [random()])
    return 'list'
  }
  if (choice < 0.92) {
    provider.disconnect()
    return 'disconnect'
  }
  provider.connect()
  return 'connect'
}

async function converge({ seed, clients: count, steps }: Run): Promise<void> {
  const random = seededRandom(seed)
  const operations: string[] = []
  // So low that the log is compacted under the writers again and again.
  const limits = { maxLiveEntries: 40 }
  const server = await startTestServer({ access: { mode: 'open' }, limits })
  const clients = Array.from({ length: count }, (_, index) =>
    stockClient(server.url, 'room', { line: ((index % 3) + 1) as StockClientLine, clientId: index + 1 }),
  )
  try {
    for (let step = 0; step < steps; step++) {
      const index = Math.floor(random() * count)
      const client = clients[index]
      if (client) operations.push(`${index}: ${act(client, random)}`)
      if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 12))
    }
    for (const { provider } of clients) provider.connect()
    const [first, ...others] = clients as [StockClient, ...StockClient[]]
    await eventually(() => {
      for (const { provider } of clients) expect(provider.synced).toBe(true)
      for (const client of others) expect(contentOf(client)).toEqual(contentOf(first))
    })
    const expected = contentOf(first)
    await server.close()
    for (const client of clients) client.destroy()
    const again = await startTestServer({ access: { mode: 'open' }, dataDir: server.dataDir })
    const fresh = stockClient(again.url, 'room')
    await synced(fresh)
    expect(contentOf(fresh)).toEqual(expected)
  } catch (error) {
    console.error(`seed ${seed}\n${operations.join('\n')}`)
    throw error
  }
}

const seed = chooseSeed()

test.each([
  { seed, clients: 5, steps: 400 },
  { seed: seed + 1, clients: 3, steps: 400 },
  { seed: seed + 2, clients: 20, steps: 800 },
])(
  'whatever $clients stock clients do and however often they drop, they converge (seed $seed)',
  converge,
  60_000,
)
