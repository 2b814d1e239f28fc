import type { Config } from '#config/load-config'

const anyAddress = new Set(['0.0.0.0', '::'])

/** Where the app itself reaches the collab server: over loopback, unless it listens on one address alone. */
export function internalCollabUrl(config: Pick<Config, 'collabHost' | 'collabPort' | 'host'>): string {
  const listening = config.collabHost ?? config.host
  const host = anyAddress.has(listening) ? '127.0.0.1' : listening
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.collabPort}`
}
