import {
  keyOf,
  parentsFirst,
  type CopiedTable,
  type CopiedTables,
  type TableRow,
} from '#storage/copied-tables'
import type { PostgresDatabase, Queries } from '#storage/postgres/postgres-database'
import { wordsOf } from '#storage/postgres/search-documents'
import { sayable } from '#storage/sayable'

type Column = { readonly table: string; readonly name: string; readonly type: string }

/** What others do not have: how far the steps are, and the words that this database searches. */
const own: ReadonlySet<string> = new Set(['schema_steps', 'document_words'])

const columnsOfAll = `SELECT table_name AS table, column_name AS name, data_type AS type
  FROM information_schema.columns WHERE table_schema = current_schema()`
const keysOfAll = `SELECT relname AS table, array_agg(attname::text ORDER BY array_position(indkey::int2[], attnum)) AS key
  FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
  JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
  WHERE indisprimary AND relnamespace = current_schema()::regnamespace GROUP BY relname`
const parentsOfAll = `SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint
  JOIN pg_class AS child ON child.oid = conrelid JOIN pg_class AS parent ON parent.oid = confrelid
  WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`
const sequences = `SELECT table_name AS table, column_name AS column,
    pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name) AS sequence
  FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'`

/** Rows of the app's schema in PostgreSQL; the caller ends it. */
export async function postgresCopiedTables(database: PostgresDatabase): Promise<CopiedTables> {
  const columns = await database.query<Column>({ name: '', text: columnsOfAll })
  const types = new Map(columns.map(({ table, name, type }) => [`${table}.${name}`, type]))
  const known = parentsFirst(await readTables(database, columns))
  return {
    tables: async () => known.map(({ name, columns: all, key }) => ({ name, columns: all, key })),
    read: async (table, { after, through, limit }) => {
      const { name, key } = table
      const condition = (sign: string, before: number): string =>
        `(${list(key)}) ${sign} (${key.map((_, at) => `$${before + at + 1}`).join(', ')})`
      const conditions = [
        ...(after ? [condition('>', 0)] : []),
        ...(through ? [condition('<=', after?.length ?? 0)] : []),
      ]
      const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
      const most = limit === null ? 'ALL' : String(limit)
      const text = `SELECT ${list(table.columns)} FROM "${name}" ${where} ORDER BY ${list(key)} LIMIT ${most}`
      const rows = await database.query<Record<string, string | number | null>>({ name: '', text }, [
        ...(after ?? []),
        ...(through ?? []),
      ])
      return rows.map((row) => table.columns.map((column) => row[column] ?? null))
    },
    put: (table, rows) =>
      database.transaction('write', async (queries) => {
        const lists = table.columns.map(
          (column, at) => `$${at + 1}::${types.get(`${table.name}.${column}`)}[]`,
        )
        // Numbers of rows are those that they had.
        const text = `INSERT INTO "${table.name}" (${list(table.columns)}) OVERRIDING SYSTEM VALUE
          SELECT * FROM unnest(${lists.join(', ')})`
        const values = table.columns.map((_, at) => rows.map((row) => written(row[at])))
        await queries.query({ name: '', text }, values)
        if (table.name === 'document_texts') await putWords(queries, table, rows)
      }),
    remove: (table, keys) =>
      database.transaction('write', async (queries) => {
        for (const key of keys) {
          const places = key.map((_, at) => `$${at + 1}`).join(', ')
          const condition = `(${list(table.key)}) = (${places})`
          // oxlint-disable-next-line no-await-in-loop -- few: those that changed between two runs
          await queries.query({ name: '', text: `DELETE FROM "${table.name}" WHERE ${condition}` }, key)
        }
      }),
    async counters() {
      const found = await database.query<{ table: string; column: string; sequence: string }>({
        name: '',
        text: sequences,
      })
      const counters = new Map<string, number>()
      for (const { table, column, sequence } of found) {
        if (column === 'rowid') continue
        const text = `SELECT last_value AS last FROM ${sequence} WHERE is_called`
        // oxlint-disable-next-line no-await-in-loop -- a handful
        const [row] = await database.query<{ last: number }>({ name: '', text })
        if (row) counters.set(table, row.last)
      }
      return counters
    },
    async setCounters(counters) {
      const found = await database.query<{ table: string; column: string; sequence: string }>({
        name: '',
        text: sequences,
      })
      for (const { table, column, sequence } of found) {
        const text = `SELECT setval($1::regclass, greatest(most, 1), most > 0) FROM (
          SELECT greatest($2::bigint, (SELECT max("${column}") FROM "${table}"), 0) AS most) AS given`
        // oxlint-disable-next-line no-await-in-loop -- a handful
        await database.query({ name: '', text }, [sequence, counters.get(table) ?? 0])
      }
    },
  }
}

async function readTables(
  queries: Queries,
  columns: readonly Column[],
): Promise<(CopiedTable & { readonly parents: readonly string[] })[]> {
  const keys = await queries.query<{ table: string; key: string[] }>({ name: '', text: keysOfAll })
  const references = await queries.query<{ child: string; parent: string }>({ name: '', text: parentsOfAll })
  const names = new Set(columns.map(({ table }) => table).filter((name) => !own.has(name)))
  return Array.from(names, (name) => ({
    name,
    columns: columns
      .filter(({ table }) => table === name)
      .map((column) => column.name)
      .toSorted(),
    key: keys.find(({ table }) => table === name)?.key ?? [],
    parents: references.filter(({ child }) => child === name).map(({ parent }) => parent),
  }))
}

/** SQLite's search is kept by triggers; this one by whoever writes. */
async function putWords(queries: Queries, table: CopiedTable, rows: readonly TableRow[]): Promise<void> {
  const ids = rows.map((row) => keyOf(table, row)[0])
  const titles = await queries.query<{ id: string; title: string | null }>(
    { name: '', text: 'SELECT id, title FROM documents WHERE id = ANY($1::text[])' },
    [ids],
  )
  const titleOf = new Map(titles.map(({ id, title }) => [id, title ?? '']))
  const textAt = table.columns.indexOf('search_text')
  for (const row of rows) {
    const id = String(keyOf(table, row)[0])
    const title = titleOf.get(id) ?? ''
    const text = `INSERT INTO document_words (document_id, title_words, words)
      VALUES ($1, array_to_tsvector($2::text[]), array_to_tsvector($3::text[]))
      ON CONFLICT (document_id) DO UPDATE SET title_words = excluded.title_words, words = excluded.words`
    const values = [id, wordsOf(title), wordsOf(`${title} ${String(row[textAt])}`)]
    // oxlint-disable-next-line no-await-in-loop -- on one connection
    await queries.query({ name: 'copied-words', text }, values)
  }
}

function written(value: string | number | null | undefined): string | number | null {
  return typeof value === 'string' ? sayable(value) : (value ?? null)
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
