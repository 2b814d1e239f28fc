import type SQLite from 'better-sqlite3'

import { foldText } from '#storage/fold-text'

type Mention = { readonly id: string }

const read = <Value>(json: unknown): Value[] => JSON.parse(String(json)) as Value[]

/** What statements ask of both databases and SQLite does not have; the same names are in PostgreSQL's schema. */
export function addSqliteFunctions(database: SQLite.Database): void {
  const add = (name: string, run: (...given: unknown[]) => unknown): void =>
    void database.function(name, { deterministic: true, varargs: true }, run)
  add('fold_text', (text) => foldText(String(text)))
  add('iso_time', (ms) => (ms === null ? null : new Date(Number(ms)).toISOString()))
  add('names_one', (mentions, ids) => {
    const people = new Set(read<string>(ids))
    return read<Mention>(mentions).some(({ id }) => people.has(id)) ? 1 : 0
  })
  add('without_people', (mentions, ids) => {
    const people = new Set(read<string>(ids))
    return JSON.stringify(read<Mention>(mentions).filter(({ id }) => !people.has(id)))
  })
}
