import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import type { SharedBackend } from '#collab-server/bus/nodes'
import { limitsOf } from '#collab-server/limits-of-config'
import { describeError, jsonLog, type Log } from '#collab-server/log'
import { startCollabServer, type CollabServer } from '#collab-server/server'
import { warmUp } from '#collab-server/warm-up'
import { collabHost } from '#config/collab-host'
import { openCollabSecret } from '#config/kept-secrets'
import { ConfigError, loadConfig, type Config } from '#config/load-config'
import type { PostgresDocumentUpdateStore } from '#storage/postgres/postgres-document-update-store'
import { collabSchema } from '#storage/postgres/schemas'
import { StorageError } from '#storage/storage-error'
import type { StoreInterruption } from '#storage/store-interruption'

// `node collab-server/main.ts`: the collab server as a process of its own.

// V8 lets the space for new objects grow to 32 MB once many of them live on, as when thousands of connections
// open, and never gives it back. Without that an idle connection takes about half the memory; what is
// allocated while people type fits into the space as it begins, and costs no more processor time.
setFlagsFromString('--semi-space-growth-factor=1')

/** As in sysexits.h: wrong settings, and something that may pass by itself. */
const exitCode = { crashed: 1, temporary: 75, settings: 78 } as const

function fail(code: number, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

function readConfig(): Config {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (error instanceof ConfigError) fail(exitCode.settings, error.message)
    throw error
  }
}

async function start(config: Config, host: string, log: Log): Promise<CollabServer> {
  const {
    collabPort: port,
    dataDir,
    databaseUrl: url,
    redisUrl,
    allowedOrigins,
    publicUrl,
    trustProxy,
    port: appPort,
  } = config
  const origins = { allowedOrigins, publicUrl, trustProxy, appPort }
  const open = config.collabAccess === 'open'
  const secret = () =>
    openCollabSecret(config, (error) => log('error', 'secret-unreadable', { reason: describeError(error) }))
  return startCollabServer({
    host,
    port,
    dataDir,
    ...(url !== undefined && { openStore: (_onCrash, interruption) => openOnPostgres(url, interruption) }),
    ...(url !== undefined &&
      redisUrl !== undefined && {
        openShared: (interruption) => openShared({ url, redisUrl, makesDocuments: open, log }, interruption),
      }),
    log,
    trustProxy,
    metrics: config.metrics,
    limits: limitsOf(config),
    historyDays: config.historyRetentionDays,
    lowDiskBytes: config.lowDiskMb * 1_000_000,
    access: open ? { mode: 'open' } : { mode: 'token', secret: secret(), origins },
    warmsWorkshop: !open,
    // The data is safe, but this process can no longer reach it: whoever started it starts another.
    onFatal: () => process.exit(exitCode.crashed),
  })
}

/** Not loaded where it is not used: its driver takes as much memory as many connections. */
async function openOnPostgres(
  url: string,
  interruption: StoreInterruption,
): Promise<PostgresDocumentUpdateStore> {
  const { PostgresDocumentUpdateStore } = await import('#storage/postgres/postgres-document-update-store')
  return PostgresDocumentUpdateStore.openAlone({ url, schema: collabSchema }, interruption)
}

/** As one of several: what they tell each other goes over Redis, under the name of the store that they share. */
async function openShared(
  {
    url,
    redisUrl,
    makesDocuments,
    log,
  }: { url: string; redisUrl: string; makesDocuments: boolean; log: Log },
  interruption: StoreInterruption,
): Promise<SharedBackend> {
  const [{ PostgresDocumentUpdateStore }, { RedisBus }] = await Promise.all([
    import('#storage/postgres/postgres-document-update-store'),
    import('#collab-server/bus/redis-bus'),
  ])
  const location = { url, schema: collabSchema }
  const store = await PostgresDocumentUpdateStore.openTogether(location, makesDocuments, interruption)
  return { store, bus: await RedisBus.open({ url: redisUrl, name: store.identity, log }) }
}

/** One sentence for what an operator can do something about; undefined for everything else. */
function explain(error: unknown, config: Config): string | undefined {
  if (error instanceof StorageError && error.code === 'inUse' && config.databaseUrl !== undefined) {
    return 'The database of DATABASE_URL is in use by another collab server; stop that one, give this one a database of its own, or give all of them the same REDIS_URL.'
  }
  if (error instanceof StorageError && error.code === 'inUse') {
    return `The data folder ${config.dataDir} is in use by another collab server; stop that one or set DATA_DIR to another folder.`
  }
  if (error instanceof StorageError) return `The store cannot be opened: ${error.message}`
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return `Port ${config.collabPort} is taken by another program; stop that one or set COLLAB_PORT to a free port.`
  }
  return undefined
}

/** What a start leaves behind would otherwise stay until the first who come have left as much. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}

const config = readConfig()
const log = jsonLog((line) => process.stdout.write(line), config.logLevel)
const host = collabHost(config)
try {
  const warm = warmUp().catch((error: unknown) =>
    log('warn', 'warm-up-failed', { reason: describeError(error) }),
  )
  const [server] = await Promise.all([start(config, host, log), warm])
  collectGarbage()
  log('info', 'listening', { host, port: server.port, access: config.collabAccess })
  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) return
    stopping = true
    log('info', 'stopping', { signal })
    void server.close().then(
      () => {
        log('info', 'stopped')
        process.exit(0)
      },
      (error: unknown) => {
        log('error', 'stop-failed', { reason: describeError(error) })
        process.exit(exitCode.crashed)
      },
    )
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
} catch (error) {
  const sentence = explain(error, config)
  if (sentence === undefined) throw error
  fail(exitCode.temporary, sentence)
}
