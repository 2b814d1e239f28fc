import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'

import { Failure } from '../prepare/failure.mjs'
import { copyDurably, syncFolder, syncFolders } from './durable-files.ts'
import { readManifest, type Manifest } from './manifest.ts'

/**
 * Makes a data folder of a backup: all of it or, where a checksum is wrong or anything fails, nothing. Refuses a folder
 * that has anything in it, which one in use has.
 */
export async function restoreBackup(backup: string, dataDir: string): Promise<Manifest> {
  const folder = path.resolve(dataDir)
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Failure(
      `${folder} is not empty, and may be in use. Stop Pliego and move the folder away, or let DATA_DIR name another one.`,
      78,
    )
  const manifest = await readManifest(backup).catch((error: Error) => {
    throw new Failure(error.message)
  })
  const parent = path.dirname(folder)
  await mkdir(parent, { recursive: true })
  const draft = path.join(parent, `.pliego-restore-${randomBytes(6).toString('hex')}.part`)
  await mkdir(draft, { mode: 0o700 })
  try {
    for (const { path: name, bytes, sha256 } of manifest.files) {
      // oxlint-disable-next-line no-await-in-loop -- the disk does one after the other
      const copied = await copyDurably(path.join(backup, name), path.join(draft, name))
      if (copied.bytes !== bytes || copied.sha256 !== sha256)
        throw new Failure(`${name} in ${backup} is not what was backed up. Nothing was restored.`)
    }
    await syncFolders(
      draft,
      manifest.files.map(({ path: name }) => path.join(draft, name)),
    )
    await takePlace(draft, folder)
    await syncFolder(parent)
    return manifest
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (isErrno(error, 'ENOENT')) throw new Failure(`A file of ${backup} is missing. Nothing was restored.`)
    throw error
  }
}

/** In one step: a server that starts meanwhile finds nothing or everything. */
async function takePlace(draft: string, folder: string): Promise<void> {
  try {
    // It is refused where something has come into it.
    if (existsSync(folder)) await rmdir(folder)
    await rename(draft, folder)
  } catch (error) {
    if (isErrno(error, 'EBUSY', 'EXDEV'))
      throw new Failure(`${folder} is where a disk is mounted: let DATA_DIR name a folder in it.`, 78)
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST'))
      throw new Failure(`Something was put into ${folder} meanwhile. Nothing was restored.`)
    throw error
  }
}

function isErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
