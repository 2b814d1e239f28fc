import type { NextRequest } from 'next/server'

import { oidcProviderId } from '#features/accounts/oidc-provider-id'
import { appServices } from '#features/documents/server/app-services'
import { isSameOrigin } from '#features/documents/server/same-origin'

import { authLibrary } from '../../../accounts.ts'
import { readJsonBody } from '../../json-body.ts'
import { refuse } from '../../refusals.ts'
import { authPostAt, type AuthPost } from '../auth-posts.ts'
import { codeOfLibrary } from '../library-refusals.ts'

type Context = RouteContext<'/api/auth/[...path]'>

/**
 * Signing up, in and out: what of the library of accounts is open to browsers, each with our own checks before
 * it. Its answers become ours: codes for refusals, and no word of the session, which only its cookie holds.
 */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const { config } = appServices()
  if (!isSameOrigin(request.headers, config)) return refuse('foreignOrigin')
  const post = authPostAt((await context.params).path.join('/'))
  if (!post) return refuse('gone')
  const body = await readJsonBody(request)
  if (typeof body !== 'object' || body === null) return refuse('badRequest')
  const admitted = await post.admit({ ...body }, request.headers, Date.now())
  if ('refused' in admitted) return refuse(admitted.refused)
  let isDone = false
  try {
    const library = await authLibrary(request.headers)
    const answer = await library.handler(forLibrary(request, admitted.body, post.method))
    isDone = answer.ok
    return isDone ? await answerOf(post, answer) : refuse(await codeOfLibrary(answer))
  } finally {
    await (isDone ? admitted.done : admitted.undone)?.()
  }
}

async function answerOf(post: AuthPost, answer: Response): Promise<Response> {
  if (post.answer === 'url') {
    const { url } = (await answer.json()) as { url: string }
    return Response.json({ url }, { headers: kept(answer.headers) })
  }
  if (post.answer === 'all') return Response.json(await answer.json(), { headers: kept(answer.headers) })
  return new Response(null, { status: 204, headers: kept(answer.headers) })
}

/** Where a provider of accounts sends people back to, who then go on to where they wanted to be. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { config } = appServices()
  const path = (await context.params).path.join('/')
  const isKnown = config.publicUrl !== undefined && config.authOidcIssuer !== undefined
  if (!isKnown || path !== `callback/${oidcProviderId}`) return refuse('gone')
  const { pathname, search } = request.nextUrl
  const address = new URL(pathname + search, config.publicUrl)
  const library = await authLibrary(request.headers)
  const answer = await library.handler(new Request(address, { headers: request.headers }))
  const headers = kept(answer.headers)
  // Wherever the library says, it is a page of ours: it was given none but those.
  headers.set('location', answer.headers.get('location') ?? '/sign-in?error=unknown')
  return new Response(null, { status: 303, headers })
}

/** The same request at the address that the browser knows, which has been compared with ours by now. */
function forLibrary(
  request: NextRequest,
  body: Readonly<Record<string, unknown>>,
  method: 'GET' | 'POST' = 'POST',
): Request {
  const origin = request.headers.get('origin') ?? request.nextUrl.origin
  const headers = new Headers(request.headers)
  headers.set('content-type', 'application/json')
  headers.delete('content-length')
  const address = new URL(request.nextUrl.pathname, origin)
  if (method === 'POST') {
    return new Request(address, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  for (const [name, value] of Object.entries(body)) address.searchParams.set(name, String(value))
  return new Request(address, { headers })
}

function kept(headers: Headers): Headers {
  const own = new Headers({ 'cache-control': 'no-store' })
  for (const cookie of headers.getSetCookie()) own.append('set-cookie', cookie)
  return own
}
