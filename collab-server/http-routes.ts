import type { IncomingMessage, ServerResponse } from 'node:http'

import { answerInternal, type HttpAnswer, type InternalContext } from '#collab-server/internal-routes'
import { describeError, type Log } from '#collab-server/log'

export type HttpContext = {
  readonly isReady: () => boolean
  /** Undefined in open mode, where there is no app to ask anything. */
  readonly internal: InternalContext | undefined
  readonly log: Log
}

/** Everything that is not a WebSocket. */
export async function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  context: HttpContext,
): Promise<void> {
  const { status, body } = await answer(request, context)
  response.statusCode = status
  response.setHeader('cache-control', 'no-store')
  if (status === 413) response.setHeader('connection', 'close')
  if (body === undefined) return void response.end()
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}

async function answer(
  request: IncomingMessage,
  { isReady, internal, log }: HttpContext,
): Promise<HttpAnswer> {
  const [path = ''] = (request.url ?? '').split('?')
  if (path === '/healthz') return { status: 200, body: { status: 'ok' } }
  if (path === '/readyz') {
    return isReady()
      ? { status: 200, body: { status: 'ready' } }
      : { status: 503, body: { status: 'not ready' } }
  }
  if (!path.startsWith('/internal/') || !internal) return { status: 404, body: { error: 'not found' } }
  try {
    return await answerInternal(request, internal)
  } catch (error) {
    log('error', 'internal-request-failed', { path, reason: describeError(error) })
    return { status: 503 }
  }
}
