import { createHash } from 'node:crypto'

import { sayable } from '#storage/sayable'

export type Value = string | number | null

/** In the order of its table's columns. */
export type TableRow = readonly Value[]

export type CopiedTable = {
  readonly name: string
  /** By their names. */
  readonly columns: readonly string[]
  /** Those that say which row it is, in the order of its index. */
  readonly key: readonly string[]
}

/** The part of a table behind a row and up to another, both by their keys; null for its begin and its end. */
export type TableRange = { readonly after: TableRow | null; readonly through: TableRow | null }

/** The app's tables as rows, to go from one store to another; both have the same, and their keys in the same order. */
export interface CopiedTables {
  /** Those that others refer to come before these. */
  tables(): Promise<readonly CopiedTable[]>
  /** In the order of their keys. */
  read(
    table: CopiedTable,
    range: TableRange & { readonly limit: number | null },
  ): Promise<readonly TableRow[]>
  put(table: CopiedTable, rows: readonly TableRow[]): Promise<void>
  /** With what refers to them. */
  remove(table: CopiedTable, keys: readonly TableRow[]): Promise<void>
  /** Of tables that number their rows, the last number that was given. */
  counters(): Promise<ReadonlyMap<string, number>>
  setCounters(counters: ReadonlyMap<string, number>): Promise<void>
}

/** Some rows hold a whole text. */
const fewRows = 50
const manyRows = 1_000

/** Triggers put something into it while rows of other tables are taken out. */
const last = 'access_notices'

/** How many rows to read at once. */
export function rowsAtOnce({ name }: CopiedTable): number {
  return name === 'document_texts' ? fewRows : manyRows
}

export function keyOf({ columns, key }: CopiedTable, row: TableRow): TableRow {
  return key.map((name) => row[columns.indexOf(name)] ?? null)
}

/** The same for the same row, whichever database it is from. */
export function rowLine(row: TableRow): string {
  return JSON.stringify(row.map((value) => (typeof value === 'string' ? sayable(value) : value)))
}

/** Puts tables behind those that they refer to. @throws {Error} where they refer to each other in a circle */
export function parentsFirst<Table extends { readonly name: string; readonly parents: readonly string[] }>(
  tables: readonly Table[],
): Table[] {
  const left = tables.toSorted((one, other) => {
    if ((one.name === last) !== (other.name === last)) return one.name === last ? 1 : -1
    return one.name < other.name ? -1 : 1
  })
  const sorted: Table[] = []
  while (left.length > 0) {
    const waits = (parent: string): boolean => left.some(({ name }) => name === parent)
    const at = left.findIndex(({ name, parents }) => !parents.some((one) => one !== name && waits(one)))
    if (at < 0) throw new Error(`tables refer to each other: ${left.map(({ name }) => name).join(', ')}`)
    sorted.push(...left.splice(at, 1))
  }
  return sorted
}

/** All rows of a table, a page at a time. */
export async function* pagesOf(
  tables: Pick<CopiedTables, 'read'>,
  table: CopiedTable,
): AsyncGenerator<{ readonly rows: readonly TableRow[]; readonly range: TableRange }> {
  const limit = rowsAtOnce(table)
  let after: TableRow | null = null
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one page in memory at a time
    const rows: readonly TableRow[] = await tables.read(table, { after, through: null, limit })
    const end: TableRow | undefined = rows.at(-1)
    const through: TableRow | null = end && rows.length === limit ? keyOf(table, end) : null
    yield { rows, range: { after, through } }
    if (!through) return
    after = through
  }
}

/** SHA-256 of all rows in their order, in hexadecimal, and how many these are. */
export async function digestTable(
  tables: Pick<CopiedTables, 'read'>,
  table: CopiedTable,
): Promise<{ digest: string; rowCount: number }> {
  const hash = createHash('sha256')
  let rowCount = 0
  for await (const { rows } of pagesOf(tables, table)) {
    for (const row of rows) hash.update(`${rowLine(row)}\n`)
    rowCount += rows.length
  }
  return { digest: hash.digest('hex'), rowCount }
}
