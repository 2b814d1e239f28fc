import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { WireClient } from '#collab-server/testing/wire-client'
import { appServices } from '#features/documents/server/app-services'
import { HandlerClient } from '#e2e/support/handler-client'
import { startHandlerServices } from '#e2e/support/handler-services'
import { schemaVersion } from '#schema/version'

// Access that is taken back while the collab server cannot be reached, although people are connected to it.

let collabUrl: string
let stop: () => Promise<void>
/** What the front before the collab server does not let through, once each. */
const dropped: RegExp[] = []
/** When a change of access was let through last. */
let toldAt = 0

beforeAll(async () => {
  const services = await startHandlerServices()
  ;({ collabUrl } = services)
  const target = new URL(collabUrl.replace('ws:', 'http:'))
  const front = createServer((asked, answer) => forward(target, asked, answer))
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  process.env['COLLAB_PORT'] = String((front.address() as AddressInfo).port)
  stop = async () => {
    front.closeAllConnections()
    await new Promise((resolve) => front.close(resolve))
    await services.stop()
  }
})
afterAll(() => stop())

function forward(target: URL, asked: IncomingMessage, answer: ServerResponse): void {
  const index = dropped.findIndex((pattern) => pattern.test(asked.url ?? ''))
  if (index >= 0) {
    dropped.splice(index, 1)
    asked.socket.destroy()
    return
  }
  const { method, url, headers } = asked
  if (url?.endsWith('/access-changes')) toldAt = Date.now()
  const onward = request(new URL(url ?? '/', target), { method, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(answer)
  })
  onward.on('error', () => answer.destroy())
  asked.pipe(onward)
}

it('is told until it is heard: who is there is cut, and an older token opens nothing', async () => {
  const owner = new HandlerClient()
  const made = await owner.call({ route: 'documents', method: 'POST' })
  const { id: documentId } = (await made.json()) as { id: string }
  const params = { documentId }
  const asked = { route: 'documents/[documentId]/token', method: 'POST', params }
  const { token } = (await (await new HandlerClient().call(asked)).json()) as { token: string }
  const address = `${collabUrl}/${documentId}?token=${token}&schema=${schemaVersion}`
  const guest = await WireClient.connect(address)
  await guest.catchUp()

  dropped.push(/access-changes$/)
  const close = {
    route: 'documents/[documentId]/sharing',
    method: 'PUT',
    body: { generalRole: null },
    params,
  }
  expect((await owner.call(close)).status).toBe(204)
  expect(dropped).toEqual([])
  expect(await appServices().store.accessNotices.pending(5)).toMatchObject([{ documentId }])
  expect(await guest.closed).toMatchObject({ code: 4401 })
  expect(Date.now() - toldAt).toBeLessThan(2_000)
  expect(await (await WireClient.connect(address)).closed).toMatchObject({ code: 4401 })
  await expect.poll(() => appServices().store.accessNotices.pending(5)).toEqual([])
})
