import { randomBytes } from 'node:crypto'

import {
  CollabUnavailableError,
  type CollabServerClient,
} from '#features/documents/server/collab-server-client'
import type { DocumentContent } from '#schema/document-content'
import type { DocumentStore, LinkRole } from '#storage/app-store'

/** Who begins a document. */
export type Author = { readonly userId: string; readonly hasAccount: boolean }

/**
 * What the address of a new document gives. Guests have nobody they could name, so theirs begins open; whoever
 * has an account shares when they mean to.
 */
export function firstGeneralRole({ hasAccount }: Author): LinkRole | null {
  return hasAccount ? null : 'editor'
}

export type CreateDocumentOutcome =
  | { readonly outcome: 'created'; readonly id: string }
  | { readonly outcome: 'collabUnavailable'; readonly cause: unknown }

/**
 * Makes a document, empty or with some content: first that on the collab server, then its row. Stopped in between, nobody
 * knows the id and no list shows it, so nothing half-made is ever seen.
 */
export async function createDocument(
  documents: Pick<DocumentStore, 'insert'>,
  collabServer: Pick<CollabServerClient, 'seed'>,
  author: Author,
  content?: DocumentContent,
): Promise<CreateDocumentOutcome> {
  const id = randomBytes(16).toString('base64url')
  // Before its first content: lists pass over what is said of a document from before it was made.
  const createdAt = Date.now()
  try {
    if (!(await collabServer.seed(id, content))) throw new Error('a document’s first content was not taken')
  } catch (error) {
    if (error instanceof CollabUnavailableError) return { outcome: 'collabUnavailable', cause: error.cause }
    throw error
  }
  const generalRole = firstGeneralRole(author)
  await documents.insert({ id, ownerId: author.userId, createdAt, generalRole })
  return { outcome: 'created', id }
}
