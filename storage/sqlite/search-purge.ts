import SQLite from 'better-sqlite3'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Pages of the index that are written in one go, some milliseconds; requests are answered in between. */
const pagesAtOnce = 64
const mark = 'search-purge'

/**
 * Takes the words of deleted documents out of the search index. Deleting only marks them there, until a merge
 * happens to pass by; merging it all costs a second where ten thousand documents are, so it is done beside
 * everything else, once for all that were deleted meanwhile. A mark in the database outlives a stop.
 */
export class SearchPurge {
  readonly #database: SQLite.Database
  #running: Promise<void> | undefined
  #closed = false

  constructor(database: SQLite.Database) {
    this.#database = database
    const pending = database.prepare('select 1 from cursors where name = ?').get(mark)
    if (pending !== undefined) this.#start()
  }

  /** Runs what deletes, and has the words go soon after. */
  after(remove: () => void): void {
    const note = this.#database.prepare('insert or replace into cursors (name, value) values (?, ?)')
    this.#database
      .transaction(() => {
        remove()
        note.run(mark, String(Date.now()))
      })
      .immediate()
    this.#start()
  }

  /** Stops at the next moment; the mark has the next start go on. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  #start(): void {
    this.#running ??= this.#purge()
      .catch((error: unknown) => {
        // A full disk, say: the mark stays, and the next deletion or start tries again.
        if (!(error instanceof SQLite.SqliteError)) throw error
      })
      .finally(() => {
        this.#running = undefined
      })
  }

  async #purge(): Promise<void> {
    await nextTurn()
    const merge = this.#database.prepare("insert into search (search, rank) values ('merge', ?)")
    const read = this.#database.prepare<[string], { value: string }>(
      'select value from cursors where name = ?',
    )
    const done = this.#database.prepare('delete from cursors where name = ? and value = ?')
    for (let begun = read.get(mark); begun && !this.#closed; begun = read.get(mark)) {
      // As SQLite says: a negative number begins to merge everything, positive ones go on until nothing changes.
      let changed = this.#changedBy(() => merge.run(-pagesAtOnce))
      while (changed >= 2 && !this.#closed) {
        await nextTurn()
        changed = this.#closed ? 0 : this.#changedBy(() => merge.run(pagesAtOnce))
      }
      if (this.#closed) return
      // The log holds the text that was deleted until it is taken over.
      this.#database.pragma('wal_checkpoint(TRUNCATE)')
      done.run(mark, begun.value)
    }
  }

  #changedBy(run: () => void): number {
    const count = this.#database.prepare<[], number>('select total_changes()').pluck()
    const before = count.get() ?? 0
    run()
    return (count.get() ?? 0) - before
  }
}
