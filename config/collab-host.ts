import type { Config } from '#config/load-config'

/**
 * The address on which the collab server listens: COLLAB_HOST, else that of the app, but open to no other
 * machine unless somebody asked for it where no token is needed.
 */
export function collabHost(config: Pick<Config, 'collabAccess' | 'collabHost' | 'host'>): string {
  return config.collabHost ?? (config.collabAccess === 'open' ? '127.0.0.1' : config.host)
}
