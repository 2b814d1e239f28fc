import { chmodSync, closeSync, openSync, statSync } from 'node:fs'

const ownerOnly = 0o600

/**
 * Makes an SQLite file readable by its owner alone, also in an open folder, before SQLite opens it; what
 * SQLite puts beside it takes its mode. A file that is there is never opened here: closing it would drop the
 * locks that this process holds on it.
 */
export function keepPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', ownerOnly))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  for (const name of [file, `${file}-wal`, `${file}-shm`]) restrict(name)
}

function restrict(file: string): void {
  try {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, ownerOnly)
  } catch (error) {
    // Nothing there yet; or a file system that knows no modes, or somebody else's file: then who may read
    // it was decided where it was mounted or made.
    if (!['ENOENT', 'EPERM', 'ENOTSUP', 'ENOSYS', 'EROFS'].includes(codeOf(error))) throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
