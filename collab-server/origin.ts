import type { IncomingHttpHeaders } from 'node:http'

import type { OriginSettings } from '#collab-server/settings'

/**
 * Whether the page that asks may open a socket here (PROTOCOL H3). Programs send no Origin; they have to
 * show a token like everybody else.
 */
export function isAllowedOrigin(headers: IncomingHttpHeaders, settings: OriginSettings): boolean {
  const { origin } = headers
  if (origin === undefined) return true
  if (settings.allowedOrigins) return settings.allowedOrigins.includes(origin)
  if (settings.publicUrl) return URL.parse(settings.publicUrl)?.origin === origin
  const page = URL.parse(origin)
  const forwarded = settings.trustProxy ? headers['x-forwarded-host'] : undefined
  const host = (typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined) ?? headers.host
  if (!page || page.origin !== origin || host === undefined) return false
  // Whoever is on the network can make a page of any http address, and so one of ours where ours is https.
  if (settings.trustProxy && headers['x-forwarded-proto'] === 'https' && page.protocol !== 'https:')
    return false
  // The page's own origin behind a proxy, or the app beside this server on the same machine.
  const asked = URL.parse(`${page.protocol}//${host}`)
  if (!asked) return false
  return asked.host === page.host || (asked.hostname === page.hostname && portOf(page) === settings.appPort)
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}
