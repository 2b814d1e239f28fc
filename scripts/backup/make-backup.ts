import Database from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'

import type { Config } from '#config/load-config'
import { Failure } from '../prepare/failure.mjs'
import { withCopiedDocuments } from './copy-documents.ts'
import { copyDurably, syncFolder, syncFolders, writeDurably } from './durable-files.ts'
import { manifestFile, type BackedUpFile, type Manifest } from './manifest.ts'

export type MadeBackup = {
  readonly folder: string
  readonly moment: string
  readonly fileCount: number
  readonly bytes: number
  /** What SQLite finds wrong with a database as it is in the data folder too. */
  readonly problems: readonly string[]
}

/**
 * Copies a data folder while Pliego runs. Everything that was saved by the moment it names is in it. There is nothing at
 * `target` before all of it is on disk; where that is a folder already, the backup becomes one in it, named by its time.
 *
 * The order matters: pictures first and what of them is new again at the end, so that what a text shows is there; the
 * lists before the documents, since a document is made before it is listed, and lists follow documents by a number
 * that must not run ahead of them.
 */
export async function makeBackup(config: Config, target: string): Promise<MadeBackup> {
  if (config.databaseUrl !== undefined)
    throw new Failure(
      'With DATABASE_URL, use pg_dump, and copy the folder DATA_DIR for pictures and secrets.',
      78,
    )
  const { dataDir } = config
  if (!existsSync(path.join(dataDir, 'collab.sqlite')))
    throw new Failure(`There is nothing to back up in ${dataDir}: DATA_DIR names another folder.`, 78)
  const inside = statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false
  if (!inside && existsSync(target)) throw new Failure(`${target} is there already.`)
  const parent = inside ? target : path.dirname(path.resolve(target))
  if (isWithin(parent, dataDir)) throw new Failure(`${target} is in ${dataDir} itself: name a place outside.`)
  await mkdir(parent, { recursive: true })
  const draft = path.join(parent, `.pliego-backup-${randomBytes(6).toString('hex')}.part`)
  await mkdir(draft, { mode: 0o700 })
  try {
    const taken = new Map<string, BackedUpFile>()
    const problems: string[] = []
    const take = async (name: string, from = path.join(dataDir, name)): Promise<void> => {
      taken.set(name, { path: name, ...(await copyDurably(from, path.join(draft, name))) })
    }
    await takePictures(dataDir, taken, take)
    const moment = new Date().toISOString()
    const lists = path.join(dataDir, 'app.sqlite')
    if (existsSync(lists)) {
      const copy = path.join(draft, 'lists.part')
      await copyLists(lists, copy)
      problems.push(...findProblems(copy, 'app.sqlite'))
      await take('app.sqlite', copy)
      await rm(copy)
    }
    await withCopiedDocuments(config, async (copy) => {
      problems.push(...findProblems(copy, 'collab.sqlite'))
      await take('collab.sqlite', copy)
    })
    for (const name of ['collab-secret', 'auth-secret']) {
      // oxlint-disable-next-line no-await-in-loop -- the disk does one after the other
      if (existsSync(path.join(dataDir, name))) await take(name)
    }
    await takePictures(dataDir, taken, take)
    const files = [...taken.values()]
    const manifest: Manifest = { format: 1, moment, files }
    await writeDurably(path.join(draft, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`)
    await syncFolders(
      draft,
      files.map((file) => path.join(draft, file.path)),
    )
    const folder = inside ? path.join(target, `pliego-${moment.replaceAll(':', '-')}`) : path.resolve(target)
    await rename(draft, folder)
    await syncFolder(parent)
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    return { folder, moment, fileCount: files.length, bytes, problems }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

/** Those that are not taken yet. A file that goes meanwhile is a picture whose document was deleted. */
async function takePictures(
  dataDir: string,
  taken: ReadonlyMap<string, BackedUpFile>,
  take: (name: string) => Promise<void>,
): Promise<void> {
  const folder = path.join(dataDir, 'images')
  if (!existsSync(folder)) return
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // Those with a dot are still being written.
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const file = path.join(entry.parentPath, entry.name)
    const name = path.relative(dataDir, file).split(path.sep).join('/')
    if (taken.has(name)) continue
    try {
      // oxlint-disable-next-line no-await-in-loop -- the disk does one after the other
      await take(name)
    } catch (error) {
      if (existsSync(file)) throw error
    }
  }
}

/** In one step, which reads one state and keeps no writer waiting: several would begin anew after each write. */
async function copyLists(from: string, to: string): Promise<void> {
  const database = new Database(from, { fileMustExist: true, timeout: 5000 })
  try {
    await database.backup(to, { progress: () => 0x7fffffff })
  } finally {
    database.close()
  }
}

function findProblems(file: string, name: string): string[] {
  const database = new Database(file, { fileMustExist: true })
  try {
    const found = database.pragma('quick_check(10)') as { quick_check: string }[]
    return found.filter((row) => row.quick_check !== 'ok').map((row) => `${name}: ${row.quick_check}`)
  } finally {
    database.close()
  }
}

function isWithin(folder: string, other: string): boolean {
  const relative = path.relative(path.resolve(other), path.resolve(folder))
  return (
    relative === '' ||
    (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative))
  )
}
