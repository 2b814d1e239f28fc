import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { guestCookie, newGuestSecret } from '#features/guests/guest-cookie'
import { startHandlerServices } from '#e2e/support/handler-services'
import { samplePng } from '#e2e/support/sample-image'

import { proxy } from '../proxy.ts'
import * as meRoute from '../app/api/me/route.ts'
import * as importRoute from '../app/api/documents/import/route.ts'
import * as copiesRoute from '../app/api/documents/[documentId]/copies/route.ts'
import * as documentsRoute from '../app/api/documents/route.ts'
import * as imagesRoute from '../app/api/documents/[documentId]/images/route.ts'
import * as redeemRoute from '../app/api/links/route.ts'
import * as linksRoute from '../app/api/documents/[documentId]/links/route.ts'

// What one address may ask of the app's handlers, against the real store and collab server.

let stop: () => Promise<void>
beforeAll(async () => {
  ;({ stop } = await startHandlerServices())
})
afterAll(() => stop())

const secret = newGuestSecret()

function request(method: string, address: string, body?: BodyInit, headers = {}): NextRequest {
  return new NextRequest('http://localhost:3000/api/x', {
    method,
    headers: {
      host: 'localhost:3000',
      origin: 'http://localhost:3000',
      cookie: `${guestCookie}=${secret}`,
      'x-forwarded-for': address,
      ...headers,
    },
    ...(body !== undefined && { body, duplex: 'half' }),
  })
}

async function newDocument(): Promise<{ params: Promise<{ documentId: string }> }> {
  // On a busy machine the collab server may close a quiet connection just as it is used again.
  const made = await vi.waitFor(
    async () => {
      const answer = await documentsRoute.POST(request('POST', '203.0.113.1'))
      expect(answer.status).toBe(201)
      return answer
    },
    { timeout: 20_000 },
  )
  const { id: documentId } = (await made.json()) as { id: string }
  return { params: Promise.resolve({ documentId }) }
}

it('of a body that does not say how long it is, no more is read than any of ours has', async () => {
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      controller.enqueue(new Uint8Array(4_096).fill(32))
    },
  })
  expect((await meRoute.PUT(request('PUT', '203.0.113.1', endless))).status).toBe(400)
  expect(sent).toBeLessThan(20)
})

describe('from one address', { timeout: 60_000 }, () => {
  it('so many bytes of images are taken and no more, from others still', async () => {
    const about = await newDocument()
    const upload = async (address: string) => {
      // As announced, which is what is counted; it may be less.
      const headers = { 'content-length': String(10 << 20) }
      const answer = await imagesRoute.POST(request('POST', address, Buffer.from(samplePng), headers), about)
      return answer.status
    }
    const answers = []
    for (let n = 0; n < 206; n += 1) answers.push(await upload('203.0.113.7'))
    expect(answers.filter((status) => status === 201)).toHaveLength(204)
    expect(answers.at(-1)).toBe(429)
    expect(await upload('203.0.113.8')).toBe(201)
  })

  it('so many documents are made, in whatever way, and no more', async () => {
    const about = await newDocument()
    const from = '203.0.113.10'
    // Without a file, which is told only once it counts.
    for (let n = 0; n < 600; n += 1) {
      expect((await importRoute.POST(request('POST', from))).status).toBe(413)
    }
    expect((await importRoute.POST(request('POST', from))).status).toBe(429)
    expect((await documentsRoute.POST(request('POST', from))).status).toBe(429)
    const copy = JSON.stringify({ title: 'Copy' })
    expect((await copiesRoute.POST(request('POST', from, copy), about)).status).toBe(429)
    expect((await copiesRoute.POST(request('POST', '203.0.113.11', copy), about)).status).toBe(201)
  })

  it('so many links are made and no more', async () => {
    const statuses = new Set<number>()
    const body = JSON.stringify({ role: 'viewer' })
    const about = await newDocument()
    // Of which fifty are made: more a document does not have.
    for (let n = 0; n < 301; n += 1) {
      statuses.add((await linksRoute.POST(request('POST', '203.0.113.9', body), about)).status)
    }
    expect([...statuses]).toEqual([201, 409, 429])
    expect((await linksRoute.POST(request('POST', '203.0.113.8', body), await newDocument())).status).toBe(
      201,
    )
  })
})

const tell = (address: string) =>
  meRoute.PUT(
    request('PUT', address, JSON.stringify({ name: 'Eva' }), {
      cookie: `${guestCookie}=${newGuestSecret()}`,
    }),
  )

it('from one address names are told so often and no more, by guest after guest', async () => {
  for (let n = 0; n < 300; n += 1) expect((await tell('203.0.113.20')).status).toBe(204)
  expect((await tell('203.0.113.20')).status).toBe(429)
  expect((await tell('203.0.113.21')).status).toBe(204)
})

it('from one address passwords of links are tried so often and no more, right ones too', async () => {
  const about = await newDocument()
  const wanted = JSON.stringify({ role: 'viewer', password: 'right' })
  const made = await linksRoute.POST(request('POST', '203.0.113.1', wanted), about)
  const { path } = (await made.json()) as { path: string }
  const open = (address: string, secret: string) =>
    redeemRoute.POST(request('POST', address, JSON.stringify({ secret, password: 'right' })))
  // Of a link that there is not, which costs nothing but counts.
  for (let n = 0; n < 100; n += 1) expect((await open('203.0.113.22', 'x'.repeat(22))).status).toBe(404)
  expect((await open('203.0.113.22', path.slice('/s/'.length))).status).toBe(429)
  expect((await open('203.0.113.23', path.slice('/s/'.length))).status).toBe(200)
})

const policyOf = (path: string) =>
  proxy(new NextRequest(`http://localhost:3000${path}`)).headers.get('content-security-policy')

it('a saved file keeps its own policy, and pages have theirs', () => {
  expect(policyOf('/d/abc/export?format=html')).toBeNull()
  for (const path of ['/', '/d/abc', '/d/abc/export/more', '/export']) {
    expect(policyOf(path)).toContain("frame-ancestors 'none'")
  }
})

it('everybody is a guest by a cookie that no script reads and no other site brings', () => {
  const answer = proxy(new NextRequest('http://localhost:3000/'))
  const cookies = answer.headers.getSetCookie().filter((cookie) => cookie.startsWith(`${guestCookie}=`))
  expect(cookies).toHaveLength(1)
  expect(cookies[0]).toMatch(/; Path=\/;.*HttpOnly.*SameSite=lax/i)
})
