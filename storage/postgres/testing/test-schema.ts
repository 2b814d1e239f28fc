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

export async function dropSchema(location: PostgresLocation): Promise<void> {
  await changeRows(location, `DROP SCHEMA IF EXISTS ${location.schema} CASCADE`)
}
