import { createHash } from 'node:crypto'
import { mkdir, open, writeFile } from 'node:fs/promises'
import path from 'node:path'

const chunkBytes = 1 << 20

/** Copies a file for its owner alone; on disk once it resolves. `to` must not exist. */
export async function copyDurably(from: string, to: string): Promise<{ bytes: number; sha256: string }> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  const source = await open(from, 'r')
  try {
    const target = await open(to, 'wx', 0o600)
    try {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      let bytes = 0
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- one chunk in memory at a time
        const { bytesRead } = await source.read(chunk, 0, chunkBytes, bytes)
        if (bytesRead === 0) break
        const part = chunk.subarray(0, bytesRead)
        hash.update(part)
        // oxlint-disable-next-line no-await-in-loop
        await target.writeFile(part)
        bytes += bytesRead
      }
      await target.sync()
      return { bytes, sha256: hash.digest('hex') }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** For its owner alone; on disk once it resolves. */
export async function writeDurably(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600, flag: 'wx', flush: true })
}

/** The names in a folder survive a power cut once it resolves. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and keeps names without being asked.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Those of all files and the folders above them, up to `folder` itself. */
export async function syncFolders(folder: string, files: readonly string[]): Promise<void> {
  const folders = new Set([folder])
  for (const file of files)
    for (let at = path.dirname(file); at !== folder; at = path.dirname(at)) folders.add(at)
  for (const each of folders) {
    // oxlint-disable-next-line no-await-in-loop -- the disk does one after the other
    await syncFolder(each)
  }
}
