import type { CloseName } from '#protocol/close-codes'
import { ProtocolError } from '#protocol/protocol-error'
import { StorageError } from '#storage/storage-error'

/** The one place where an error becomes a close code (PROTOCOL C1). */
export function closeNameOfError(error: unknown): CloseName {
  if (error instanceof ProtocolError) return error.closeName
  if (error instanceof StorageError) return error.code === 'damaged' ? 'damaged' : 'storageUnavailable'
  // A fault of ours: the client keeps its text and comes again.
  return 'resync'
}
