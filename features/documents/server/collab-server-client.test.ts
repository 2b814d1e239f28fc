import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'

import { fixedSecret } from '#config/shared-secret'
import { isSignedBody, verifyInternalHead } from '#access/internal-signature'
import { CollabServerClient, CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { createDocument, firstGeneralRole } from '#features/documents/server/create-document'
import { internalCollabUrl } from '#features/documents/server/internal-collab-url'
import { refreshProjections } from '#features/documents/server/refresh-projections'
import type { DocumentProjection } from '#storage/app-store'

const secret = 'a secret of more than thirty-two characters'
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<string> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => void server.close(() => resolve())))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const projection = (n: number): DocumentProjection => ({
  documentId: `d${n}`,
  title: null,
  excerpt: '',
  searchText: '',
  mentions: [],
  changedAt: n,
})

describe('the app asks the collab server', () => {
  it('to seed, with a signature of exactly this request', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      const { method = '', url: path = '', headers } = request
      const header = headers['x-pliego-signature']
      const bodyHash = verifyInternalHead(secret, { method, path }, String(header), Date.now())
      const genuine = bodyHash !== undefined && isSignedBody(bodyHash, '')
      seen.push([method, path, genuine])
      response.writeHead(204).end()
    })
    await new CollabServerClient(url, fixedSecret(secret)).seed('doc')
    expect(seen).toEqual([['PUT', '/internal/documents/doc', true]])
  })

  it('to make a document of what a file holds, and hears where that is refused', async () => {
    const bodies: string[] = []
    const urls: unknown[] = []
    const url = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      bodies.push(body)
      urls.push(request.url)
      response.writeHead(bodies.length === 1 ? 204 : 422).end()
    })
    const client = new CollabServerClient(url, fixedSecret(secret))
    const content = { title: 'x', content: { type: 'doc' } }
    expect(await client.seed('doc', content)).toBe(true)
    expect(JSON.parse(bodies[0] ?? '')).toEqual(content)
    expect(await client.seed('doc', content, 'file')).toBe(false)
    expect(urls).toEqual(['/internal/documents/doc', '/internal/documents/doc?from=file'])
  })

  it('for the life of a document, and hears where that is too long', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/internal/documents/long/life') response.writeHead(413).end()
      else if (request.url === '/internal/documents/doc/life') response.end('life')
      else if (request.url === '/internal/documents/doc/sizes')
        response.end(JSON.stringify({ presentBytes: 3, historyBytes: 4 }))
      else if (request.url === '/internal/sizes')
        response.end(JSON.stringify({ presentBytes: 5, historyBytes: 6 }))
      else response.writeHead(404).end()
    })
    const client = new CollabServerClient(url, fixedSecret(secret))
    expect(await client.life('long')).toBe('tooLong')
    expect(await client.life('gone')).toBeNull()
    expect(Buffer.from((await client.life('doc')) as Uint8Array).toString()).toBe('life')
    expect(await client.sizes('doc')).toEqual({ presentBytes: 3, historyBytes: 4 })
    expect(await client.sizes('gone')).toBeNull()
    expect(await client.allSizes()).toEqual({ presentBytes: 5, historyBytes: 6 })
  })

  it('for the content of a document, null where there is none', async () => {
    const url = await serve((request, response) => {
      if (request.url !== '/internal/documents/doc/content') response.writeHead(404).end()
      else response.end(JSON.stringify({ title: 'x', content: { type: 'doc' } }))
    })
    const client = new CollabServerClient(url, fixedSecret(secret))
    expect(await client.content('doc')).toEqual({ title: 'x', content: { type: 'doc' } })
    expect(await client.content('other')).toBeNull()
  })

  it('for projections after a cursor, and takes their cursor as it is', async () => {
    const paths: unknown[] = []
    const url = await serve((request, response) => {
      paths.push(request.url)
      response.end(JSON.stringify({ projections: [projection(1)], cursor: 42 }))
    })
    const client = new CollabServerClient(url, fixedSecret(secret))
    const page = { projections: [projection(1)], cursor: '42', more: true }
    expect(await client.projections(null, 5)).toEqual(page)
    await client.projections('42', 5)
    expect(paths).toEqual(['/internal/projections?after=0&limit=5', '/internal/projections?after=42&limit=5'])
  })

  it.each([
    ['an error', 500, '{}'],
    ['something else', 200, 'hello'],
    ['a projection without its text', 200, '{"projections":[{"documentId":"d"}],"cursor":"1"}'],
    ['no cursor', 200, '{"projections":[]}'],
  ])('and says so when it answers %s', async (_, status, text) => {
    const url = await serve((_request, response) => void response.writeHead(status).end(text))
    await expect(new CollabServerClient(url, fixedSecret(secret)).projections(null, 5)).rejects.toThrow(
      CollabUnavailableError,
    )
  })
})

