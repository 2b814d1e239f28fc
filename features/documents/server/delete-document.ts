import {
  CollabUnavailableError,
  type CollabServerClient,
} from '#features/documents/server/collab-server-client'
import type { ImageFiles } from '#storage/images/image-files'
import type { AppStore } from '#storage/app-store'

/** How long a document stays in the trash. */
export const trashDays = 30
const dayMs = 24 * 60 * 60_000
const mostAtOnce = 20
const mostLookedAt = 200

type Services = {
  readonly store: Pick<AppStore, 'documents'>
  readonly collabServer: Pick<CollabServerClient, 'delete'>
  readonly imageFiles: Pick<ImageFiles, 'removeAll'>
}

/**
 * Deletes a document for good: its text first, its row last, so that a stop in between leaves it in the
 * trash, to be deleted again.
 * @throws {CollabUnavailableError} nothing was deleted, as far as is known.
 */
export async function deleteDocument(
  { store, collabServer, imageFiles }: Services,
  documentId: string,
  now: number,
): Promise<void> {
  await collabServer.delete(documentId, now)
  await imageFiles.removeAll(documentId)
  await store.documents.remove(documentId)
}

/**
 * Deletes some of what has been in the trash for longer than it stays there. One that cannot be deleted keeps no others
 * back; those that could not come first the next time as well, so as many more are looked at.
 * @throws the first of what went wrong, after the others.
 */
export async function emptyOldTrash(services: Services, now: number): Promise<void> {
  const old = await services.store.documents.trashedBefore(now - trashDays * dayMs, mostLookedAt)
  const failures: unknown[] = []
  let deleted = 0
  for (const documentId of old) {
    if (deleted === mostAtOnce || failures.length === mostAtOnce) break
    try {
      await deleteDocument(services, documentId, now)
      deleted++
    } catch (error) {
      failures.push(error)
      // Nobody is there for the others either.
      if (error instanceof CollabUnavailableError && error.isDown) break
    }
  }
  if (failures.length > 0) throw failures[0]
}
