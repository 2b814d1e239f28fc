import { collabHost } from '#config/collab-host'
import type { Config } from '#config/load-config'

const anyAddress = new Set(['0.0.0.0', '::'])

/** Where the app itself reaches the collab server: over loopback, unless it listens on one address alone. */
export function internalCollabUrl(
  config: Pick<Config, 'collabAccess' | 'collabHost' | 'collabPort' | 'host'>,
): string {
  const listening = collabHost(config)
  const host = anyAddress.has(listening) ? '127.0.0.1' : listening
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.collabPort}`
}
