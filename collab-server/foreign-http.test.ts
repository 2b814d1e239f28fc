import { describe, expect, it } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { RawSocket } from '#collab-server/testing/raw-socket'
import { appOrigin, startTestServer, testSecret } from '#collab-server/testing/start-test-server'
import { internalSignatureHeader, signInternalRequest } from '#access/internal-signature'

const upgradeHeaders =
  'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='

/** The status line of the answer to these bytes. */
async function answerTo(port: number, bytes: string): Promise<string> {
  const raw = new RawSocket(port)
  raw.socket.write(bytes)
  await eventually(() => expect(raw.received.includes('\r\n\r\n')).toBe(true))
  return raw.received.toString().split('\r\n')[0] ?? ''
}

describe('H7: whatever is asked gets a clear status', () => {
  it.each([
    ['no HTTP at all', 'HELO mail.example\r\n\r\n', 400],
    ['the beginning of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n', 400],
    ['a plain GET of a room', 'GET /room HTTP/1.1\r\nHost: x\r\n\r\n', 426],
    ['a POST to a room', 'POST /room HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', 405],
    ['a POST to a page', 'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', 405],
    ['a path that is no room', 'GET /a//b HTTP/1.1\r\nHost: x\r\n\r\n', 404],
    ['the root', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 404],
    ['a head of 20 KB', `GET /room HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'an upgrade to something else',
      'GET /room HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
      426,
    ],
    [
      'an upgrade without a key',
      'GET /room HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n',
      400,
    ],
    ['an upgrade by POST', `POST /room HTTP/1.1\r\n${upgradeHeaders}\r\n\r\n`, 405],
    ['an upgrade at a path that is no room', `GET /a//b HTTP/1.1\r\n${upgradeHeaders}\r\n\r\n`, 400],
    ['an upgrade at the address of a proxy', `GET http://x/room HTTP/1.1\r\n${upgradeHeaders}\r\n\r\n`, 400],
    ['a proper upgrade', `GET /room HTTP/1.1\r\n${upgradeHeaders}\r\n\r\n`, 101],
  ])('%s', async (_what, bytes, status) => {
    const server = await startTestServer({ access: { mode: 'open' } })
    expect(await answerTo(server.port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })
})

describe('L5: requests of the app', () => {
  const path = '/internal/documents/doc-1'
  const head = (headers: string): string => `PUT ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`

  it('a body that nobody signed is refused before it is sent', async () => {
    const server = await startTestServer()
    expect(await answerTo(server.port, head('Content-Length: 1000000'))).toMatch(/ 401 /)
    const old = signInternalRequest(testSecret, { method: 'PUT', path, body: '' }, Date.now() - 60_000)
    expect(
      await answerTo(server.port, head(`${internalSignatureHeader}: ${old}\r\nContent-Length: 1000000`)),
    ).toMatch(/ 401 /)
    // In form and time a signature, made by somebody who has not the secret.
    const forged = signInternalRequest('x'.repeat(40), { method: 'PUT', path, body: '' }, Date.now())
    expect(
      await answerTo(server.port, head(`${internalSignatureHeader}: ${forged}\r\nContent-Length: 1000000`)),
    ).toMatch(/ 401 /)
  })

  it('one that is not what was signed is refused', async () => {
    const server = await startTestServer()
    const signature = signInternalRequest(testSecret, { method: 'PUT', path, body: '' }, Date.now())
    const headers = `${internalSignatureHeader}: ${signature}\r\nContent-Length: 2`
    expect(await answerTo(server.port, `${head(headers)}{}`)).toMatch(/ 401 /)
  })

  it('one that is too large is refused before it is sent', async () => {
    const server = await startTestServer()
    const signature = signInternalRequest(testSecret, { method: 'PUT', path, body: '' }, Date.now())
    const headers = `${internalSignatureHeader}: ${signature}\r\nContent-Length: 1000000000`
    expect(await answerTo(server.port, head(headers))).toMatch(/ 413 /)
  })

  it('one that does not come to its end is cut', async () => {
    const limits = { requestTimeoutMs: 300, headersTimeoutMs: 200, connectionsCheckingIntervalMs: 50 }
    const server = await startTestServer({ limits })
    const raw = new RawSocket(server.port)
    const signature = signInternalRequest(testSecret, { method: 'PUT', path, body: '' }, Date.now())
    raw.socket.write(head(`${internalSignatureHeader}: ${signature}\r\nContent-Length: 10`))
    raw.socket.write('half')
    await eventually(() => expect(raw.ended).toBe(true))
  })
})

it('H3: pages of another scheme at the same host are foreign', async () => {
  const server = await startTestServer()
  const [, query = ''] = server.pathFor('doc-1').split('?')
  const ask = (origin: string): Promise<string> =>
    answerTo(server.port, `GET /doc-1?${query} HTTP/1.1\r\n${upgradeHeaders}\r\nOrigin: ${origin}\r\n\r\n`)
  expect(await ask(appOrigin.replace('http:', 'https:'))).toMatch(/ 403 /)
  expect(await ask(appOrigin)).toMatch(/ 101 /)
})
