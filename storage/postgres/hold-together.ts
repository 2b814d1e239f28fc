import { Client } from 'pg'

import { toStorageError } from '#storage/postgres/postgres-error'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { StorageError } from '#storage/storage-error'

const againAfterMs = 1_000

/** The same lock as that of a process that works alone, of which any number may have this half. */
const lock = 'SELECT pg_try_advisory_lock_shared(hashtextextended($1, 2)) AS held'

/**
 * Keeps those away from a schema who want it for themselves, together with others who do the same. A connection that
 * breaks is made again: what several write at once is in order without it.
 * @param onLost somebody has it for themselves by now, and nothing may be written any more
 * @returns what lets go of it
 * @throws {StorageError} `inUse` where somebody has it for themselves
 */
export async function holdTogether(
  location: PostgresLocation,
  onLost: (error: Error) => void,
): Promise<() => Promise<void>> {
  let wanted = true
  let again: NodeJS.Timeout | undefined
  let held: Client | undefined
  const hold = async (): Promise<void> => {
    const client = await lockShared(location)
    if (!wanted) return void (await client.end().catch(() => undefined))
    held = client
    client.once('end', () => {
      held = undefined
      retry()
    })
  }
  const retry = (): void => {
    if (!wanted) return
    again = setTimeout(() => {
      hold().catch((error: unknown) => {
        if (!(error instanceof StorageError) || error.code !== 'inUse') return retry()
        wanted = false
        onLost(error)
      })
    }, againAfterMs)
  }
  await hold()
  return async () => {
    wanted = false
    clearTimeout(again)
    await held?.end().catch(() => undefined)
  }
}

async function lockShared({ url, schema }: PostgresLocation): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'pliego together',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  try {
    // What breaks is told by what is awaited, and by its end.
    client.on('error', () => void client.end().catch(() => undefined))
    await client.connect()
    const { rows } = await client.query<{ held: boolean }>(lock, [`pliego ${schema}`])
    if (rows[0]?.held !== true)
      throw new StorageError('inUse', `another process has the schema ${schema} for itself`)
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw toStorageError(error)
  }
}
