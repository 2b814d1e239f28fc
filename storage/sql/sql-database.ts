/** Something asked of a database; `statement` is as it prepared it. */
export type Question = {
  readonly statement: unknown
  readonly wants: 'all' | 'changes' | 'one'
  /** By place, or one object with them by name. */
  readonly parameters: readonly unknown[]
}

export type Answer = { readonly rows: readonly unknown[]; readonly changes: number }

/**
 * Something to be done in a database, question by question: a generator, so that SQLite can go through it without a turn
 * of the event loop, and PostgreSQL with one for each answer.
 */
export type Steps<Value> = Generator<Question, Value, Answer>

type Parameters<Bound> = Bound extends readonly unknown[] ? Bound : [Bound]

/** Each use is one step. */
export type SqlStatement<Bound, Row> = {
  readonly get: (...parameters: Parameters<Bound>) => Steps<Row | undefined>
  readonly all: (...parameters: Parameters<Bound>) => Steps<Row[]>
  /** How many rows it changed. */
  readonly run: (...parameters: Parameters<Bound>) => Steps<number>
}

/**
 * The app's tables to statements that both databases understand: `?` by place or `@name` by name, `json_each` for lists,
 * booleans as 0 and 1, columns that bear capitals quoted where they are not named by `as`.
 */
export interface SqlDatabase {
  prepare<Bound = [], Row = unknown>(text: string): SqlStatement<Bound, Row>
  /** Does the steps, each by itself. */
  take<Value>(steps: Steps<Value>): Promise<Value>
  /** Does them all or none, and nobody else changes anything by a transaction meanwhile. */
  transaction<Arguments extends unknown[], Value>(
    steps: (...given: Arguments) => Steps<Value>,
  ): (...given: Arguments) => Promise<Value>
}

/** A statement's uses, for those who prepare them. */
export function statementOf<Bound, Row>(statement: unknown): SqlStatement<Bound, Row> {
  return {
    *get(...parameters) {
      const { rows } = yield { statement, wants: 'one', parameters }
      return rows[0] as Row | undefined
    },
    *all(...parameters) {
      const { rows } = yield { statement, wants: 'all', parameters }
      return rows as Row[]
    },
    *run(...parameters) {
      const { changes } = yield { statement, wants: 'changes', parameters }
      return changes
    },
  }
}
