import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

import type { ImageFiles, KeptImage } from '#storage/images/image-files'
import { StorageError } from '#storage/storage-error'

/** One file each under `<folder>/<documentId>/`. */
export class FolderImageFiles implements ImageFiles {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async write(documentId: string, name: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.#write(documentId, name, bytes)
    } catch (error) {
      if (!isErrno(error, 'ENOSPC', 'EDQUOT')) throw error
      throw new StorageError('full', 'there is no room for an image', error)
    }
  }

  async #write(documentId: string, name: string, bytes: Uint8Array): Promise<void> {
    const folder = path.join(this.#folder, documentId)
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    const draft = path.join(folder, `.${name}.part`)
    try {
      const file = await open(draft, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, path.join(folder, name))
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    await syncFolder(folder)
    // A folder that was just made is itself an entry of its parent, up to the first that was there.
    if (made === undefined) return
    for (let child = folder; child.startsWith(made); child = path.dirname(child)) {
      await syncFolder(path.dirname(child))
    }
  }

  async read(documentId: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return await readFile(path.join(this.#folder, documentId, name))
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return null
      throw error
    }
  }

  async *list(): AsyncGenerator<KeptImage> {
    for (const documentId of await namesIn(this.#folder)) {
      for (const name of await namesIn(path.join(this.#folder, documentId))) {
        try {
          const { size, mtimeMs } = await stat(path.join(this.#folder, documentId, name))
          yield { documentId, name, byteSize: size, keptAt: mtimeMs }
        } catch (error) {
          // It was deleted meanwhile.
          if (!isErrno(error, 'ENOENT')) throw error
        }
      }
    }
  }

  async removeAll(documentId: string): Promise<void> {
    await rm(path.join(this.#folder, documentId), { recursive: true, force: true })
  }

  async remove(documentId: string, name: string): Promise<void> {
    await rm(path.join(this.#folder, documentId, name), { force: true })
  }
}

/** None where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; its file system keeps the entry by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
