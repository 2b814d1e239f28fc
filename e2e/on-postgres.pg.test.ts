import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'

import { eventually } from '#collab-server/testing/eventually'
import { WireClient } from '#collab-server/testing/wire-client'
import { appServices } from '#features/documents/server/app-services'
import { refreshProjections } from '#features/documents/server/refresh-projections'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { updateMessage } from '#protocol/message-parts'
import { schemaVersion } from '#schema/version'
import { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { collabSchema } from '#storage/postgres/schemas'
import { hasPostgres, newDatabase } from '#storage/postgres/testing/test-schema'

// The library of accounts is loaded with the first call.
describe.skipIf(!hasPostgres)('the app and the collab server on PostgreSQL', { timeout: 60_000 }, () => {
  let database: Awaited<ReturnType<typeof newDatabase>>
  let services: Awaited<ReturnType<typeof startHandlerServices>>
  beforeAll(async () => {
    database = await newDatabase()
    const { url } = database
    services = await startHandlerServices(
      { DATABASE_URL: url },
      {
        openStore: (_onCrash, interruption) =>
          PostgresDocumentUpdateStore.openAlone({ url, schema: collabSchema }, interruption),
      },
    )
  })
  afterAll(async () => {
    await services.stop()
    delete process.env.DATABASE_URL
    await database.drop()
  })

  it('take somebody from an account to a text that is found', async () => {
    const ana = new HandlerClient()
    const account = { name: 'Ana', email: 'ana@example.org', password: 'correct horse battery' }
    expect((await ana.auth('sign-up/email', account)).status).toBe(204)
    const made = await ana.call({ route: 'documents', method: 'POST' })
    const { id: documentId } = (await made.json()) as { id: string }
    const answer = await ana.call({
      route: 'documents/[documentId]/token',
      method: 'POST',
      params: { documentId },
    })
    const { token } = (await answer.json()) as { token: string }
    const query = new URLSearchParams({ token, schema: String(schemaVersion), acks: '1' })
    const socket = await WireClient.connect(`${services.collabUrl}/${documentId}?${query.toString()}`)
    await socket.catchUp()
    const doc = socket.receivedDoc()
    const before = Y.encodeStateVector(doc)
    const block = doc.getXmlFragment('default').get(0) as Y.XmlElement
    block.insert(0, [new Y.XmlText('Un pingüino cruza la calle')])
    socket.send(updateMessage(Y.encodeStateAsUpdate(doc, before)))
    await eventually(() => expect(socket.acks.at(-1)?.messageCount).toBeGreaterThan(0))
    socket.webSocket.close()

    const { store, collabServer } = appServices()
    const { id: userId } = await store.accountTables.db
      .selectFrom('accounts')
      .select('id')
      .executeTakeFirstOrThrow()
    await store.visits.record({ userId, documentId, openedAt: 1 })
    await eventually(async () => {
      await refreshProjections(store.documents, collabServer)
      const search = { userId, terms: ['pingu', 'call'], limit: 9, now: Date.now() }
      expect((await store.visits.search(search)).map(({ id }) => id)).toEqual([documentId])
    })
    // Somebody who signs in again is the same.
    const again = new HandlerClient()
    const { email, password } = account
    expect((await again.auth('sign-in/email', { email, password })).status).toBe(204)
    const owned = await store.visits.list({
      userId,
      view: 'owned',
      order: 'title',
      limit: 9,
      now: Date.now(),
    })
    expect(owned).toMatchObject([{ id: documentId, ownerId: userId, starred: false }])
  })
})
