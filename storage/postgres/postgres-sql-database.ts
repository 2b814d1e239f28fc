import type { PostgresDatabase, Queries, Statement } from '#storage/postgres/postgres-database'
import { toPostgres, type Translated } from '#storage/postgres/to-postgres'
import {
  statementOf,
  type Answer,
  type Question,
  type SqlDatabase,
  type Steps,
} from '#storage/sql/sql-database'

type Prepared = Statement & Pick<Translated, 'names'>

/**
 * Whoever changes anything by a transaction waits for those who do: as in SQLite, so that what a store reads in one still
 * holds when it writes.
 */
const lock: Statement = {
  name: 'lock-app',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('pliego ' || current_schema(), 1))`,
}

/** A schema of PostgreSQL to the stores that both databases share. `open` is asked each time. */
export function postgresSqlDatabase(open: () => Promise<PostgresDatabase>): SqlDatabase {
  let prepared = 0
  return {
    prepare(text) {
      const statement: Prepared = { name: `app-${++prepared}`, ...toPostgres(text) }
      return statementOf(statement)
    },
    take: async (steps) => takeAll(await open(), steps),
    transaction:
      <Arguments extends unknown[], Value>(steps: (...given: Arguments) => Steps<Value>) =>
      async (...given: Arguments) => {
        const database = await open()
        return database.transaction('write', async (queries) => {
          await queries.query(lock)
          return takeAll(queries, steps(...given))
        })
      },
  }
}

async function takeAll<Value>(queries: Queries, steps: Steps<Value>): Promise<Value> {
  let next = steps.next()
  // oxlint-disable-next-line no-await-in-loop -- each step goes on from the answer before
  while (!next.done) next = steps.next(await answerOf(queries, next.value))
  return next.value
}

async function answerOf(queries: Queries, { statement, wants, parameters }: Question): Promise<Answer> {
  const { name, text, names } = statement as Prepared
  const values = (names === null ? parameters : named(names, parameters[0])).map(sayable)
  if (wants === 'changes') return { rows: [], changes: await queries.change({ name, text }, values) }
  return { rows: await queries.query({ name, text }, values), changes: 0 }
}

function named(names: readonly string[], given: unknown): unknown[] {
  const all = (given ?? {}) as Readonly<Record<string, unknown>>
  return names.map((name) => {
    if (!(name in all)) throw new Error(`no parameter ${name}`)
    return all[name]
  })
}

/** PostgreSQL's text has no NUL. */
function sayable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}
