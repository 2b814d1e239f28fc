import type { IncomingMessage, ServerResponse } from 'node:http'

import {
  internalSignatureHeader,
  isSignedBody,
  maxSignatureAgeMs,
  verifyInternalHead,
} from '#access/internal-signature'
import { readBody } from '#collab-server/read-body'
import type { TunnelOpening, Tunnels } from '#collab-server/tunnel/tunnels'
import type { SharedSecret } from '#config/shared-secret'
import { maxTunnelBodyBytes, tunnelParameter } from '#protocol/tunnel'

export type TunnelContext = { readonly secret: SharedSecret; readonly tunnels: Tunnels }

export const tunnelsPath = '/internal/tunnels'

/**
 * What the app passes on of browsers that cannot open a WebSocket, signed with the shared secret as everything it asks:
 * `POST` opens a tunnel; with its name in the path, `POST` brings bytes, `GET` asks for some, `DELETE` ends it.
 */
export async function answerTunnel(
  request: IncomingMessage,
  response: ServerResponse,
  { secret, tunnels }: TunnelContext,
): Promise<void> {
  const { method = '', url: path = '', headers } = request
  const header = headers[internalSignatureHeader]
  const signature = typeof header === 'string' ? header : undefined
  const secrets = secret.accepted(maxSignatureAgeMs)
  const bodyHash = verifyInternalHead(secrets, { method, path }, signature, Date.now())
  if (!bodyHash) return refuse(request, response, 401)
  if (Number(headers['content-length'] ?? 0) > maxTunnelBodyBytes) return refuse(request, response, 413)
  const body = await readBody(request, maxTunnelBodyBytes)
  if (body === undefined) return refuse(request, response, 413)
  if (!isSignedBody(bodyHash, body)) return refuse(request, response, 401)

  const { pathname, searchParams } = new URL(path, 'http://collab')
  if (pathname === tunnelsPath && method === 'POST') {
    const opening = readOpening(body.toString('utf8'))
    if (!opening) return refuse(request, response, 400)
    const opened = tunnels.open(opening)
    return 'id' in opened ? answer(response, 201, opened) : refuse(request, response, opened.status)
  }
  const id = pathname.slice(tunnelsPath.length + 1)
  const count = (name: string): number => readCount(searchParams.get(name))
  if (method === 'POST') {
    const { at, received } = tunnelParameter
    const answered = await tunnels.send(id, { at: count(at), received: count(received) }, body)
    if (answered === undefined) return refuse(request, response, 404)
    return answered === 'missing' ? refuse(request, response, 409) : answer(response, 200, answered)
  }
  if (method === 'GET') {
    const polls = searchParams.get(tunnelParameter.poll) === '1'
    const isThere = tunnels.receive(id, { from: count(tunnelParameter.from), polls }, response)
    return isThere ? undefined : refuse(request, response, 404)
  }
  if (method !== 'DELETE') return refuse(request, response, 405)
  tunnels.end(id)
  return answer(response, 200, {})
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  // Whatever else it wanted to send is not read.
  if (!request.complete) response.setHeader('connection', 'close')
  answer(response, status, {})
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'cache-control': 'no-store', 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** Zero where there is none, which is answered as a count that is long past. */
function readCount(text: string | null): number {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0
}

function readOpening(text: string): TunnelOpening | undefined {
  try {
    const { url, address, headers } = JSON.parse(text) as Record<string, unknown>
    if (typeof url !== 'string' || !url.startsWith('/') || typeof address !== 'string') return undefined
    if (typeof headers !== 'object' || headers === null) return undefined
    const given = Object.entries(headers).filter(([, value]) => typeof value === 'string')
    return { url, address, headers: Object.fromEntries(given) }
  } catch {
    return undefined
  }
}
