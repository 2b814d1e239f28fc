import type Database from 'better-sqlite3'

import {
  parentsFirst,
  type CopiedTable,
  type CopiedTables,
  type TableRange,
  type TableRow,
} from '#storage/copied-tables'

type Column = { readonly name: string; readonly pk: number }

/** The index of words and SQLite's own; the first is kept by triggers. */
const isOwn = (name: string): boolean => /^(search|sqlite)_|^search$/.test(name)

/** Of these the number that SQLite gives each row says who came first. */
const numbered: ReadonlySet<string> = new Set(['accounts'])

/** Rows of an open `app.sqlite`; the caller ends it. */
export function sqliteCopiedTables(db: Database.Database): CopiedTables {
  const known = parentsFirst(readTables(db))
  const changes = {
    put: db.transaction(({ name, columns }: CopiedTable, rows: readonly TableRow[]): void => {
      const places = columns.map(() => '?').join(', ')
      const add = db.prepare(`INSERT INTO "${name}" (${list(columns)}) VALUES (${places})`)
      for (const row of rows) add.run(...row)
    }),
    remove: db.transaction(({ name, key }: CopiedTable, keys: readonly TableRow[]): void => {
      const remove = db.prepare(
        `DELETE FROM "${name}" WHERE (${list(key)}) = (${key.map(() => '?').join(', ')})`,
      )
      for (const one of keys) remove.run(...one)
    }),
    setCounters: db.transaction((counters: ReadonlyMap<string, number>): void => {
      const forget = db.prepare<[string]>('DELETE FROM sqlite_sequence WHERE name = ?')
      const add = db.prepare<[string, number]>('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)')
      for (const [name, last] of counters) {
        forget.run(name)
        add.run(name, last)
      }
    }),
  }
  return {
    tables: async () => known.map(({ name, columns, key }) => ({ name, columns, key })),
    read: async (table, range) => readRows(db, table, range),
    put: async (table, rows) => changes.put.immediate(table, rows),
    remove: async (table, keys) => changes.remove.immediate(table, keys),
    async counters() {
      const rows = db
        .prepare<[], { name: string; seq: number }>('SELECT name, seq FROM sqlite_sequence WHERE seq > 0')
        .all()
      return new Map(rows.map(({ name, seq }) => [name, seq]))
    },
    setCounters: async (counters) => changes.setCounters.immediate(counters),
  }
}

function readTables(db: Database.Database): (CopiedTable & { readonly parents: readonly string[] })[] {
  const names = db
    .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table'`)
    .pluck()
    .all()
    .filter((name) => !isOwn(name))
  const columnsOf = db.prepare<[string], Column>('SELECT name, pk FROM pragma_table_info(?)')
  const parentsOf = db.prepare<[string], string>('SELECT "table" FROM pragma_foreign_key_list(?)').pluck()
  return names.map((name) => {
    const columns = columnsOf.all(name)
    const key = columns.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk)
    const own = columns.map((column) => column.name)
    return {
      name,
      columns: (numbered.has(name) ? [...own, 'rowid'] : own).toSorted(),
      key: key.map((column) => column.name),
      parents: parentsOf.all(name),
    }
  })
}

function readRows(
  db: Database.Database,
  { name, columns, key }: CopiedTable,
  { after, through, limit }: TableRange & { limit: number | null },
): TableRow[] {
  const places = `(${key.map(() => '?').join(', ')})`
  const conditions = [
    ...(after ? [`(${list(key)}) > ${places}`] : []),
    ...(through ? [`(${list(key)}) <= ${places}`] : []),
  ]
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const statement = db.prepare<unknown[], TableRow>(
    `SELECT ${list(columns)} FROM "${name}" ${where} ORDER BY ${list(key)} LIMIT ?`,
  )
  return statement.raw().all(...(after ?? []), ...(through ?? []), limit ?? -1)
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
