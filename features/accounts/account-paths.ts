/** Opens the link that this browser came by last: where its secret must not be in an address. */
const keptLinkPath = '/s/kept'

/** Where to sign in, and to come back from to where one wanted to be. */
export function signInPath(next: string): string {
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(withoutSecret(next))}`
}

/** The same for making an account. */
export function signUpPath(next: string): string {
  return next === '/' ? '/sign-up' : `/sign-up?next=${encodeURIComponent(withoutSecret(next))}`
}

/** Where to go on after signing in: a page of ours, whatever an address says. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  // As browsers read it: `//host` and `/\host` are other sites.
  const url = URL.parse(next, 'http://pliego.invalid')
  return url?.host === 'pliego.invalid' && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}

/** The secret of a link is in no address after its own: the browser keeps it in a cookie meanwhile. */
function withoutSecret(next: string): string {
  return next.replace(/^\/s\/[\w-]{22}(?=$|[?#])/, keptLinkPath)
}
