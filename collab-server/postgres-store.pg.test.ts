import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { freePort } from '#collab-server/testing/free-port'
import { startServerProcess } from '#collab-server/testing/server-process'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { WireClient } from '#collab-server/testing/wire-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import {
  changeRows,
  dropSchema,
  hasPostgres,
  newDatabase,
  newSchema,
} from '#storage/postgres/testing/test-schema'

describe.skipIf(!hasPostgres)('a collab server on PostgreSQL', () => {
  let location: PostgresLocation
  beforeEach(() => {
    location = newSchema()
  })
  afterEach(() => dropSchema(location))

  const start = (): Promise<TestServer> =>
    startTestServer({
      access: { mode: 'open' },
      limits: { maxLiveEntries: 20 },
      openStore: () => PostgresDocumentUpdateStore.open(location),
    })

  it('gives a document back after a restart as it was written, also what is folded', async () => {
    const first = await start()
    const [ana, luz] = [stockClient(first.url, 'room'), stockClient(first.url, 'room')]
    await Promise.all([synced(ana), synced(luz)])
    for (let at = 0; at < 60; at++) ana.doc.getText('text').insert(0, `${at} `)
    const written = ana.doc.getText('text').toJSON()
    await eventually(() => expect(luz.doc.getText('text').toJSON()).toBe(written))
    await eventually(async () => expect(await changeRows(location, 'SELECT 1 FROM snapshots')).toBe(1))
    ana.destroy()
    luz.destroy()
    await first.close()

    const second = await start()
    const eva = stockClient(second.url, 'room')
    await synced(eva)
    expect(eva.doc.getText('text').toJSON()).toBe(written)
    await second.close()
  })
})

// Each starts processes one after the other.
describe.skipIf(!hasPostgres)('node collab-server/main.ts with DATABASE_URL', { timeout: 90_000 }, () => {
  it('finds what was written after a new start, from wherever it is started, and lets no second one in', async () => {
    const { env } = await onDatabase()
    const first = await startServerProcess(env)
    const client = stockClient(first.url, 'notes')
    await synced(client)
    client.doc.getMap('map').set('written', true)
    const witness = stockClient(first.url, 'notes')
    await eventually(() => expect(witness.doc.getMap('map').toJSON()).toEqual({ written: true }))
    client.destroy()
    witness.destroy()
    const second = await startServerProcess(env)
    expect(await second.exited).toBe(75)
    expect(second.stderr()).toMatch(/^The database of DATABASE_URL is in use by another collab server/)
    expect(await first.kill('SIGTERM')).toBe(0)

    const third = await startServerProcess({ ...env, DATA_DIR: temporaryFolder() })
    const late = stockClient(third.url, 'notes')
    await synced(late)
    expect(late.doc.getMap('map').toJSON()).toEqual({ written: true })
    late.destroy()
  })

  it('lets nobody write where it cannot know any more whether it is the only one, until it is again', async () => {
    const { env, url } = await onDatabase()
    const server = await startServerProcess(env)
    const client = await WireClient.connect(`${server.url}/notes`)
    await client.catchUp()
    const ended = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'pliego alone' AND datname = current_database()`
    expect(await changeRows({ url, schema: 'public' }, ended)).toBe(1)
    expect((await client.closed).code).toBe(4503)
    await eventually(() => expect(server.log.at(-1)).toMatchObject({ event: 'store-regained' }))
    expect(server.log.some(({ level, event }) => level === 'error' && event === 'store-lost')).toBe(true)
    const again = await WireClient.connect(`${server.url}/notes`)
    await again.catchUp()
  })

  it('says in a sentence what is wrong, without the password, and ends with 75', async () => {
    const { env } = await onDatabase()
    const url = new URL(env.DATABASE_URL)
    url.password = 'wrong-and-secret'
    const refused = await startServerProcess({ ...env, DATABASE_URL: url.href })
    expect(await refused.exited).toBe(75)
    expect(refused.stderr()).toMatch(
      /^The store cannot be opened: PostgreSQL refuses the user name or the pass/,
    )
    expect(refused.stderr()).not.toContain('wrong-and-secret')
    url.port = String(await freePort())
    const unreachable = await startServerProcess({ ...env, DATABASE_URL: url.href })
    expect(await unreachable.exited).toBe(75)
    expect(unreachable.stderr()).toMatch(/PostgreSQL cannot be reached: nothing listens at this address/)
    expect(unreachable.stderr()).not.toContain('wrong-and-secret')
  })
})

async function onDatabase() {
  const { url, drop } = await newDatabase()
  onTestFinished(drop)
  return { env: { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder(), DATABASE_URL: url }, url }
}
