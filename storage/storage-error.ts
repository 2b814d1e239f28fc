/**
 * `inUse`: another process holds the data folder. `damaged`: what is stored is not what was written.
 * `tooNew`: written by a later version of this program. `unavailable`: everything else (full disk, I/O
 * error, closed store); trying again later may help. `tooLong`: more than the caller would take. `full`: there is no room
 * for it.
 */
export type StorageErrorCode = 'inUse' | 'damaged' | 'tooNew' | 'tooLong' | 'full' | 'unavailable'

export class StorageError extends Error {
  readonly code: StorageErrorCode

  constructor(code: StorageErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StorageError'
    this.code = code
  }
}
