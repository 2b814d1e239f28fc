import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { describeError, type Log } from '#collab-server/log'
import type { StatusReading } from '#protocol/server-status'

/** Twelve hours. */
export const keptMinutes = 720
const ownerOnly = 0o600

/**
 * The readings of the last hours, a line each in a file of the data folder, so that a restart leaves no gap in what
 * an operator wants to see most then. It is written beside the journal and never waited for, without an fsync.
 */
export class MinuteFile {
  readonly #file: string
  readonly #log: Log
  readonly #rows: StatusReading[] = []
  #linesInFile = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(dataDir: string, log: Log) {
    this.#file = path.join(dataDir, 'status-minutes.jsonl')
    this.#log = log
  }

  /** The oldest first. */
  get rows(): readonly StatusReading[] {
    return this.#rows
  }

  /** Takes up what an earlier run has left; a line that was cut short is left out. */
  async open(now: number): Promise<void> {
    try {
      // With the documents in a database there may be no folder yet.
      await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 })
      const text = await readFile(this.#file, 'utf8')
      const lines = text.split('\n').filter((line) => line !== '')
      // Nothing is put behind a line that was cut short: the file is written anew.
      this.#linesInFile = text.endsWith('\n') ? lines.length : Infinity
      const oldest = now - keptMinutes * 60_000
      const kept = lines.flatMap(readLine).filter(({ at }) => at > oldest && at <= now)
      this.#rows.unshift(...kept.slice(-keptMinutes))
    } catch (error) {
      if (!isMissing(error)) this.#complain(error)
    }
  }

  add(row: StatusReading): void {
    this.#rows.push(row)
    if (this.#rows.length > keptMinutes) this.#rows.shift()
    this.#writing = this.#writing.then(() => this.#write(row))
  }

  /** Resolves once what was added is written, or could not be. */
  async close(): Promise<void> {
    await this.#writing
  }

  async #write(row: StatusReading): Promise<void> {
    try {
      if (this.#linesInFile < 2 * keptMinutes) {
        await appendFile(this.#file, `${JSON.stringify(row)}\n`, { mode: ownerOnly })
        this.#linesInFile += 1
        return
      }
      const rows = [...this.#rows]
      await writeFile(`${this.#file}.new`, rows.map((kept) => `${JSON.stringify(kept)}\n`).join(''), {
        mode: ownerOnly,
      })
      await rename(`${this.#file}.new`, this.#file)
      this.#linesInFile = rows.length
    } catch (error) {
      this.#complain(error)
    }
  }

  /** On a full disk there is nothing to be done about it, and worse to be told of. */
  #complain(error: unknown): void {
    this.#log('warn', 'status-not-kept', { reason: describeError(error) })
  }
}

function readLine(line: string): StatusReading[] {
  try {
    const row: unknown = JSON.parse(line)
    const isRow = typeof row === 'object' && row !== null && 'at' in row && typeof row.at === 'number'
    return isRow ? [row as StatusReading] : []
  } catch {
    return []
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
