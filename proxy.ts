import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'

import { sessionCookie, sessionMaxAgeS } from '#features/accounts/session-cookie'
import { contentSecurityPolicy, nonceHeader } from '#features/documents/server/content-security-policy'
import { appConfig } from '#features/documents/server/app-config'
import { isHttps, requestHost } from '#features/documents/server/same-origin'
import { keptLinkCookie, keptLinkMaxAgeS } from '#features/sharing/kept-link-cookie'
import { guestCookie, guestCookieMaxAgeS, guestUserId, newGuestSecret } from '#features/guests/guest-cookie'

/** Before every page and handler: everybody is a guest at least, and a page runs only its own scripts. */
export function proxy(request: NextRequest): NextResponse {
  const config = appConfig()
  const https = isHttps(request.headers, config)
  const headers = new Headers(request.headers)

  const known = guestUserId(request.cookies.get(guestCookie)?.value) !== null
  const secret = newGuestSecret()
  if (!known) {
    request.cookies.set(guestCookie, secret)
    headers.set('cookie', request.cookies.toString())
  }

  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy({
    nonce,
    https,
    host: requestHost(request.headers, config),
    collabUrl: config.collabUrl,
    collabPort: config.collabPort,
    development: process.env.NODE_ENV === 'development',
  })
  headers.set(nonceHeader, nonce)
  // Next reads the nonce from here and puts it on its own scripts.
  headers.set('content-security-policy', policy)

  const response = NextResponse.next({ request: { headers } })
  // A file that is saved has a stricter one of its own, which this would take the place of.
  if (!isSavedFile(request)) response.headers.set('content-security-policy', policy)
  const linkSecret = /^\/s\/([\w-]{22})$/.exec(request.nextUrl.pathname)?.[1]
  if (linkSecret !== undefined) {
    // For whoever signs in first, so that it need not be in the address of that page.
    const attributes = { httpOnly: true, sameSite: 'lax', secure: https, path: '/s' } as const
    response.cookies.set(keptLinkCookie, linkSecret, { ...attributes, maxAge: keptLinkMaxAgeS })
  }
  // Signing in and out gives cookies of its own, which must not be undone.
  if (request.nextUrl.pathname.startsWith('/api/auth/')) return response
  // Given anew with every page, so that it ends long after the last visit, not after the first.
  if (!known || request.headers.get('sec-fetch-mode') === 'navigate') {
    const attributes = { httpOnly: true, sameSite: 'lax', secure: https, path: '/' } as const
    const guest = request.cookies.get(guestCookie)?.value ?? secret
    response.cookies.set(guestCookie, guest, { ...attributes, maxAge: guestCookieMaxAgeS })
    const sessionName = https ? `__Secure-${sessionCookie}` : sessionCookie
    const session = request.cookies.get(sessionName)?.value
    if (session) response.cookies.set(sessionName, session, { ...attributes, maxAge: sessionMaxAgeS })
  }
  return response
}

function isSavedFile({ nextUrl: { pathname } }: NextRequest): boolean {
  return /^\/d\/[^/]+\/export$/.test(pathname)
}

export const config = {
  // Not files; and neither images nor opened files nor what goes through a tunnel, whose bodies Next would keep in
  // memory once more for nothing.
  matcher: [
    '/((?!_next/|api/tunnel$|api/documents/(?:[^/]+/images(?:/|$)|import$)|(?:icon\\.svg|apple-icon\\.png|opengraph-image\\.png|favicon\\.ico)$).*)',
  ],
}
