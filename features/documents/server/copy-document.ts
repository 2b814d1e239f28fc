import { randomBytes } from 'node:crypto'

import {
  CollabUnavailableError,
  type CollabServerClient,
} from '#features/documents/server/collab-server-client'
import {
  firstGeneralRole,
  type Author,
  type CreateDocumentOutcome,
} from '#features/documents/server/create-document'
import type { ImageFiles } from '#features/documents/server/image-files'
import type { AppStore } from '#storage/app-store'

type Services = {
  readonly store: Pick<AppStore, 'documents' | 'images' | 'visits'>
  readonly collabServer: Pick<CollabServerClient, 'copy'>
  readonly imageFiles: Pick<ImageFiles, 'read' | 'write'>
}

/**
 * Makes a document, or a template, of somebody's own that begins with what another holds: text and images first, then its
 * row, so that nothing half-made is ever seen. It shows in their lists at once.
 */
export async function copyDocument(
  { store, collabServer, imageFiles }: Services,
  documentId: string,
  { author, title, isTemplate = false }: { author: Author; title: string; isTemplate?: boolean },
  now: number,
): Promise<CreateDocumentOutcome> {
  const id = randomBytes(16).toString('base64url')
  try {
    await collabServer.copy(documentId, { to: id, title })
  } catch (error) {
    if (error instanceof CollabUnavailableError) return { outcome: 'collabUnavailable', cause: error.cause }
    throw error
  }
  const images = await store.images.ofDocument(documentId)
  for (const image of images) {
    const bytes = await imageFiles.read(documentId, image.id)
    if (bytes) await imageFiles.write(id, image.id, bytes)
  }
  const { userId: ownerId } = author
  await store.documents.insert({
    id,
    ownerId,
    createdAt: now,
    generalRole: firstGeneralRole(author),
    isTemplate,
  })
  for (const image of images) await store.images.insert({ ...image, documentId: id, createdAt: now })
  await store.visits.record({ userId: ownerId, documentId: id, openedAt: now })
  return { outcome: 'created', id }
}
