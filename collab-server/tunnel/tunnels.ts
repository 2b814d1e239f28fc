import { randomBytes } from 'node:crypto'
import { IncomingMessage, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'

import { networkOfAddress } from '#access/network-of-address'
import type { Limits } from '#collab-server/limits'
import { TunnelStream, type TunnelReader } from '#collab-server/tunnel/tunnel-stream'
import type { Enter } from '#collab-server/visit'
import { tunnelGreeting, type TunnelAnswer } from '#protocol/tunnel'

export type TunnelLimits = Pick<Limits, 'tunnelIdleMs' | 'tunnelPollMs' | 'tunnelStreamMs'>

/** What a browser asked for, as the app has it: the path and query of the WebSocket that it cannot open, and who it is. */
export type TunnelOpening = {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly address: string
}

type Tunnel = {
  readonly stream: TunnelStream
  /** Requests that wait for bytes. */
  requests: number
  /** Ends it, unless something is asked of it before. */
  idle: NodeJS.Timeout | undefined
}

const answerHeaders = {
  'content-type': 'application/octet-stream',
  // Compressed on the way, it would be gathered first.
  'cache-control': 'no-store, no-transform',
  // nginx passes on at once what says this.
  'x-accel-buffering': 'no',
}

/**
 * The tunnels of a server (PROTOCOL X). Behind each there is a connection as behind a socket, let in by the same
 * rules: this only carries its bytes.
 */
export class Tunnels {
  readonly #tunnels = new Map<string, Tunnel>()
  readonly #enter: Enter
  readonly #limits: TunnelLimits

  constructor(enter: Enter, limits: TunnelLimits) {
    this.#enter = enter
    this.#limits = limits
  }

  get size(): number {
    return this.#tunnels.size
  }

  /** @returns the name under which requests go through it, which only who opened it knows; or the status of a refusal. */
  open({ url, headers, address }: TunnelOpening): { readonly id: string } | { readonly status: number } {
    const stream = new TunnelStream()
    stream.on('error', () => stream.destroy())
    let status: number | undefined
    this.#enter(
      {
        request: upgradeRequest(url, headers),
        socket: stream,
        head: Buffer.alloc(0),
        address: networkOfAddress(address),
      },
      (refusal) => {
        status = refusal
      },
    )
    if (status !== undefined) {
      stream.destroy()
      return { status }
    }
    const id = randomBytes(24).toString('base64url')
    const tunnel: Tunnel = { stream, requests: 0, idle: undefined }
    this.#tunnels.set(id, tunnel)
    this.#noteUse(tunnel)
    stream.once('close', () => {
      clearTimeout(tunnel.idle)
      this.#tunnels.delete(id)
    })
    return { id }
  }

  /** @returns undefined where there is no such tunnel, `missing` where bytes before these have not come. */
  async send(
    id: string,
    { at, received }: { at: number; received: number },
    bytes: Buffer,
  ): Promise<TunnelAnswer | 'missing' | undefined> {
    const tunnel = this.#tunnels.get(id)
    if (!tunnel) return undefined
    const { stream } = tunnel
    this.#noteUse(tunnel)
    stream.acknowledge(received)
    const isWhole = await stream.accept(at, bytes)
    return isWhole ? { received: stream.received, sent: stream.written } : 'missing'
  }

  /**
   * Answers with all that is for the client from this count on, which says that it has what was before. `polls`: up to
   * the first of it, else for a while. @returns false where there is no such tunnel, or no such bytes any more.
   */
  receive(id: string, { from, polls }: { from: number; polls: boolean }, response: ServerResponse): boolean {
    const tunnel = this.#tunnels.get(id)
    if (!tunnel?.stream.has(from)) return false
    const { stream } = tunnel
    stream.acknowledge(from)
    response.writeHead(200, answerHeaders)
    response.write(tunnelGreeting)
    const { tunnelPollMs, tunnelStreamMs } = this.#limits
    const timer = setTimeout(() => response.end(), polls ? tunnelPollMs : tunnelStreamMs)
    const detach = stream.attach(polls ? firstTo(response) : allTo(response), from)
    tunnel.requests++
    this.#noteUse(tunnel)
    response.once('close', () => {
      clearTimeout(timer)
      detach()
      tunnel.requests--
      this.#noteUse(tunnel)
    })
    return true
  }

  /** Somebody who waits for bytes is asked for signs of life by the connection itself. */
  #noteUse(tunnel: Tunnel): void {
    clearTimeout(tunnel.idle)
    if (tunnel.requests > 0 || tunnel.stream.destroyed) return
    tunnel.idle = setTimeout(() => tunnel.stream.destroy(), this.#limits.tunnelIdleMs)
  }

  /** Cuts a tunnel. */
  end(id: string): void {
    this.#tunnels.get(id)?.stream.destroy()
  }

  /** Cuts all; what was written has been handed to whoever was waiting for it. */
  close(): void {
    for (const { stream } of this.#tunnels.values()) stream.destroy()
  }
}

function allTo(response: ServerResponse): TunnelReader {
  return { take: (bytes) => void response.write(bytes), end: () => void response.end() }
}

/** What comes in one turn goes together. */
function firstTo(response: ServerResponse): TunnelReader {
  let ending: NodeJS.Immediate | undefined
  return {
    take: (bytes) => {
      response.write(bytes)
      ending ??= setImmediate(() => response.end())
    },
    end: () => void response.end(),
  }
}

/** What a browser would have sent. Its key is nobody's: the answer to it is not sent either. */
function upgradeRequest(url: string, headers: IncomingHttpHeaders): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.url = url
  request.headers = {
    ...headers,
    connection: 'upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }
  return request
}
