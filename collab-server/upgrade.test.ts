import { expect, it } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced, type StockClient } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { closeCodes } from '#protocol/close-codes'
import { schemaVersion } from '#schema/version'

/** A page that knows the schema of a version. @param doc what it has, in the browser too */
function openPage(server: TestServer, schema: number, doc?: StockClient['doc']): StockClient {
  const [, query = ''] = server.pathFor('doc-1', {}, { schema: String(schema) }).split('?')
  const params = Object.fromEntries(new URLSearchParams(query))
  return stockClient(server.url, 'doc-1', { params, ...(doc && { doc }) })
}

const textIn = ({ doc }: StockClient) => doc.getText('text')

it('H4: a page from before an upgrade is sent away before it reads anything, and loses nothing that it has', async () => {
  const dataDir = temporaryFolder()
  const before = await startTestServer({ dataDir })
  await before.internal('PUT', '/internal/documents/doc-1')
  const page = openPage(before, schemaVersion)
  await synced(page)
  textIn(page).insert(0, 'before')
  const reader = openPage(before, schemaVersion)
  await eventually(() => expect(textIn(reader).toJSON()).toBe('before'))
  await before.close()
  page.provider.disconnect()
  textIn(page).insert(6, ', meanwhile')

  const after = await startTestServer({ dataDir })
  const newcomer = openPage(after, schemaVersion)
  await synced(newcomer)
  textIn(newcomer).insert(0, 'after, ')
  // What the server knows is newer than what this page does.
  const stale = openPage(after, schemaVersion - 1, page.doc)
  const [event] = await new Promise<[{ code: number } | null]>((resolve) => {
    stale.provider.on('connection-close', (closed: { code: number } | null) => resolve([closed]))
  })
  expect(event?.code).toBe(closeCodes.schemaOutdated.code)
  expect(textIn(page).toJSON()).toBe('before, meanwhile')
  expect(textIn(newcomer).toJSON()).toBe('after, before')

  // It loads itself anew, and has kept its text in the browser.
  const reloaded = openPage(after, schemaVersion, page.doc)
  await synced(reloaded)
  await eventually(() => expect(textIn(newcomer).toJSON()).toBe('after, before, meanwhile'))
  expect(textIn(reloaded).toJSON()).toBe('after, before, meanwhile')
}, 40_000)
