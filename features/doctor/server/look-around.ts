import type { ServerView } from '#features/doctor/report'
import { dial } from '#features/doctor/server/dial'
import { echoPath } from '#protocol/echo'

export type Surroundings = {
  /** Of the request that asks for this. */
  headers: Headers
  takesOrigin: boolean
  /** Where the app itself reaches the collab server, `http://…`. */
  internalUrl: string
  /** Where browsers do, by the settings; null where those do not say. */
  publicUrl: string | null
  /** Of the page, with its port. */
  page: URL
  collabPort: number
  /** For the echo. */
  pass: string
}

const readyTimeoutMs = 3_000
/** Those by which one sees who stood between. */
const telling = [
  'host',
  'origin',
  'connection',
  'upgrade',
  'via',
  'forwarded',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
]

/**
 * What the servers see of the way to them. Calls nobody but the collab server, at its internal address and at the one
 * that the operator has set.
 */
export async function lookAround(around: Surroundings): Promise<ServerView> {
  const { headers, takesOrigin, internalUrl, publicUrl, page, collabPort, pass } = around
  const shown = telling.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').filter((part) => part.trim() !== '').length
  // Whose addresses they are is nobody's business; how many says enough.
  if (hops > 0) shown.push(['x-forwarded-for', `(${hops})`])
  const echoAt = (base: string) => new URL(`${base.replace(/^http/, 'ws')}/${echoPath}?pass=${pass}`)
  const outsideUrl = publicUrl === null ? null : echoAt(publicUrl)
  const asked = outsideUrl?.host ?? `${page.hostname}:${collabPort}`
  const collab = await readiness(internalUrl)
  const { origin } = page
  const [inside, outside] = await Promise.all([
    collab === 'down' ? null : dial({ url: echoAt(internalUrl), origin, host: asked }),
    outsideUrl && dial({ url: outsideUrl, origin }),
  ])
  return {
    headers: Object.fromEntries(shown),
    takesOrigin,
    collab,
    inside,
    outside: publicUrl !== null && outside ? { url: publicUrl, dial: outside } : null,
  }
}

async function readiness(internalUrl: string): Promise<ServerView['collab']> {
  try {
    const signal = AbortSignal.timeout(readyTimeoutMs)
    const { ok } = await fetch(`${internalUrl}/readyz`, { cache: 'no-store', signal })
    return ok ? 'ready' : 'notReady'
  } catch {
    return 'down'
  }
}
