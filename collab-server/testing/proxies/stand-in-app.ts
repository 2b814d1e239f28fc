import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What the app was asked, as it tells whoever asked. */
export type Asked = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly bodyBytes: number
}

export type StandInApp = {
  readonly port: number
  /** Ends the answer at `/slowly`, of which only the first piece has gone out. */
  goOn(): void
}

/** In the place of the app behind a proxy: answers what it was asked, and at `/slowly` in two pieces. */
export async function startStandInApp(): Promise<StandInApp> {
  const slow: ServerResponse[] = []
  const server = createServer((request, response) => {
    let bodyBytes = 0
    request.on('data', (chunk: Buffer) => (bodyBytes += chunk.byteLength))
    request.on('end', () => {
      const path = request.url ?? ''
      if (path === '/slowly') {
        response.write('first')
        slow.push(response)
        return
      }
      const asked: Asked = { path, headers: request.headers, bodyBytes }
      response.end(JSON.stringify(asked))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    goOn: () => {
      for (const response of slow.splice(0)) response.end('last')
    },
  }
}
