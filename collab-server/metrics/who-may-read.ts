import type { IncomingHttpHeaders } from 'node:http'
import { isIPv6 } from 'node:net'

/** `local`: programs on this machine; `on`: whoever reaches the port. */
export type MetricsAccess = 'off' | 'local' | 'on'

/** What matters of a request here. */
export type MetricsRequest = {
  readonly headers: IncomingHttpHeaders
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/**
 * Whether a request may read the metrics. A proxy on this machine comes from the loopback too, so what it
 * forwards for somebody else, and says so, is not local.
 */
export function mayReadMetrics(request: MetricsRequest, access: MetricsAccess): boolean {
  if (access !== 'local') return access === 'on'
  const { forwarded, via, 'x-forwarded-for': forwardedFor } = request.headers
  if (forwarded !== undefined || via !== undefined || forwardedFor !== undefined) return false
  return isLoopback(request.socket.remoteAddress ?? '')
}

export function isLoopback(address: string): boolean {
  if (isIPv6(address)) return address === '::1' || address.startsWith('::ffff:127.')
  return address.startsWith('127.')
}
