import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { startServerProcess, type ServerProcess } from '#collab-server/testing/server-process'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'
import { openPostgresAppStore } from '#storage/postgres/postgres-app-store'
import { appSchema } from '#storage/postgres/schemas'
import { findPostgres, startPostgres, type TestPostgres } from '#storage/postgres/testing/start-postgres'

/** How often it is killed; `npm run faults` asks for more. */
const rounds = Number(process.env.POSTGRES_ROUNDS ?? 1)
const programs = findPostgres()

// Not that of TEST_DATABASE_URL, which others work with.
describe.skipIf(programs === undefined)(
  'where PostgreSQL is killed',
  { timeout: 60_000 * (rounds + 1) },
  () => {
    let postgres: TestPostgres
    beforeAll(async () => {
      postgres = await startPostgres(programs ?? '')
    }, 60_000)
    afterAll(() => postgres.stop())

    it('and comes back, what was saved or seen is there, what was not is saved then, and nothing crashes', async () => {
      const server = await startServerProcess({
        COLLAB_ACCESS: 'open',
        DATA_DIR: temporaryFolder(),
        DATABASE_URL: postgres.url,
      })
      const lists = openPostgresAppStore({ url: postgres.url, schema: appSchema })
      await lists.documents.insert({ id: 'd1', ownerId: 'ana', createdAt: 1, generalRole: null })
      for (let round = 0; round < rounds; round++) {
        const room = `notes-${round}`
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const { seen, saved, staying } = await writeUntilKilled(server, room)
        // oxlint-disable-next-line no-await-in-loop
        await eventually(async () => expect(await readiness(server)).toBe(503))
        // oxlint-disable-next-line no-await-in-loop
        await expect(lists.documents.get('d1')).rejects.toMatchObject({ code: 'unavailable' })
        staying.doc.getText('text').insert(0, 'written meanwhile ')
        // oxlint-disable-next-line no-await-in-loop
        await postgres.start()
        // oxlint-disable-next-line no-await-in-loop
        await eventually(async () => expect(await readiness(server)).toBe(200), { withinMs: 30_000 })
        // oxlint-disable-next-line no-await-in-loop
        expect(await lists.documents.get('d1')).toMatchObject({ ownerId: 'ana' })

        const late = stockClient(server.url, room)
        const text = (): string => late.doc.getText('text').toJSON()
        // oxlint-disable-next-line no-await-in-loop
        await eventually(() => expect(text()).toContain('written meanwhile '), { withinMs: 30_000 })
        expect(text().split('x').length - 1).toBeGreaterThanOrEqual(saved)
        expect(text()).toContain(seen)
        late.doc.getText('text').insert(0, 'goes on ')
        // oxlint-disable-next-line no-await-in-loop
        await eventually(() => expect(staying.doc.getText('text').toJSON()).toBe(text()))
        late.destroy()
        staying.destroy()
      }
      await lists.close()
      // As it says how it fared: it is the same process.
      expect(await server.kill('SIGTERM')).toBe(0)
      expect(server.log.filter(({ event }) => event === 'store-regained')).toHaveLength(rounds)
    })

    /**
     * Somebody types as fast as they are told that it is saved, somebody watches, and somebody stays. The first two are gone
     * before it comes back: nobody can send again what they had.
     */
    async function writeUntilKilled(server: ServerProcess, room: string) {
      const typing = await WireClient.connect(`${server.url}/${room}?acks=1`)
      await typing.catchUp()
      const [watching, staying] = [stockClient(server.url, room), stockClient(server.url, room)]
      await Promise.all([synced(watching), synced(staying)])
      // Whoever stays has nothing of what the others write: it comes from the store alone.
      staying.provider.disconnect()
      const doc = new Y.Doc()
      const text = doc.getText('text')
      const work = { isOver: false }
      void typing.closed.then(() => (work.isOver = true))
      const savedCount = (): number => typing.acks.at(-1)?.messageCount ?? 0
      doc.on('update', (update: Uint8Array) => typing.send(updateMessage(update)))
      const type = async (): Promise<void> => {
        while (!work.isOver) {
          text.insert(text.length, 'x')
          const wanted = text.length
          // oxlint-disable-next-line no-await-in-loop -- one letter after the other
          await eventually(() => expect(work.isOver || savedCount() >= wanted).toBe(true), { everyMs: 2 })
        }
      }
      const typed = type()
      await eventually(() => expect(savedCount()).toBeGreaterThan(30))
      await postgres.crash()
      await typed
      const seen = watching.doc.getText('text').toJSON()
      watching.destroy()
      staying.provider.connect()
      expect((await typing.closed).code).toBe(4503)
      expect(seen.length).toBeGreaterThan(20)
      return { seen, saved: savedCount(), staying }
    }
  },
)

async function readiness({ port }: ServerProcess): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/readyz`)).status
}
