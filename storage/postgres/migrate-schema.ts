import {
  PostgresDatabase,
  type PostgresLocation,
  type Queries,
  type Statement,
} from '#storage/postgres/postgres-database'
import { StorageError } from '#storage/storage-error'

const lock: Statement = {
  name: 'lock-schema',
  text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
}
const readSteps: Statement = { name: 'read-steps', text: 'SELECT taken FROM schema_steps' }
const noteSteps: Statement = { name: 'note-steps', text: 'UPDATE schema_steps SET taken = $1' }

/** Opens a schema with all its steps taken. @throws {StorageError} `tooNew`, `unavailable` */
export async function openMigrated(
  location: PostgresLocation,
  steps: readonly string[],
): Promise<PostgresDatabase> {
  const database = await PostgresDatabase.open(location)
  try {
    await migrateSchema(database, steps)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/**
 * Makes the schema where it is missing and takes the steps that it has not taken, all in one transaction. Several who
 * start together wait for each other.
 * @throws {StorageError} `tooNew`
 */
async function migrateSchema(database: PostgresDatabase, steps: readonly string[]): Promise<void> {
  const { schema } = database
  await database.transaction('write', async (queries) => {
    await queries.query(lock, [`pliego ${schema}`])
    await run(queries, `CREATE SCHEMA IF NOT EXISTS ${schema}`)
    await run(
      queries,
      `CREATE TABLE IF NOT EXISTS schema_steps (
        only_row integer PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
        taken integer NOT NULL
      )`,
    )
    await run(queries, 'INSERT INTO schema_steps (taken) VALUES (0) ON CONFLICT DO NOTHING')
    const [row] = await queries.query<{ taken: number }>(readSteps)
    const taken = row?.taken ?? 0
    if (taken > steps.length) {
      throw new StorageError(
        'tooNew',
        `the schema ${schema} was written by a later version of Pliego (${taken} > ${steps.length})`,
      )
    }
    // oxlint-disable-next-line no-await-in-loop -- each builds on the one before
    for (const step of steps.slice(taken)) await run(queries, step)
    if (taken < steps.length) await queries.query(noteSteps, [steps.length])
  })
}

/** Without parameters and a name PostgreSQL takes several statements at once. */
async function run(queries: Queries, text: string): Promise<void> {
  await queries.query({ name: '', text })
}
