import 'server-only'
import { loadConfig, type Config } from '#config/load-config'
import { once } from '#features/documents/server/once'

/** The settings of the app's process, read at the first request that needs them. @throws {ConfigError} */
export const appConfig: () => Config = once(() => loadConfig(process.env))
