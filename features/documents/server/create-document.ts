import { randomBytes } from 'node:crypto'

import {
  CollabUnavailableError,
  type CollabServerClient,
} from '#features/documents/server/collab-server-client'
import type { DocumentStore } from '#storage/app-store'

export type CreateDocumentOutcome =
  | { readonly outcome: 'created'; readonly id: string }
  | { readonly outcome: 'collabUnavailable'; readonly cause: unknown }

/**
 * Makes a document: first its content on the collab server, then its row. Stopped in between, nobody
 * knows the id and no list shows it, so nothing half-made is ever seen.
 */
export async function createDocument(
  documents: Pick<DocumentStore, 'insert'>,
  collabServer: Pick<CollabServerClient, 'seed'>,
  ownerId: string,
): Promise<CreateDocumentOutcome> {
  const id = randomBytes(16).toString('base64url')
  try {
    await collabServer.seed(id)
  } catch (error) {
    if (error instanceof CollabUnavailableError) return { outcome: 'collabUnavailable', cause: error.cause }
    throw error
  }
  await documents.insert({ id, ownerId, createdAt: Date.now() })
  return { outcome: 'created', id }
}
