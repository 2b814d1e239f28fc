import { openCollabSecret } from '#config/kept-secrets'
import { ConfigError, loadConfig, type Config } from '#config/load-config'
import { CollabServerClient, CollabUnavailableError } from '#features/documents/server/collab-server-client'
import { internalCollabUrl } from '#features/documents/server/internal-collab-url'
import { openImageFiles } from '#features/documents/server/open-image-files'
import {
  findOrphanedImages,
  orphanDays,
  removeOrphanedImage,
} from '#features/documents/server/orphaned-images'
import { openPostgresAppStore } from '#storage/postgres/postgres-app-store'
import { appSchema } from '#storage/postgres/schemas'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'
import { Failure, exitCodes, runScript } from '../prepare/failure.mjs'

// `node scripts/images/run-collect-images.ts [--delete]`; settings from the environment.

const usage =
  'npm run collect-images: lists images that no version of any document has.\nnpm run collect-images -- --delete: deletes them.'

function readConfig(): Config {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(error.message, exitCodes.settings)
    throw error
  }
}

await runScript(async () => {
  const [flag, ...rest] = process.argv.slice(2)
  if ((flag !== undefined && flag !== '--delete') || rest.length > 0) throw new Failure(usage, 64)
  const config = readConfig()
  const { databaseUrl: url, dataDir } = config
  const secret = openCollabSecret(config, (error) => console.error('the secret cannot be read', error))
  const store =
    url === undefined ? openSqliteAppStore(dataDir) : openPostgresAppStore({ url, schema: appSchema })
  try {
    const services = {
      store,
      collabServer: new CollabServerClient(internalCollabUrl(config), secret),
      imageFiles: openImageFiles(config),
    }
    const orphans = await findOrphanedImages(services, Date.now())
    for (const orphan of orphans) {
      const { documentId, name, byteSize, keptAt, why } = orphan
      const day = new Date(keptAt).toISOString().slice(0, 10)
      console.log(`${documentId}/${name} ${day} ${byteSize} bytes ${why}`)
      if (flag === '--delete') await removeOrphanedImage(services, orphan)
    }
    const megaBytes = (orphans.reduce((sum, { byteSize }) => sum + byteSize, 0) / 1e6).toFixed(1)
    const done = flag === '--delete' ? 'Deleted.' : 'With "-- --delete" they are deleted.'
    console.log(
      `Images older than ${orphanDays} days that no version of any document has: ${orphans.length}, ${megaBytes} MB. ${done}`,
    )
  } catch (error) {
    if (error instanceof CollabUnavailableError)
      throw new Failure(
        'The collab server did not answer, which knows what documents have. Start Pliego and try again.',
        exitCodes.tryAgain,
      )
    throw error
  } finally {
    await store.close()
  }
})
