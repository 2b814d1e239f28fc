import { afterAll, beforeAll, expect, it } from 'vitest'

import { verifyDocumentToken } from '#access/document-token'
import { eventually } from '#collab-server/testing/eventually'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { secretLeadMs } from '#config/shared-secret'
import { appServices } from '#features/documents/server/app-services'
import { tokenMessage, updateMessage } from '#protocol/message-parts'
import { schemaVersion } from '#schema/version'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'

// Another secret of the servers while both run, by the handler of whoever administers, against a real collab server.

let collabUrl: string
let stop: () => Promise<void>
beforeAll(async () => {
  ;({ collabUrl, stop } = await startHandlerServices({}, { secretInFile: true }))
}, 60_000)
afterAll(() => stop())

async function signUp(name: string): Promise<HandlerClient> {
  const client = new HandlerClient()
  const account = { name, email: `${name}@example.org`, password: 'correct horse battery' }
  expect((await client.auth('sign-up/email', account)).status).toBe(204)
  return client
}

it('is signed with while sockets stay, with tokens of before and of after', async () => {
  const admin = await signUp('admin')
  const made = await admin.call({ route: 'documents', method: 'POST' })
  const { id: documentId } = (await made.json()) as { id: string }
  const tokenOf = async () => {
    const answer = await admin.call({
      route: 'documents/[documentId]/token',
      method: 'POST',
      params: { documentId },
    })
    return ((await answer.json()) as { token: string }).token
  }
  const open = async (token: string) => {
    const socket = await WireClient.connect(
      `${collabUrl}/${documentId}?token=${token}&schema=${schemaVersion}`,
    )
    await socket.catchUp()
    return socket
  }
  const { collabSecret } = appServices()
  const before = collabSecret.signing()
  const oldToken = await tokenOf()
  const live = await open(oldToken)

  const changing = { route: 'admin/secret', method: 'POST' }
  expect((await admin.call(changing)).status).toBe(204)
  const begun = Date.now()
  expect(await (await admin.call(changing)).json()).toEqual({ error: 'secretChangedJustNow' })
  await eventually(() => expect(collabSecret.signing()).not.toBe(before), { withinMs: secretLeadMs + 5000 })
  console.info(`another secret signs after ${Date.now() - begun} ms`)
  const newToken = await tokenOf()
  expect(verifyDocumentToken(before, newToken, Date.now()).outcome).toBe('invalid')

  // One of after for who came before; one of before for who comes now; the app is heard as well.
  live.send(tokenMessage(newToken))
  live.send(updateMessage(textUpdate('still here', 7)))
  await live.catchUp()
  const late = await open(oldToken)
  await late.catchUp()
  expect(late.receivedDoc().getText('text').toString()).toContain('still here')
  const another = await open(newToken)
  expect((await admin.call({ route: 'documents', method: 'POST' })).status).toBe(201)
  for (const socket of [live, late, another]) expect(socket.webSocket.readyState).toBe(WebSocket.OPEN)

  const [event] = await appServices().store.accessLog.newest(1)
  expect(event).toMatchObject({ kind: 'secretChanged', documentId: '', actorName: 'admin' })
}, 30_000)

it('is nobody’s to change but who administers', async () => {
  const someone = await signUp('someone')
  expect((await someone.call({ route: 'admin/secret', method: 'POST' })).status).toBe(403)
})
