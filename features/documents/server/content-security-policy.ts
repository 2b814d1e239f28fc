/** Carries the nonce from the proxy to the root layout. */
export const nonceHeader = 'x-nonce'

type PolicyOptions = {
  nonce: string
  https: boolean
  /** As the browser knows it, with its port. */
  host: string | null
  collabUrl: string | undefined
  collabPort: number
  development: boolean
}

/**
 * What a page may load and run. Styles may be inline: the editor and the interface parts place things
 * by style attributes and elements, and a style cannot run anything.
 */
export function contentSecurityPolicy(options: PolicyOptions): string {
  const { nonce, development } = options
  return [
    "default-src 'self'",
    // Development builds of React rebuild stack traces with eval.
    `script-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${collabSource(options)}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Where the page finds the collab server, by the rule of `COLLAB_URL`. */
function collabSource({ https, host, collabUrl, collabPort }: PolicyOptions): string {
  const scheme = https ? 'wss:' : 'ws:'
  if (collabUrl !== undefined) {
    const url = new URL(collabUrl.replace(/^http/, 'ws'))
    return sourceOf(url.protocol, url.hostname, url.port)
  }
  const page = host === null ? null : URL.parse(`http://${host}`)
  if (!page) return scheme
  return https
    ? sourceOf(scheme, page.hostname, page.port)
    : sourceOf(scheme, page.hostname, String(collabPort))
}

/** The grammar of policies has no IPv6 addresses; there the scheme alone must do. */
function sourceOf(scheme: string, hostname: string, port: string): string {
  if (!/^[a-z0-9.-]+$/.test(hostname)) return scheme
  return `${scheme}//${hostname}${port ? `:${port}` : ''}`
}
