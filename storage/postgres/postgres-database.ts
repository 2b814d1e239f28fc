import { Pool, types, type ClientBase } from 'pg'

import { toStorageError } from '#storage/postgres/postgres-error'
import { StorageError } from '#storage/storage-error'

/** What we use is in all versions that PostgreSQL still mends, and in this one. */
const minimumVersion = 14

/** The type of our counts and times, which all fit into a number. */
const bigintType = types.builtins.INT8

/** Where a store's tables are. */
export type PostgresLocation = {
  /** `postgres://user:password@host/database`. */
  readonly url: string
  /** Lower-case letters, digits and underscores. */
  readonly schema: string
}

/** Prepared once a connection, under its name. */
export type Statement = { readonly name: string; readonly text: string }

export interface Queries {
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
  /** How many rows it changed. */
  change(statement: Statement, values: readonly unknown[]): Promise<number>
}

const begin = {
  /** Sees everything as of one moment. */
  read: 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY',
  write: 'BEGIN',
} as const

/**
 * One schema of a PostgreSQL database, over a few connections that come and go. Everything rejects with a
 * {@link StorageError}. A connection that breaks takes what was asked over it along, and the next call makes another.
 */
export class PostgresDatabase implements Queries {
  readonly schema: string
  readonly #pool: Pool
  #closed = false

  private constructor(pool: Pool, schema: string) {
    this.#pool = pool
    this.schema = schema
  }

  /** @throws {StorageError} `unavailable` where it cannot be reached or lets nobody in. */
  static async open({ url, schema }: PostgresLocation): Promise<PostgresDatabase> {
    if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Error(`${schema} is no name for a schema`)
    const { address, options } = withoutOptions(url)
    const pool = new Pool({
      connectionString: address,
      application_name: `pliego ${schema}`,
      options: [...options, ...ownOptions, `-c search_path=${schema}`].join(' '),
      max: 8,
      connectionTimeoutMillis: 5_000,
      query_timeout: 30_000,
      keepAlive: true,
      types: { getTypeParser: parserOf as typeof types.getTypeParser },
    })
    // Whoever asked over a connection that breaks hears of it by the answer; without a listener the process would end.
    pool.on('connect', (client) => client.on('error', () => undefined))
    pool.on('error', () => undefined)
    const database = new PostgresDatabase(pool, schema)
    try {
      await database.#check()
      return database
    } catch (error) {
      await database.close()
      throw error
    }
  }

  async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    this.#refuseClosed()
    try {
      const { rows } = await this.#pool.query<Row>({ ...statement, values: [...values] })
      return rows
    } catch (error) {
      throw toStorageError(error)
    }
  }

  async change(statement: Statement, values: readonly unknown[]): Promise<number> {
    this.#refuseClosed()
    try {
      return (await this.#pool.query({ ...statement, values: [...values] })).rowCount ?? 0
    } catch (error) {
      throw toStorageError(error)
    }
  }

  /** For whoever brings statements of their own; not to be ended by them. */
  get pool(): Pick<Pool, 'connect' | 'options'> {
    return this.#pool
  }

  /** All of it or nothing. What throws in it is passed on. */
  async transaction<Value>(
    kind: keyof typeof begin,
    run: (queries: Queries) => Promise<Value>,
  ): Promise<Value> {
    this.#refuseClosed()
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw toStorageError(error)
    })
    let broken: Error | undefined
    try {
      await client.query(begin[kind])
      const value = await run(queriesOf(client))
      await client.query('COMMIT')
      return value
    } catch (error) {
      await client.query('ROLLBACK').catch((reason: Error) => {
        broken = reason
      })
      throw toStorageError(error)
    } finally {
      client.release(broken)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#pool.end()
  }

  async #check(): Promise<void> {
    const [server] = await this.query<{ version: number; path: string }>({
      name: 'check',
      text: `SELECT current_setting('server_version_num')::int / 10000 AS version,
        current_setting('search_path') AS path`,
    })
    if (!server || server.version < minimumVersion) {
      throw new StorageError(
        'unavailable',
        `PostgreSQL ${server?.version} is too old; Pliego needs ${minimumVersion} or newer`,
      )
    }
    // What stands between may leave all of our options out.
    if (server.path !== this.schema) {
      throw new StorageError(
        'unavailable',
        `PostgreSQL looks for tables in ${server.path} instead of ${this.schema}: what stands between has to pass options on`,
      )
    }
  }

  #refuseClosed(): void {
    if (this.#closed) throw new StorageError('unavailable', 'the store is closed')
  }
}

/**
 * Whatever the database's defaults are: a commit that is confirmed is on disk, and what waits for a row or a lock sees
 * what is there afterwards.
 */
const ownOptions = [
  '-c synchronous_commit=on',
  String.raw`-c default_transaction_isolation=read\ committed`,
  '-c default_transaction_read_only=off',
]

/** The driver lets options in the address win over all others; here they come first, and so ours win. */
function withoutOptions(url: string): { address: string; options: readonly string[] } {
  const address = new URL(url)
  const options = address.searchParams.getAll('options')
  address.searchParams.delete('options')
  return { address: address.href, options }
}

type ValueType = Parameters<typeof types.getTypeParser>[0]

function parserOf(type: ValueType, format: 'text' | 'binary'): (text: string) => unknown {
  if (type === bigintType) return Number
  return types.getTypeParser(type, format) as (text: string) => unknown
}

function queriesOf(client: ClientBase): Queries {
  return {
    async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
      const { rows } = await client.query<Row>({ ...statement, values: [...values] })
      return rows
    },
    async change(statement, values) {
      return (await client.query({ ...statement, values: [...values] })).rowCount ?? 0
    },
  }
}