describe('a new document', () => {
  const ana = { userId: 'ana', hasAccount: false }

  it('is seeded before it has a row', async () => {
    const order: string[] = []
    const created = await createDocument(
      {
        insert: async ({ id, ownerId, generalRole }) =>
          void order.push(`row ${id} ${ownerId} ${generalRole}`),
      },
      {
        seed: async (id) => {
          order.push(`seed ${id}`)
          return true
        },
      },
      ana,
    )
    if (created.outcome !== 'created') throw new Error(created.outcome)
    expect(created.id).toMatch(/^[\w-]{22}$/)
    expect(order).toEqual([`seed ${created.id}`, `row ${created.id} ana editor`])
  })

  it('is no newer than its first content, of which its lists would say nothing then', async () => {
    const times: number[] = []
    await createDocument(
      { insert: async ({ createdAt }) => void times.push(createdAt) },
      {
        seed: async () => {
          times.push(Date.now())
          await new Promise((resolve) => setTimeout(resolve, 5))
          return true
        },
      },
      ana,
    )
    const [seededAt = 0, createdAt = Infinity] = times
    expect(createdAt).toBeLessThanOrEqual(seededAt)
  })

  it('is nobody else’s where somebody with an account made it', () => {
    expect(firstGeneralRole({ userId: 'ana', hasAccount: true })).toBeNull()
  })

  it('has no row when nobody listens where the collab server should be', async () => {
    const url = await serve(() => {})
    await closers.pop()?.()
    let rows = 0
    const insert = async () => void (rows += 1)
    const created = await createDocument({ insert }, new CollabServerClient(url, fixedSecret(secret)), ana)
    expect(created.outcome).toBe('collabUnavailable')
    expect(rows).toBe(0)
  })
})

function memoryDocuments() {
  const applied: string[] = []
  let cursor: string | null = null
  return {
    applied,
    insert: async () => {},
    get: async () => null,
    projectionCursor: async () => cursor,
    applyProjections: async (projections: readonly DocumentProjection[], next: string) => {
      applied.push(...projections.map(({ documentId }) => documentId))
      cursor = next
    },
  }
}

describe('refreshing the titles', () => {
  it('goes on page by page from the last cursor', async () => {
    const all = Array.from({ length: 450 }, (_, n) => projection(n))
    const documents = memoryDocuments()
    let asked = 0
    const collabServer = {
      projections: async (after: string | null, limit: number) => {
        asked += 1
        const start = Number(after ?? 0)
        const page = all.slice(start, start + limit)
        const end = start + page.length
        return { projections: page, cursor: String(end), more: end < all.length }
      },
    }
    expect(await refreshProjections(documents, collabServer)).toBe(true)
    expect([documents.applied, asked]).toEqual([all.map(({ documentId }) => documentId), 3])
    expect(await documents.projectionCursor()).toBe('450')
  })

  it('leaves what is known when the collab server is down', async () => {
    const documents = memoryDocuments()
    const collabServer = { projections: () => Promise.reject(new CollabUnavailableError('down')) }
    expect(await refreshProjections(documents, collabServer)).toBe(false)
    expect(await documents.projectionCursor()).toBeNull()
  })

  it('does not hide an error of our own', async () => {
    const documents = {
      ...memoryDocuments(),
      applyProjections: () => Promise.reject(new Error('disk full')),
    }
    const collabServer = {
      projections: async () => ({ projections: [projection(1)], cursor: '1', more: false }),
    }
    await expect(refreshProjections(documents, collabServer)).rejects.toThrow('disk full')
  })
})

it.each([
  [{ host: '0.0.0.0', collabHost: undefined }, 'http://127.0.0.1:1234'],
  [{ host: '192.168.1.5', collabHost: undefined }, 'http://192.168.1.5:1234'],
  [{ host: '0.0.0.0', collabHost: '10.0.0.2' }, 'http://10.0.0.2:1234'],
  [{ host: '10.0.0.2', collabHost: '::' }, 'http://127.0.0.1:1234'],
  [{ host: '0.0.0.0', collabHost: '::1' }, 'http://[::1]:1234'],
])('the collab server that listens at %j is reached at %s', (hosts, url) => {
  expect(internalCollabUrl({ ...hosts, collabAccess: 'token', collabPort: 1234 })).toBe(url)
})
