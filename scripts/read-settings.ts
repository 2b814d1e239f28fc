import { collabHost } from '#config/collab-host'
import { readCollabSecret } from '#config/kept-secrets'
import { type Config, ConfigError, loadConfig } from '#config/load-config'
import type { Settings } from './prepare/settings.mjs'

/** Prints what the start script needs of the settings as JSON; makes the data folder and the secret. */
function main(): void {
  const config = readConfig()
  if (!config) return
  try {
    readCollabSecret(config)
  } catch (error) {
    console.error(
      `The data folder ${config.dataDir} cannot be used: ${error instanceof Error ? error.message : String(error)}. DATA_DIR names another one.`,
    )
    process.exitCode = 78
    return
  }
  const settings: Settings = {
    host: config.host,
    port: config.port,
    collabHost: collabHost(config),
    collabPort: config.collabPort,
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
  }
  console.log(JSON.stringify(settings))
}

function readConfig(): Config | undefined {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exitCode = 78
    return undefined
  }
}

main()
