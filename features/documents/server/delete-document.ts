import type { CollabServerClient } from '#features/documents/server/collab-server-client'
import type { ImageFiles } from '#features/documents/server/image-files'
import type { AppStore } from '#storage/app-store'

/** How long a document stays in the trash. */
export const trashDays = 30
const dayMs = 24 * 60 * 60_000
const mostAtOnce = 20

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

/** Deletes some of what has been in the trash for longer than it stays there. */
export async function emptyOldTrash(services: Services, now: number): Promise<void> {
  const old = await services.store.documents.trashedBefore(now - trashDays * dayMs, mostAtOnce)
  for (const documentId of old) await deleteDocument(services, documentId, now)
}
