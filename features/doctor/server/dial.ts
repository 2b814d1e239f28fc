import { createHash, randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

import type { Dial } from '#features/doctor/report'
import { echoGreeting } from '#protocol/echo'

const stepTimeoutMs = 5_000
const maxHeadBytes = 16 << 10
const endOfHead = '\r\n\r\n'
/** Text, final and unmasked. */
const greetingFrame = String.fromCharCode(0x81, echoGreeting.length) + echoGreeting
/** RFC 6455, section 1.3. */
const acceptSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

type Dialled = { url: URL; origin: string; host?: string | undefined }

/**
 * Opens a WebSocket by hand, step by step, and says how far it came. The address must be one of the operator's own
 * settings: nobody else may say whom this machine calls.
 * @param origin sent as a browser would
 * @param host said to be asked, where it is another than that of the address
 */
export async function dial({ url, origin, host = url.host }: Dialled): Promise<Dial> {
  const isSecure = url.protocol === 'wss:'
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  let step: Dial['step'] = 'name'
  let socket: Socket | undefined
  try {
    const { address } = await inTime(lookup(hostname))
    step = 'tcp'
    const port = Number(url.port || (isSecure ? 443 : 80))
    socket = connectTcp({ host: address, port })
    await inTime(until(socket, 'connect'))
    if (isSecure) {
      step = 'tls'
      socket = connectTls({ socket, servername: hostname })
      await inTime(until(socket, 'secureConnect'))
    }
    step = 'answer'
    const key = randomBytes(16).toString('base64')
    const lines = [
      `GET ${url.pathname}${url.search} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      `Origin: ${origin}`,
    ]
    const incoming = new Incoming(socket)
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    await inTime(incoming.until((bytes) => bytes.includes(endOfHead) || bytes.byteLength > maxHeadBytes))
    const { status, headers } = parseHead(incoming.bytes.toString('latin1').split(endOfHead)[0] ?? '')
    const said = { status, server: headers.get('server') ?? null, via: headers.get('via') ?? null }
    if (status !== 101) return { step: 'answer', ok: false, ...said }
    const accept = createHash('sha1')
      .update(key + acceptSuffix)
      .digest('base64')
    const isOurs = headers.get('sec-websocket-accept') === accept
    if (!isOurs || headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return { step: 'accept', ok: false, ...said }
    }
    step = 'firstFrame'
    await inTime(incoming.until((bytes) => bytes.includes(endOfHead + greetingFrame, 0, 'latin1')))
    return { step, ok: true, ...said }
  } catch (error) {
    const code = (error as { code?: unknown }).code
    return { step, ok: false, error: typeof code === 'string' ? code : 'failed' }
  } finally {
    socket?.destroy()
  }
}

class TimedOut extends Error {
  readonly code = 'ETIMEDOUT'
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimedOut('no answer')), stepTimeoutMs)
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}

class HungUp extends Error {
  readonly code = 'ECONNRESET'
}

function until(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve())
    socket.once('error', reject)
    socket.once('close', () => reject(new HungUp('closed')))
  })
}

/** All that has come on a socket. */
class Incoming {
  bytes = Buffer.alloc(0)
  readonly #socket: Socket

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.bytes = Buffer.concat([this.bytes, chunk])
    })
  }

  until(isEnough: (bytes: Buffer) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (isEnough(this.bytes)) resolve()
      }
      // Behind the listener that keeps what comes.
      this.#socket.on('data', look)
      this.#socket.once('error', reject)
      this.#socket.once('close', () => reject(new HungUp('closed')))
      look()
    })
  }
}

function parseHead(head: string): { status: number; headers: Map<string, string> } {
  const [first = '', ...lines] = head.split('\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? 0)
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { status, headers: new Map(headers) }
}
