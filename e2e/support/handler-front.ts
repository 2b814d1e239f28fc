import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { NextRequest } from 'next/server'

type Handler = (request: NextRequest) => Promise<Response>
type Handlers = Readonly<Record<string, Handler>>

/** What stands between a client and the servers, and how it spoils what passes. */
export type FrontFaults = {
  /** Requests for WebSockets are passed on as plain ones, as by a proxy that has not been told of them. */
  blocksUpgrades: boolean
  /** WebSockets on which nothing is said for so long are cut. */
  cutsAfterMs: number
  /** Answers are held back until they are whole. */
  buffers: boolean
  /** Whether this request is carried out and its answer lost. */
  loses: () => boolean
  /** Whether this request is carried out twice. */
  repeats: () => boolean
}

export type Front = { readonly url: string; readonly faults: FrontFaults; stop(): Promise<void> }

/** One origin before handlers of the app, by path, and before a collab server, as a proxy would be. */
export async function startFront(
  handlers: Readonly<Record<string, Handlers>>,
  collabUrl: string,
  given: Partial<FrontFaults> = {},
): Promise<Front> {
  const faults: FrontFaults = {
    blocksUpgrades: false,
    cutsAfterMs: 0,
    buffers: false,
    loses: () => false,
    repeats: () => false,
    ...given,
  }
  const sockets = new Set<Socket>()
  const http = createServer((request, response) => {
    answer(request, response, handlers, faults).catch(() => response.destroy())
  })
  http.on('upgrade', (request, duplex, head) => {
    const socket = duplex as Socket
    socket.on('error', () => socket.destroy())
    if (faults.blocksUpgrades) {
      void passOnPlain(`${collabUrl}${request.url}`, socket)
      return
    }
    if (faults.cutsAfterMs > 0) socket.setTimeout(faults.cutsAfterMs, () => socket.destroy())
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    const { hostname, port } = new URL(collabUrl)
    const onward = connect(Number(port), hostname)
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
    onward.on('close', () => socket.destroy())
    const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
    onward.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('')}\r\n`)
    onward.write(head)
    socket.pipe(onward).pipe(socket)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    faults,
    async stop() {
      for (const socket of sockets) socket.destroy()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

async function passOnPlain(url: string, socket: Socket): Promise<void> {
  try {
    const answered = await fetch(url.replace(/^ws/, 'http'))
    await answered.body?.cancel()
    socket.end(`HTTP/1.1 ${answered.status} ${answered.statusText}\r\nConnection: close\r\n\r\n`)
  } catch {
    socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n')
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: Readonly<Record<string, Handlers>>,
  faults: FrontFaults,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const handle = handlers[url.pathname]?.[request.method ?? '']
  if (!handle) return void response.writeHead(404).end()
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const left = new AbortController()
  response.once('close', () => left.abort())
  const call = (): Promise<Response> =>
    handle(
      new NextRequest(url, {
        method: request.method ?? 'GET',
        headers: new Headers(
          Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
        ),
        ...(chunks.length > 0 && { body: new Uint8Array(Buffer.concat(chunks)) }),
        signal: left.signal,
      }),
    )
  const again = request.method === 'POST' && faults.repeats()
  const [made] = await Promise.all(again ? [call(), call()] : [call()])
  const isLost = faults.loses()
  const answered = made
  if (!faults.buffers && !isLost) {
    response.writeHead(answered.status, Object.fromEntries(answered.headers))
    response.flushHeaders()
    const reader = answered.body?.getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      response.write(part.value)
    }
    return void response.end()
  }
  if (isLost && request.method === 'GET') await answered.body?.cancel()
  const whole = isLost ? undefined : Buffer.from(await answered.arrayBuffer())
  if (isLost) return void response.destroy()
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  response.end(whole)
}
