import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

export type KeptImage = {
  readonly documentId: string
  readonly name: string
  readonly byteSize: number
  /** Milliseconds since the epoch. */
  readonly keptAt: number
}

/** The bytes of images, one file each under `<folder>/<documentId>/`. */
export class ImageFiles {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Once it resolves, the whole file survives a power cut; before that there is no file of this name. */
  async write(documentId: string, name: string, bytes: Uint8Array): Promise<void> {
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

  /** Null where the file is not there. */
  async read(documentId: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return await readFile(path.join(this.#folder, documentId, name))
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return null
      throw error
    }
  }

  /** All that is kept, what a stop left half-written too. */
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

  /** All images of a document. */
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

export function isErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
