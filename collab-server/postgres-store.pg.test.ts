import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { changeRows, dropSchema, hasPostgres, newSchema } from '#storage/postgres/testing/test-schema'

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
