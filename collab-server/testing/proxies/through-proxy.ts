import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import { WebSocket } from 'ws'

import type { Asked } from '#collab-server/testing/proxies/stand-in-app'
import { publicName, type ProxyUnderTest } from '#collab-server/testing/proxies/proxy-process'

export const publicUrl = `https://${publicName}`

type Request = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly agent?: Agent
}

/** Asks as a browser would that knows the proxy by its public name. The answer's body is not read yet. */
export async function ask(
  proxy: ProxyUnderTest,
  path: string,
  { method = 'GET', headers = {}, body, agent = new Agent() }: Request = {},
): Promise<IncomingMessage> {
  const asking = request({
    host: '127.0.0.1',
    port: proxy.port,
    path,
    method,
    agent,
    ca: proxy.ca(),
    servername: publicName,
    headers: { host: publicName, ...headers },
  })
  // Whoever refuses a body may hang up on the rest of it.
  asking.on('error', () => undefined)
  const answered = once(asking, 'response') as Promise<[IncomingMessage]>
  asking.end(body)
  const [response] = await answered
  return response
}

/** What the app was asked. */
export async function askApp(proxy: ProxyUnderTest, path: string, options: Request = {}): Promise<Asked> {
  return JSON.parse(await text(await ask(proxy, path, options))) as Asked
}

/** The class of sockets that our own page would open through the proxy, for stock clients. */
export function webSocketsThrough(proxy: ProxyUnderTest): new (address: string | URL) => WebSocket {
  // Types of ws know nothing of the last, which goes on to the handshake of TLS.
  const options = {
    headers: { host: publicName },
    origin: publicUrl,
    ca: proxy.ca(),
    perMessageDeflate: false,
    servername: publicName,
  }
  return class extends WebSocket {
    constructor(address: string | URL) {
      super(address, [], options)
      this.on('error', () => undefined)
    }
  }
}
