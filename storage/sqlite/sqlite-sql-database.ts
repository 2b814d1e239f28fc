import type SQLite from 'better-sqlite3'

import {
  statementOf,
  type Answer,
  type Question,
  type SqlDatabase,
  type Steps,
} from '#storage/sql/sql-database'

/** An open `app.sqlite` to the stores that both databases share. */
export function sqliteSqlDatabase(database: SQLite.Database): SqlDatabase {
  // Without a turn of the event loop in between: another connection of this process could wait for it in vain.
  const transact = database.transaction((steps: () => Steps<unknown>) => takeAll(steps()))
  return {
    prepare: (text) => statementOf(database.prepare(text)),
    take: async (steps) => takeAll(steps),
    transaction:
      <Arguments extends unknown[], Value>(steps: (...given: Arguments) => Steps<Value>) =>
      async (...given: Arguments) =>
        transact.immediate(() => steps(...given)) as Value,
  }
}

function takeAll<Value>(steps: Steps<Value>): Value {
  let next = steps.next()
  while (!next.done) next = steps.next(answerOf(next.value))
  return next.value
}

function answerOf({ statement, wants, parameters }: Question): Answer {
  const prepared = statement as SQLite.Statement
  if (wants === 'changes') return { rows: [], changes: prepared.run(...parameters).changes }
  if (wants === 'all') return { rows: prepared.all(...parameters), changes: 0 }
  const row = prepared.get(...parameters)
  return { rows: row === undefined ? [] : [row], changes: 0 }
}
