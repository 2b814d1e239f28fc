import { accessVia } from '#access/document-token'
import { can, strongestRole, weakerRole, type Action, type Role } from '#access/roles'
import { isTokenRoomName } from '#protocol/room-name'
import type { DocumentStore, LinkStore, StoredDocument } from '#storage/app-store'
import type { ShareStore } from '#storage/share-store'

/** What gives a role in a document, and until when; null for without end. */
type Permission = { readonly role: Role; readonly via: string; readonly until: number | null }

export type DocumentAccess =
  | ({ readonly outcome: 'granted'; readonly document: StoredDocument } & Permission)
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'forbidden' }
  /** In the trash, as its owner is told; for everybody else it is gone. */
  | { readonly outcome: 'trashed' }

/** The parts of the store that say who may do what. */
export type AccessStore = {
  readonly documents: Pick<DocumentStore, 'get'>
  readonly links: Pick<LinkStore, 'grantsOf'>
  readonly shares: Pick<ShareStore, 'of'>
}

/**
 * The one place that decides what a person may do with a document. Every page and handler that touches
 * a document goes through it with the document itself, never with a list or a link alone. `most` is what
 * this person may do with any document at most, whatever gives them more.
 */
export async function authorizeDocument(
  store: AccessStore,
  { documentId, userId, most = 'owner' }: { documentId: string; userId: string | null; most?: Role },
  action: Action,
  now: number,
): Promise<DocumentAccess> {
  const document = isTokenRoomName(documentId) ? await store.documents.get(documentId) : null
  if (!document) return { outcome: 'gone' }
  const owns = document.ownerId === userId && can(most, 'manage')
  if (document.trashedAt !== null) return { outcome: owns ? 'trashed' : 'gone' }
  // Somebody unknown, without a cookie, has no permission whatever the address allows.
  const permission = userId === null ? null : await strongestPermission(store, document, userId, now)
  if (!permission) return { outcome: 'forbidden' }
  const role = weakerRole(permission.role, most)
  return can(role, action) ? { outcome: 'granted', document, ...permission, role } : { outcome: 'forbidden' }
}

async function strongestPermission(
  store: AccessStore,
  { id, ownerId, generalRole }: StoredDocument,
  userId: string,
  now: number,
): Promise<Permission | null> {
  if (ownerId === userId) return { role: 'owner', via: accessVia.ownership, until: null }
  const permissions: Permission[] = []
  if (generalRole) permissions.push({ role: generalRole, via: accessVia.address, until: null })
  for (const { id: via, role } of await store.shares.of(userId, id)) {
    permissions.push({ role, via, until: null })
  }
  for (const { linkId, role, expiresAt } of await store.links.grantsOf(userId, id)) {
    if (expiresAt === null || expiresAt > now) permissions.push({ role, via: linkId, until: expiresAt })
  }
  const strongest = strongestRole(permissions.map(({ role }) => role))
  return permissions.find(({ role }) => role === strongest) ?? null
}
