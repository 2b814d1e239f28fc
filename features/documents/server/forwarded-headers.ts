import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** Of every request that a server of this process takes, before the server itself sees it. */
const channel = 'http.server.request.start'

/** What a proxy says of the request it passes on, and what anybody can say where there is none. */
const forwardedHeaders = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
] as const

/**
 * Takes what clients say in the name of a proxy out of all requests to this process, where no proxy is trusted.
 * Next gives handlers no socket: what it tells of the address it writes into `x-forwarded-for`, unless that is
 * there already.
 * @returns what ends it
 */
export function dropForwardedHeaders(): () => void {
  subscribe(channel, drop)
  return () => unsubscribe(channel, drop)
}

function drop(message: unknown): void {
  const { headers } = (message as { request: IncomingMessage }).request
  for (const name of forwardedHeaders) delete headers[name]
}
