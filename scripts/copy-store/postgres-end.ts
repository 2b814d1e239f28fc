import { setTimeout as wait } from 'node:timers/promises'

import { appSteps } from '#storage/postgres/app-steps'
import { collabSteps } from '#storage/postgres/collab-steps'
import { holdAlone } from '#storage/postgres/hold-alone'
import { openMigrated } from '#storage/postgres/migrate-schema'
import { postgresCopiedTables } from '#storage/postgres/postgres-copied-tables'
import { PostgresDatabase, type Queries } from '#storage/postgres/postgres-database'
import { postgresWholeDocuments } from '#storage/postgres/postgres-whole-documents'
import { appSchema, collabSchema } from '#storage/postgres/schemas'
import { StorageError } from '#storage/storage-error'
import { Failure, exitCodes } from '../prepare/failure.mjs'
import type { StoreDraft, StoreEnd } from './store-end.ts'
import type { CopyWords } from './words.ts'

const schemas = [collabSchema, appSchema] as const
/** Of a copy that is not whole. */
const draftOf = (schema: string): string => `${schema}_copy`

/** A process that was killed a moment ago may be connected still, as PostgreSQL sees it. */
const holdTries = 6
const holdEveryMs = 500

/** What a server writes into these by itself. */
const quietTables = [
  'schema_steps',
  'cursors',
  'projection_counter',
  'store_identity',
  'news',
  'news_counter',
  'leases',
]

/** The schemas of a database, to be copied. @throws {Failure} */
export async function openPostgres(url: string, words: CopyWords): Promise<StoreEnd> {
  const held = await hold(url, words)
  return unlessItFails(held.letGo, async () => {
    if (await isEmpty(url)) throw new Failure(words.nothingIn('DATABASE_URL'), exitCodes.settings)
    return openSchemas(url, (schema) => schema, held.letGo)
  })
}

/** New schemas beside where those of a server are to be, or those of a copy that was interrupted. @throws {Failure} */
export async function draftInPostgres(url: string, words: CopyWords): Promise<StoreDraft> {
  const held = await hold(url, words)
  return unlessItFails(held.letGo, async () => {
    if (!(await isEmpty(url))) throw new Failure(words.databaseTaken, exitCodes.settings)
    const isContinued = await withDatabase(url, (queries) => exists(queries, draftOf(collabSchema)))
    const end = await openSchemas(url, draftOf, held.letGo)
    return {
      ...end,
      isContinued,
      async publish() {
        held.check()
        await withDatabase(url, (database) =>
          database.transaction('write', async (queries) => {
            if (!(await areEmpty(queries))) throw new Failure(words.takenMeanwhile)
            for (const schema of schemas) {
              // oxlint-disable-next-line no-await-in-loop -- all in one transaction
              await run(queries, `DROP SCHEMA IF EXISTS ${schema} CASCADE`)
              // oxlint-disable-next-line no-await-in-loop
              await run(queries, `ALTER SCHEMA ${draftOf(schema)} RENAME TO ${schema}`)
            }
          }),
        )
        await end.close()
      },
    }
  })
}

/** Keeps servers and other copies away from the database. */
async function hold(
  url: string,
  words: CopyWords,
): Promise<{ check: () => void; letGo: () => Promise<void> }> {
  let lost: Error | undefined
  const onLost = (error: Error): void => {
    lost = error
  }
  const check = (): void => {
    if (lost) throw lost
  }
  for (let tries = 1; ; tries++) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const letGo = await holdAlone({ url, schema: collabSchema }, onLost)
      // oxlint-disable-next-line no-await-in-loop
      return await unlessItFails(letGo, async () => {
        await refuseApp(url)
        return { check, letGo }
      })
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'inUse') throw error
      if (tries === holdTries) throw new Failure(words.databaseInUse, exitCodes.tryAgain)
      // oxlint-disable-next-line no-await-in-loop
      await wait(holdEveryMs)
    }
  }
}

/** The app holds nothing, but has connections while it is at work. @throws {StorageError} `inUse` */
async function refuseApp(url: string): Promise<void> {
  const text = `SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()`
  const connected = await withDatabase(url, (database) =>
    database.query({ name: '', text }, [`pliego ${appSchema}`]),
  )
  if (connected.length > 0) throw new StorageError('inUse', 'the app works with this database')
}

async function openSchemas(
  url: string,
  nameOf: (schema: string) => string,
  letGo: () => Promise<void>,
): Promise<StoreEnd> {
  const opened: PostgresDatabase[] = []
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.map((database) => database.close()))
  }
  return unlessItFails(closeAll, async () => {
    const documents = await openMigrated({ url, schema: nameOf(collabSchema) }, collabSteps)
    opened.push(documents)
    const lists = await openMigrated({ url, schema: nameOf(appSchema) }, appSteps)
    opened.push(lists)
    const tables = await postgresCopiedTables(lists)
    let closing: Promise<void> | undefined
    const close = (): Promise<void> => (closing ??= closeAll().then(letGo))
    return { documents: postgresWholeDocuments(documents), tables, close }
  })
}

/** Whether no server has kept anything there, or only made its tables. */
function isEmpty(url: string): Promise<boolean> {
  return withDatabase(url, areEmpty)
}

async function areEmpty(queries: Queries): Promise<boolean> {
  for (const schema of schemas) {
    // oxlint-disable-next-line no-await-in-loop -- two
    const tables = await queries.query<{ name: string }>(
      {
        name: '',
        text: `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
          WHERE schemaname = $1 AND tablename <> ALL ($2::text[])`,
      },
      [schema, quietTables],
    )
    for (const { name } of tables) {
      // oxlint-disable-next-line no-await-in-loop -- until one has something
      const rows = await queries.query({ name: '', text: `SELECT 1 FROM ${name} LIMIT 1` })
      if (rows.length > 0) return false
    }
  }
  return true
}

async function exists(queries: Queries, schema: string): Promise<boolean> {
  const rows = await queries.query({ name: '', text: 'SELECT 1 FROM pg_namespace WHERE nspname = $1' }, [
    schema,
  ])
  return rows.length > 0
}

async function withDatabase<Value>(
  url: string,
  use: (database: PostgresDatabase) => Promise<Value>,
): Promise<Value> {
  const database = await PostgresDatabase.open({ url, schema: collabSchema })
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}

async function run(queries: Queries, text: string): Promise<void> {
  await queries.query({ name: '', text })
}

async function unlessItFails<Value>(letGo: () => Promise<void>, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run()
  } catch (error) {
    await letGo()
    throw error
  }
}
