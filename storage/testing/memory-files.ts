import type { JournalFiles } from '#storage/journal/journal-files'

/** A disk of nothing but files in memory, which a test can read and let fail. */
export class MemoryFiles implements JournalFiles {
  readonly files = new Map<string, Buffer>()
  /** What the next write of a batch meets; it is called with how many bytes there are to write. */
  onWrite: ((byteCount: number) => number) | undefined
  onCreate: (() => void) | undefined

  create: JournalFiles['create'] = (file, byteCount) => {
    try {
      this.onCreate?.()
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
    this.files.set(file, Buffer.alloc(byteCount))
    return Promise.resolve({
      write: (bytes: Uint8Array, at: number) => this.#write(file, bytes, at),
      close: () => Promise.resolve(),
    })
  }

  /** Writes as much as `onWrite` says and fails where that is not everything. */
  #write(file: string, bytes: Uint8Array, at: number): Promise<void> {
    const count = this.onWrite?.(bytes.byteLength) ?? bytes.byteLength
    const before = this.files.get(file) ?? Buffer.alloc(0)
    const after = Buffer.alloc(Math.max(before.length, at + count))
    before.copy(after)
    after.set(bytes.subarray(0, count), at)
    this.files.set(file, after)
    if (count === bytes.byteLength) return Promise.resolve()
    return Promise.reject(Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' }))
  }
}
