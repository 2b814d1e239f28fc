import type { IncomingMessage, ServerResponse } from 'node:http'

import { isEchoPath } from '#collab-server/echo/echo-entrance'
import { isFeedPath } from '#collab-server/feed/feed-handshake'
import { isRoomPath } from '#collab-server/handshake'
import { answerInternal, type InternalContext } from '#collab-server/internal-routes'
import { describeError, type Log } from '#collab-server/log'
import type { Metrics } from '#collab-server/metrics/metrics'
import { metricsContentType, metricsText, type MetricsNow } from '#collab-server/metrics/metrics-text'
import { mayReadMetrics, type MetricsAccess } from '#collab-server/metrics/who-may-read'
import type { Access } from '#collab-server/settings'
import { answerTunnel, tunnelsPath } from '#collab-server/tunnel/tunnel-routes'
import type { Tunnels } from '#collab-server/tunnel/tunnels'

export type HttpContext = {
  readonly isReady: () => boolean
  readonly access: Access
  /** Undefined in open mode, where there is no app to ask anything. */
  readonly internal: InternalContext | undefined
  readonly tunnels: Tunnels
  readonly metrics: Metrics
  readonly metricsAccess: MetricsAccess
  readonly now: () => MetricsNow
  readonly log: Log
}

type Answer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON unless it is text or bytes. */
  readonly body?: unknown
}

/** Everything that is not a WebSocket. */
export async function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  context: HttpContext,
): Promise<void> {
  const { internal, tunnels } = context
  if (internal && request.url?.startsWith(tunnelsPath)) {
    return answerTunnel(request, response, { secret: internal.secret, tunnels })
  }
  const asking = new AbortController()
  response.once('close', () => asking.abort())
  const { status, headers = {}, body } = await answer(request, context, asking.signal)
  if (status >= 400) context.metrics.countRefusal(status)
  response.statusCode = status
  response.setHeader('cache-control', 'no-store')
  // Whatever else it wanted to send is not read.
  if (!request.complete) response.setHeader('connection', 'close')
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (body === undefined) return void response.end()
  if (body instanceof Uint8Array) {
    response.setHeader('content-type', 'application/octet-stream')
    return void response.end(body)
  }
  response.setHeader('content-type', typeof body === 'string' ? metricsContentType : 'application/json')
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** `signal`: aborted once nobody waits for it. */
async function answer(request: IncomingMessage, context: HttpContext, signal: AbortSignal): Promise<Answer> {
  const [path = ''] = (request.url ?? '').split('?')
  if (path.startsWith('/internal/')) return answerApp(request, path, context, signal)
  const read = readable(request, path, context)
  if (!read) return { status: 404, body: { error: 'not found' } }
  if (request.method === 'GET' || request.method === 'HEAD') return read()
  return { status: 405, headers: { allow: 'GET' }, body: { error: 'method not allowed' } }
}

/** What can be read at a path. */
function readable(request: IncomingMessage, path: string, context: HttpContext): (() => Answer) | undefined {
  const { isReady, access, metrics, metricsAccess, now } = context
  if (path === '/healthz') return () => ({ status: 200, body: { status: 'ok' } })
  if (path === '/readyz') {
    return () =>
      isReady() ? { status: 200, body: { status: 'ready' } } : { status: 503, body: { status: 'not ready' } }
  }
  if (path === '/metrics' && mayReadMetrics(request, metricsAccess)) {
    return () => ({ status: 200, body: metricsText(metrics, now()) })
  }
  const isSpoken = isRoomPath(path, access) || isFeedPath(path, access) || isEchoPath(path, access)
  if (!isSpoken) return undefined
  const headers = { upgrade: 'websocket', connection: 'upgrade' }
  return () => ({ status: 426, headers, body: { error: 'a WebSocket is spoken here' } })
}

async function answerApp(
  request: IncomingMessage,
  path: string,
  { internal, log }: HttpContext,
  signal: AbortSignal,
): Promise<Answer> {
  if (!internal) return { status: 404, body: { error: 'not found' } }
  try {
    return await answerInternal(request, internal, signal)
  } catch (error) {
    if (signal.aborted) log('info', 'internal-request-dropped', { path })
    else log('error', 'internal-request-failed', { path, reason: describeError(error) })
    return { status: 503 }
  }
}
