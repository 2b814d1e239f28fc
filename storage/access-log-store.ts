import type { LinkRole } from '#storage/app-store'

/** What was done about the access to a document. */
export const accessEventKinds = [
  'address',
  'linkMade',
  'linkRole',
  'linkRevoked',
  'linkOpened',
  'named',
  'nameRole',
  'nameRemoved',
  'came',
  'letIn',
  'declined',
  'left',
  'owner',
  'trashed',
  'restored',
  'deleted',
  // These are about no document.
  'secretChanged',
  'suspended',
  'unsuspended',
  'adminMade',
  'adminEnded',
] as const

export type AccessEventKind = (typeof accessEventKinds)[number]

export type AccessEvent = {
  /** Empty where it is about none, but about an account or the servers. */
  readonly documentId: string
  readonly at: number
  readonly kind: AccessEventKind
  /** Who did it; null where nobody asked for it, as when an account was deleted. */
  readonly actorId: string | null
  /** The person or the link that it is about. */
  readonly subjectId: string | null
  /** The e-mail address that was written for a person. */
  readonly subject: string | null
  readonly fromRole: LinkRole | 'owner' | null
  readonly toRole: LinkRole | 'owner' | null
}

/** An event as it is shown: with names, as people want to be known now; null where that is not known. */
export type ListedAccessEvent = AccessEvent & {
  /** In the order of what happened. */
  readonly id: number
  readonly actorName: string | null
  readonly subjectName: string | null
}

/** Who gave and took access, and when. Only ever added to; what is older than it is kept goes. */
export interface AccessLogStore {
  /** Adds an event, and forgets those from before `keptSince`. */
  append(event: AccessEvent, keptSince: number): Promise<void>
  /** The newest first. */
  ofDocument(documentId: string, limit: number): Promise<ListedAccessEvent[]>
  /** Of all documents, the newest first. */
  newest(limit: number): Promise<ListedAccessEvent[]>
}
