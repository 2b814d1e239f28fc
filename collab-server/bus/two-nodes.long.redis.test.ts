import { describe, expect, it, onTestFinished } from 'vitest'

import { hasRedis, newRedis } from '#collab-server/bus/testing/test-redis'
import { eventually } from '#collab-server/testing/eventually'
import { startServerProcess, type ServerProcess } from '#collab-server/testing/server-process'
import { stockClient, synced, type StockClient } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'
import { hasPostgres, newDatabase } from '#storage/postgres/testing/test-schema'

/** Processes start and end, on a machine that does much else. */
const patient = { withinMs: 40_000, everyMs: 50 }

const textOf = ({ doc }: StockClient): string => doc.getText('text').toJSON()
const seenBy = ({ provider }: StockClient): string[] =>
  [...provider.awareness.getStates().values()]
    .map((state) => String(state.name))
    .toSorted((a, b) => a.localeCompare(b))

async function join(node: ServerProcess, name: string): Promise<StockClient> {
  const client = stockClient(node.url, 'room')
  client.provider.awareness.setLocalStateField('name', name)
  await synced(client)
  return client
}

// Each starts several processes.
describe.skipIf(!hasPostgres || !hasRedis)(
  'node collab-server/main.ts with REDIS_URL',
  { timeout: 120_000 },
  () => {
    it('serves one document by two of them through the death of Redis and of one of them, and loses nothing saved', async () => {
      const [redis, { url: databaseUrl, drop }] = await Promise.all([newRedis(), newDatabase()])
      onTestFinished(drop)
      const start = (): Promise<ServerProcess> =>
        startServerProcess({
          COLLAB_ACCESS: 'open',
          DATA_DIR: temporaryFolder(),
          DATABASE_URL: databaseUrl,
          REDIS_URL: redis.url,
        })
      const [one, two] = await Promise.all([start(), start()])
      const [ana, luz] = await Promise.all([join(one, 'ana'), join(two, 'luz')])
      ana.doc.getText('text').insert(0, 'a')
      luz.doc.getText('text').insert(0, 'l')
      await eventually(() => expect(textOf(ana)).toHaveLength(2), patient)
      await eventually(() => expect(textOf(luz)).toBe(textOf(ana)), patient)
      await eventually(
        () => expect([ana, luz].map(seenBy)).toEqual([ana, luz].map(() => ['ana', 'luz'])),
        patient,
      )

      await redis.kill()
      ana.doc.getText('text').insert(0, 'without ')
      luz.doc.getText('text').insert(0, 'Redis ')
      await eventually(() => expect(textOf(luz)).toHaveLength(16), patient)
      await eventually(() => expect(textOf(luz)).toBe(textOf(ana)), patient)
      await redis.restart()
      await eventually(() => expect(two.log.at(-1)).toMatchObject({ event: 'bus-up' }), patient)

      // Everything that was acknowledged is there when the process that took it dies at once.
      const writer = await WireClient.connect(`${one.url}/room?acks=1`)
      let sent = 0
      const writing = setInterval(
        () => writer.send(updateMessage(textUpdate(`<${sent}>`, 10_000 + sent++))),
        2,
      )
      await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBeGreaterThan(30), patient)
      const diesAt = performance.now()
      await one.kill('SIGKILL')
      clearInterval(writing)
      const acknowledged = writer.acks.at(-1)?.messageCount ?? 0
      await eventually(() => expect(textOf(luz)).toContain(`<${acknowledged - 1}>`), patient)
      for (let at = 0; at < acknowledged; at++) expect(textOf(luz)).toContain(`<${at}>`)
      await eventually(() => expect(seenBy(luz)).toEqual(['luz']), patient)
      expect(performance.now() - diesAt).toBeLessThan(30_000)

      // Whoever was there goes on with another.
      const back = stockClient(two.url, 'room', { doc: ana.doc })
      await synced(back)
      back.doc.getText('text').insert(0, 'back ')
      await eventually(() => expect(textOf(luz)).toMatch(/^back /), patient)
      expect(await two.kill('SIGTERM')).toBe(0)
    })

    it('lets nobody in beside them who works alone', async () => {
      const [redis, { url: databaseUrl, drop }] = await Promise.all([newRedis(), newDatabase()])
      onTestFinished(drop)
      const env = { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder(), DATABASE_URL: databaseUrl }
      await startServerProcess({ ...env, REDIS_URL: redis.url })
      const alone = await startServerProcess({ ...env, DATA_DIR: temporaryFolder() })
      expect(await alone.exited).toBe(75)
      expect(alone.stderr()).toMatch(
        /^The database of DATABASE_URL is in use by another collab server.*REDIS_URL/,
      )
    })
  },
)
