import {
  close,
  closeSync,
  constants,
  fdatasync,
  fsync,
  fsyncSync,
  mkdirSync,
  open,
  openSync,
  write,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/** A file that batches are written into. */
export type JournalFile = {
  /** Overwrites what is there; resolves once it survives a power cut. */
  write(bytes: Uint8Array, at: number): Promise<void>
  close(): Promise<void>
}

/** What the journal needs of a file system; tests put one here that loses power or has no room. */
export interface JournalFiles {
  /**
   * Makes a file of zeros that nobody but its owner can read; resolves once it, its length and its name in
   * the folder survive a power cut.
   */
  create(file: string, byteCount: number): Promise<JournalFile>
}

/**
 * On Linux a file opened with O_DSYNC makes one system call, and so one trip to the thread pool, of what is
 * a write and an fdatasync elsewhere: a third of the cost of a commit. On macOS that flag leaves the bytes
 * in the drive's own memory, which fdatasync there does not.
 */
const dsync = process.platform === 'linux' ? constants.O_DSYNC : 0

const openFile = promisify(open)
const closeFile = promisify(close)
const syncFile = promisify(fsync)

/** The disk, through libuv's thread pool: nothing here waits on the event loop. */
export const diskFiles: JournalFiles = {
  async create(file, byteCount) {
    makeFolder(path.dirname(file))
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | dsync
    const fd = await openFile(file, flags, 0o600)
    try {
      await writeWhole(fd, Buffer.alloc(byteCount), 0)
      await syncFile(fd)
      await syncFolder(path.dirname(file))
    } catch (error) {
      await closeFile(fd)
      await rm(file, { force: true })
      throw error
    }
    return { write: (bytes, at) => writeWhole(fd, bytes, at), close: () => closeFile(fd) }
  },
}

/**
 * Makes a folder that only its owner can look into, and that survives a power cut: of each one that was made
 * the one above it is synced, which has its name.
 */
export function makeFolder(folder: string, sync: (folder: string) => void = syncFolderNow): void {
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (made === undefined) return
  const first = path.resolve(made)
  for (let at = path.resolve(folder); at.length >= first.length; at = path.dirname(at)) sync(path.dirname(at))
}

/** Callbacks rather than promises of `fs`: this is once for each commit, and they cost half as much. */
function writeWhole(fd: number, bytes: Uint8Array, at: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const attempt = (done: number): void =>
      write(fd, bytes, done, bytes.byteLength - done, at + done, (error, written) => {
        if (error) return reject(error)
        // A disk about to be full takes a part; what it says to the rest is what counts.
        if (done + written < bytes.byteLength) return attempt(done + written)
        if (dsync !== 0) return resolve()
        fdatasync(fd, (syncError) => (syncError ? reject(syncError) : resolve()))
      })
    attempt(0)
  })
}

/** Windows opens no folders, and keeps names without being asked. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const fd = await openFile(folder, constants.O_RDONLY)
  try {
    await syncFile(fd)
  } finally {
    await closeFile(fd)
  }
}

function syncFolderNow(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, constants.O_RDONLY)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
