import { randomBytes } from 'node:crypto'
import { Client, type QueryResult } from 'pg'
import { inject } from 'vitest'

import type { PostgresLocation } from '#storage/postgres/postgres-database'

/** Whether there is a PostgreSQL for tests; whoever needs one leaves out what they would say without. */
export const hasPostgres: boolean = inject('postgresUrl') !== null

/** A schema that nobody has used before. */
export function newSchema(): PostgresLocation {
  return { url: inject('postgresUrl') ?? '', schema: `pliego_test_${randomBytes(8).toString('hex')}` }
}

/** A database of its own, for what names its schemas itself, and how to be rid of it; the user must be let make one. */
export async function newDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const { url, schema: name } = newSchema()
  await changeRows({ url, schema: 'public' }, `CREATE DATABASE ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const drop = async (): Promise<void> =>
    void (await changeRows({ url, schema: 'public' }, `DROP DATABASE ${name} WITH (FORCE)`))
  return { url: own.href, drop }
}

/** Changes something behind a store's back. @returns how many rows */
export async function changeRows(location: PostgresLocation, statement: string): Promise<number> {
  return (await ask(location, statement)).rowCount ?? 0
}

/** Looks at something behind a store's back. */
export async function readRows<Row extends object>(
  location: PostgresLocation,
  statement: string,
): Promise<Row[]> {
  return (await ask<Row>(location, statement)).rows
}

async function ask<Row extends object>(
  { url, schema }: PostgresLocation,
  statement: string,
): Promise<QueryResult<Row>> {
  const client = new Client({ connectionString: url, options: `-c search_path=${schema}` })
  await client.connect()
  try {
    return await client.query<Row>(statement)
  } finally {
    await client.end()
  }
}

/** As if its tables had just been made; deleting row by row is quicker than anything else where there are few. */
export async function emptySchema(location: PostgresLocation): Promise<void> {
  await changeRows(
    location,
    `DO $$
      DECLARE one record;
      BEGIN
        -- What triggers put into it while others are emptied goes last.
        FOR one IN SELECT tablename AS name FROM pg_tables
          WHERE schemaname = current_schema() AND tablename <> 'schema_steps' ORDER BY tablename = 'access_notices'
        LOOP EXECUTE format('DELETE FROM %I', one.name); END LOOP;
        FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = current_schema()
        LOOP PERFORM setval(format('%I', one.name)::regclass, 1, false); END LOOP;
      END $$`,
  )
}

export async function dropSchema(location: PostgresLocation): Promise<void> {
  await changeRows(location, `DROP SCHEMA IF EXISTS ${location.schema} CASCADE`)
}
