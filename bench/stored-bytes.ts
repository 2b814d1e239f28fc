import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

import type { ServerName } from './servers.ts'

export type DiskUse = {
  /** What holds the documents as they are now: snapshots and the log behind them. */
  readonly currentBytes: number
  /** What is kept of the past. */
  readonly historyBytes: number
  /** All files of the data folder. */
  readonly folderBytes: number
}

/**
 * What a server that has stopped left on disk, once nothing is put off any more: Pliego's journal is then in
 * its tables. A peer keeps no past: all of its folder is the present.
 */
export function diskUse(server: ServerName, dataDir: string): DiskUse {
  const folderBytes = sizeOf(dataDir)
  if (server !== 'pliego') return { currentBytes: folderBytes, historyBytes: 0, folderBytes }
  const db = new Database(path.join(dataDir, 'collab.sqlite'), { readonly: true })
  try {
    const bytesOf = (table: string) =>
      Number(db.prepare(`SELECT coalesce(sum(length(bytes)), 0) FROM ${table}`).pluck().get())
    const currentBytes = bytesOf('snapshots') + bytesOf('runs')
    return { currentBytes, historyBytes: bytesOf('history'), folderBytes }
  } finally {
    db.close()
  }
}

function sizeOf(file: string): number {
  if (!existsSync(file)) return 0
  const stat = statSync(file)
  if (!stat.isDirectory()) return stat.size
  return readdirSync(file).reduce((sum, name) => sum + sizeOf(path.join(file, name)), 0)
}
