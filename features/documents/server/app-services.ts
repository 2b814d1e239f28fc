import 'server-only'

import { openCollabSecret } from '#config/kept-secrets'
import type { Config } from '#config/load-config'
import type { SharedSecret } from '#config/shared-secret'
import { appConfig } from '#features/documents/server/app-config'
import { CollabServerClient } from '#features/documents/server/collab-server-client'
import { internalCollabUrl } from '#features/documents/server/internal-collab-url'
import { once } from '#features/documents/server/once'
import { openImageFiles } from '#features/documents/server/open-image-files'
import { TunnelClient } from '#features/documents/server/tunnel-client'
import type { AppStore } from '#storage/app-store'
import type { ImageFiles } from '#storage/images/image-files'
import { appSchema } from '#storage/postgres/schemas'
import { openPostgresAppStore } from '#storage/postgres/postgres-app-store'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'

/** What the server halves of pages and handlers work with. */
export type AppServices = {
  readonly config: Config
  readonly collabSecret: SharedSecret
  readonly store: AppStore
  readonly collabServer: CollabServerClient
  readonly tunnels: TunnelClient
  readonly imageFiles: ImageFiles
}

function openAppStore({ databaseUrl: url, dataDir }: Config): AppStore {
  return url === undefined ? openSqliteAppStore(dataDir) : openPostgresAppStore({ url, schema: appSchema })
}

/**
 * The services of this process. Next gives handlers no place to hang a thing on that lives as long as
 * the process, so this memo is the one there is. Where Next loads the module twice (development does)
 * there are two stores open, which they allow. Nothing is opened by a build.
 */
export const appServices: () => AppServices = once(() => {
  const config = appConfig()
  const collabSecret = openCollabSecret(config, (error) =>
    console.error('the secret of the servers could not be read again', error),
  )
  return {
    config,
    collabSecret,
    store: openAppStore(config),
    collabServer: new CollabServerClient(internalCollabUrl(config), collabSecret),
    tunnels: new TunnelClient(internalCollabUrl(config), collabSecret),
    imageFiles: openImageFiles(config),
  }
})
