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
import { notKept, type NotKept } from '#features/documents/server/save-image'
import type { AppStore, StoredImage } from '#storage/app-store'
import type { ImageFiles } from '#storage/images/image-files'

type Services = {
  readonly store: Pick<AppStore, 'documents' | 'images' | 'visits'>
  readonly collabServer: Pick<CollabServerClient, 'copy' | 'delete'>
  readonly imageFiles: Pick<ImageFiles, 'read' | 'write' | 'removeAll'>
}

type Copying = {
  readonly author: Author
  readonly title: string
  readonly isTemplate?: boolean
  /** The images of the document that is copied. */
  readonly images: readonly StoredImage[]
}

export type CopyDocumentOutcome = CreateDocumentOutcome | { readonly outcome: NotKept }

/**
 * Makes a document, or a template, of somebody's own that begins with what another holds: text and images first, then its
 * row, so that nothing half-made is ever seen, or left where it fails. It shows in their lists at once.
 */
export async function copyDocument(
  services: Services,
  documentId: string,
  copying: Copying,
  now: number,
): Promise<CopyDocumentOutcome> {
  const id = randomBytes(16).toString('base64url')
  try {
    await services.collabServer.copy(documentId, { to: id, title: copying.title })
    await copyImages(services, documentId, id, copying.images)
    await insertCopy(services, id, copying, now)
    return { outcome: 'created', id }
  } catch (error) {
    await removeCopy(services, id, now)
    if (error instanceof CollabUnavailableError) return { outcome: 'collabUnavailable', cause: error.cause }
    const outcome = notKept(error)
    if (outcome === undefined) throw error
    return { outcome }
  }
}

async function copyImages(
  { imageFiles }: Services,
  from: string,
  to: string,
  images: readonly StoredImage[],
): Promise<void> {
  for (const image of images) {
    const bytes = await imageFiles.read(from, image.id)
    if (bytes) await imageFiles.write(to, image.id, bytes)
  }
}

async function insertCopy(
  { store }: Services,
  id: string,
  { author, images, isTemplate = false }: Copying,
  now: number,
): Promise<void> {
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
}

/** Takes back what of a copy was made; also where nobody answered, for it may have been made none the less. */
async function removeCopy(
  { store, collabServer, imageFiles }: Services,
  id: string,
  now: number,
): Promise<void> {
  const removed = [imageFiles.removeAll(id), collabServer.delete(id, now), store.documents.remove(id)]
  for (const result of await Promise.allSettled(removed)) {
    // Nobody knows its id, so that what stays is in the way of nobody.
    if (result.status === 'rejected') console.error('a copy that failed was not taken back', result.reason)
  }
}
