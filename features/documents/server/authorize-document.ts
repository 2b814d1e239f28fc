import { can, type Action, type Role } from '#access/roles'
import { isTokenRoomName } from '#protocol/room-name'
import type { DocumentStore, StoredDocument } from '#storage/app-store'

export type DocumentAccess =
  | { readonly outcome: 'granted'; readonly document: StoredDocument; readonly role: Role }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'forbidden' }

/**
 * The one place that decides what a person may do with a document. Every page and handler that touches
 * a document goes through it with the document itself, never with a list or a link alone.
 */
export async function authorizeDocument(
  documents: Pick<DocumentStore, 'get'>,
  { documentId, userId }: { documentId: string; userId: string | null },
  action: Action,
): Promise<DocumentAccess> {
  const document = isTokenRoomName(documentId) ? await documents.get(documentId) : null
  if (!document) return { outcome: 'gone' }
  const role = roleOf(document, userId)
  return role && can(role, action) ? { outcome: 'granted', document, role } : { outcome: 'forbidden' }
}

/** Knowing the 128-bit id is the permission to edit; somebody unknown, without a cookie, has none. */
function roleOf(document: StoredDocument, userId: string | null): Role | null {
  if (userId === null) return null
  return document.ownerId === userId ? 'owner' : 'editor'
}
