import { Client } from 'pg'

import { toStorageError } from '#storage/postgres/postgres-error'
import type { PostgresLocation } from '#storage/postgres/postgres-database'
import { StorageError } from '#storage/storage-error'

/**
 * Holds a schema for this process as long as a connection of its own lives, however either ends.
 * @returns what lets go of it
 * @throws {StorageError} `inUse` where another process holds it
 */
export async function holdAlone(
  { url, schema }: PostgresLocation,
  onLost: (error: Error) => void,
): Promise<() => Promise<void>> {
  const client = new Client({
    connectionString: url,
    application_name: 'pliego alone',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  let wanted = true
  const lose = (error?: Error): void => {
    if (!wanted) return
    wanted = false
    onLost(error ?? new Error('the connection that holds the database has ended'))
  }
  try {
    // Until it holds anything, whatever breaks is told by what is awaited.
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 2)) AS held',
      [`pliego ${schema}`],
    )
    if (rows[0]?.held !== true)
      throw new StorageError('inUse', `another process works with the schema ${schema}`)
    client.on('error', lose)
    client.on('end', () => lose())
  } catch (error) {
    await client.end().catch(() => undefined)
    throw toStorageError(error)
  }
  return async () => {
    wanted = false
    await client.end()
  }
}
