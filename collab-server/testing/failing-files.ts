import { diskFiles, type JournalFiles } from '#storage/journal/journal-files'

export type DiskFault =
  /** Nothing can be made or written. */
  | 'ENOSPC'
  | 'EROFS'
  /** What is written gets to the disk, and the disk says that it did not; files can be made. */
  | 'EIO'

/** The disk, until a test gives it a fault. */
export class FailingFiles implements JournalFiles {
  fault: DiskFault | undefined
  /** How many writes and files were refused. */
  refusals = 0

  create: JournalFiles['create'] = async (file, byteCount) => {
    if (this.fault && this.fault !== 'EIO') throw this.#refuse(this.fault)
    const made = await diskFiles.create(file, byteCount)
    return {
      close: () => made.close(),
      write: async (bytes, at) => {
        const { fault } = this
        if (fault === undefined || fault === 'EIO') await made.write(bytes, at)
        if (fault) throw this.#refuse(fault)
      },
    }
  }

  #refuse(code: DiskFault): Error {
    this.refusals++
    return Object.assign(new Error(`${code}: write`), { code })
  }
}
