import { Client } from 'pg'

import { toStorageError } from '#storage/postgres/postgres-error'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { StorageError } from '#storage/storage-error'

/** Milliseconds between two questions whether the other end is still there, and until no answer means no. */
const probe = { every: 10_000, within: 8_000 }

/** For one process alone, or together with others that say so too. */
export type Hold = 'alone' | 'together'

const locks: Readonly<Record<Hold, string>> = {
  alone: 'SELECT pg_try_advisory_lock(hashtextextended($1, 2)) AS held',
  together: 'SELECT pg_try_advisory_lock_shared(hashtextextended($1, 2)) AS held',
}

/**
 * Holds a schema for this process, or for this one and others, as long as a connection of its own lives, however either ends. A machine that is gone
 * closes nothing, so it is asked now and then.
 * @returns what lets go of it
 * @throws {StorageError} `inUse` where another process holds it in a way that does not go with this one
 */
export async function holdAlone(
  { url, schema }: PostgresLocation,
  onLost: (error: Error) => void,
  { every, within }: typeof probe = probe,
  hold: Hold = 'alone',
): Promise<() => Promise<void>> {
  const client = new Client({
    connectionString: url,
    application_name: `pliego ${hold}`,
    connectionTimeoutMillis: 5_000,
    query_timeout: within,
    keepAlive: true,
  })
  const end = (): Promise<void> => client.end().catch(() => undefined)
  let wanted = true
  let asking: NodeJS.Timeout | undefined
  const lose = (error?: Error): void => {
    if (!wanted) return
    wanted = false
    clearInterval(asking)
    // Where it only fell silent, PostgreSQL may hear this once it listens again.
    void end()
    onLost(error ?? new Error('the connection that holds the database has ended'))
  }
  try {
    // Until it holds anything, whatever breaks is told by what is awaited.
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ held: boolean }>(locks[hold], [`pliego ${schema}`])
    if (rows[0]?.held !== true)
      throw new StorageError('inUse', `another process works with the schema ${schema}`)
    client.on('error', lose)
    client.on('end', () => lose())
    asking = setInterval(() => void client.query('SELECT 1').catch(lose), every)
  } catch (error) {
    await end()
    throw toStorageError(error)
  }
  return async () => {
    wanted = false
    clearInterval(asking)
    await client.end()
  }
}
