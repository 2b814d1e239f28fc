import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'

import { dropForwardedHeaders } from '#features/documents/server/forwarded-headers'

it('what a client says in the name of a proxy reaches no handler', async () => {
  const seen: unknown[] = []
  const server = createServer(({ headers }, response) => {
    seen.push([headers['x-forwarded-for'], headers['x-forwarded-proto'], headers.forwarded, headers['x-own']])
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const headers = {
    'x-forwarded-for': '10.0.0.1',
    'X-Forwarded-Proto': 'https',
    forwarded: 'for=10.0.0.1',
    'x-own': 'kept',
  }
  const stop = dropForwardedHeaders()
  await fetch(url, { headers })
  stop()
  await fetch(url, { headers })
  server.close()
  expect(seen).toEqual([
    [undefined, undefined, undefined, 'kept'],
    ['10.0.0.1', 'https', 'for=10.0.0.1', 'kept'],
  ])
})
