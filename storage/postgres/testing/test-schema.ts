import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

import type { PostgresLocation } from '#storage/postgres/postgres-database'

/** Whether there is a PostgreSQL for tests; whoever needs one leaves out what they would say without. */
export const hasPostgres: boolean = inject('postgresUrl') !== null

/** A schema that nobody has used before. */
export function newSchema(): PostgresLocation {
  return { url: inject('postgresUrl') ?? '', schema: `pliego_test_${randomBytes(8).toString('hex')}` }
}

/** Changes something behind a store's back. @returns how many rows */
export async function changeRows({ url, schema }: PostgresLocation, statement: string): Promise<number> {
  const client = new Client({ connectionString: url, options: `-c search_path=${schema}` })
  await client.connect()
  try {
    return (await client.query(statement)).rowCount ?? 0
  } finally {
    await client.end()
  }
}

export async function dropSchema(location: PostgresLocation): Promise<void> {
  await changeRows(location, `DROP SCHEMA IF EXISTS ${location.schema} CASCADE`)
}
