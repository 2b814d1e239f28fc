import type { Kysely } from 'kysely'

import type { AppTables } from '#storage/app-tables'
import type { AccessNoticeStore } from '#storage/access-notice-store'
import type { AccessRequestStore } from '#storage/access-request-store'
import type { AccessLogStore } from '#storage/access-log-store'
import type { AdministrationStore } from '#storage/administration-store'
import type { FolderStore } from '#storage/folder-store'
import type { OwnDataStore } from '#storage/own-data-store'
import type { ChatStore } from '#storage/chat-store'
import type { CommentStore } from '#storage/comment-store'
import type { NotificationStore } from '#storage/notification-store'
import type { ShareStore } from '#storage/share-store'
import type { VersionStore } from '#storage/version-store'

/** What somebody may do by an address or a link; the app's roles without the owner's. */
export type LinkRole = 'viewer' | 'commenter' | 'suggester' | 'editor'

/** A document as lists show it. Its text is the collab server's; these are projections of it. */
export type StoredDocument = {
  readonly id: string
  readonly ownerId: string
  /** Null until there is a heading or a title written by hand. */
  readonly title: string | null
  readonly excerpt: string
  readonly createdAt: number
  /** When its text last changed, as far as the app knows. */
  readonly changedAt: number
  /** What everybody who knows the address may do; null for nothing. */
  readonly generalRole: LinkRole | null
  /** When its owner put it in the trash; null where it is not there. */
  readonly trashedAt: number | null
}

/** What the collab server says of a document. */
export type DocumentProjection = {
  readonly documentId: string
  readonly title: string | null
  readonly excerpt: string
  readonly searchText: string
  readonly changedAt: number
  /** Whom it names, one for each; `by`: who wrote it, empty for unknown, null for what it began with. */
  readonly mentions?: readonly {
    readonly userId: string
    readonly count: number
    readonly by: string | null
  }[]
}

export interface DocumentStore {
  insert(document: {
    id: string
    ownerId: string
    createdAt: number
    generalRole: LinkRole | null
    isTemplate?: boolean
  }): Promise<void>
  get(id: string): Promise<StoredDocument | null>
  setGeneralRole(id: string, role: LinkRole | null): Promise<void>
  /** Null takes it out again. */
  setTrashed(id: string, trashedAt: number | null): Promise<void>
  /** Forgets it with its visits, links and images' rows. */
  remove(id: string): Promise<void>
  /** Ids of those put in the trash before a time, the longest there first, at most `limit`. */
  trashedBefore(time: number, limit: number): Promise<string[]>
  /** Ids of all there are, in their own order, at most `limit` behind `after`. */
  ids(after: string, limit: number): Promise<string[]>
  /** The cursor of the newest projections applied; null before the first. */
  projectionCursor(): Promise<string | null>
  /**
   * Takes over projections and then their cursor, so that a stop in between only repeats some. Of
   * unknown documents and those older than what is there are passed over.
   */
  applyProjections(projections: readonly DocumentProjection[], cursor: string): Promise<void>
}

/** A document as it stands in somebody's list. */
export type ListedDocument = StoredDocument & {
  /** Where it was shared and never opened, when it was shared. */
  readonly openedAt: number
  /** Shared with them by name, and not opened yet. */
  readonly isNew: boolean
  /** Of theirs; null for none. */
  readonly folderId: string | null
  readonly starred: boolean
}

export type FoundDocument = ListedDocument & { readonly searchText: string }

/**
 * `shared`: somebody else's; `templates` and `trash`: one's own that are templates, or were put there, which no other
 * list shows.
 */
export type ListView = 'all' | 'owned' | 'shared' | 'starred' | 'templates' | 'trash'

/** The newest first by each time; titles from A on, the untitled last. */
export type ListOrder = 'opened' | 'changed' | 'title'

export interface VisitStore {
  /** Remembers the latest opening of a document by a person; a star stays. */
  record(visit: { userId: string; documentId: string; openedAt: number }): Promise<void>
  /** Whether somebody has opened anything that there still is, in the trash or not theirs to open any more too. */
  hasAny(userId: string): Promise<boolean>
  /** Of a document that the person has opened. */
  setStarred(userId: string, documentId: string, starredAt: number | null): Promise<void>
  /**
   * What somebody opened, or was given by name, and may still open at `now`: with the address where that gives
   * anything, by a link that holds, by name, or as owner.
   */
  list(query: {
    userId: string
    view: ListView
    order: ListOrder
    /** Only what is in this folder, not in folders within it. */
    folderId?: string
    limit: number
    now: number
  }): Promise<ListedDocument[]>
  /**
   * Of the same, without the trash, those that hold words beginning with each of these terms in title or text, whatever
   * their case and accents; hits in titles first, then the last opened. Terms are words: letters and digits.
   */
  search(query: {
    userId: string
    terms: readonly string[]
    limit: number
    now: number
  }): Promise<FoundDocument[]>
}

/** A link of its own role to one document. Its secret is known to whoever has the link, here only by hash. */
export type StoredLink = {
  readonly id: string
  readonly documentId: string
  readonly role: LinkRole
  readonly passwordHash: string | null
  /** Null for never. */
  readonly expiresAt: number | null
  readonly createdAt: number
}

/** What somebody was given by opening a link; it ends with the link. */
export type StoredGrant = {
  readonly linkId: string
  readonly role: LinkRole
  readonly expiresAt: number | null
}

export interface LinkStore {
  insert(link: StoredLink & { readonly secretHash: string }): Promise<void>
  find(secretHash: string): Promise<StoredLink | null>
  /** The oldest first, expired ones too. */
  ofDocument(documentId: string): Promise<StoredLink[]>
  /** False where the document has no such link. */
  setRole(documentId: string, linkId: string, role: LinkRole): Promise<boolean>
  /** Takes with it everything it gave. False where the document has no such link. */
  remove(documentId: string, linkId: string): Promise<boolean>
  /** False where they had it before, and nothing changes. */
  grant(grant: { linkId: string; userId: string; grantedAt: number }): Promise<boolean>
  grantsOf(userId: string, documentId: string): Promise<StoredGrant[]>
}

/** Somebody who opened a document. */
export type Visitor = {
  readonly userId: string
  /** As last given; null where nobody told. */
  readonly name: string | null
  readonly openedAt: number
  /** The links of the document they have opened. */
  readonly linkIds: readonly string[]
}

export interface PeopleStore {
  /** Remembers the name under which somebody wants to be known. */
  putName(userId: string, name: string): Promise<void>
  /** Who opened a document, the latest first, at most `limit`. */
  visitorsOf(documentId: string, limit: number): Promise<Visitor[]>
  /** As they last wanted to be known, those who told. */
  namesOf(userIds: readonly string[]): Promise<{ readonly id: string; readonly name: string }[]>
  /** Those of these people who own a document, were given it by name or by link, or have opened it. */
  knowing(documentId: string, userIds: readonly string[]): Promise<string[]>
}

export type StoredImage = {
  /** File name under the document's folder, `<random>.<extension>`; a copy of a document has the same ones. */
  readonly id: string
  readonly documentId: string
  /** Media type by the file's first bytes. */
  readonly type: string
  readonly byteSize: number
  readonly width: number
  readonly height: number
  readonly createdAt: number
}

export interface ImageStore {
  insert(image: StoredImage): Promise<void>
  ofDocument(documentId: string): Promise<StoredImage[]>
  /** Null also where the image belongs to another document. */
  get(documentId: string, id: string): Promise<StoredImage | null>
  remove(documentId: string, id: string): Promise<void>
}

/** To make an account. Its secret is known to whoever has it, here only by hash. */
export type Invitation = {
  readonly secretHash: string
  /** The administrator's id. */
  readonly madeBy: string
  readonly expiresAt: number
}

/** What we ourselves keep of accounts; the rest of their rows is the library's (`AppStore.accountTables`). */
export interface AccountStore {
  hasAny(): Promise<boolean>
  /** Null where there is no such account. */
  emailOf(accountId: string): Promise<string | null>
  /** Of an address in lower case; null where there is no such account. */
  idOf(email: string): Promise<string | null>
  setProfile(accountId: string, profile: { name: string; color: string | null }): Promise<void>
  /**
   * Makes this account an administrator where there is none and no account was there before it; so the first one becomes
   * it, of several at once too, and nobody who comes later.
   */
  makeFirstAdministrator(accountId: string): Promise<void>
  /**
   * Makes what a guest owned, opened, starred, gave and was given the account's, all of it or nothing. Done again it
   * brings what the guest has had since. Their names in histories stay.
   */
  adoptGuest(guestId: string, accountId: string): Promise<void>
  /** The account that a guest's things went to; null where they are still a guest's. */
  adopterOf(guestId: string): Promise<string | null>
  invite(invitation: Invitation): Promise<void>
  isInvited(secretHash: string, now: number): Promise<boolean>
  /** For one caller alone, null for all others: an invitation is for one account. To give it back, `invite` again. */
  takeInvitation(secretHash: string, now: number): Promise<Invitation | null>
}

/** Everything the app stores but the bytes of images. Times are milliseconds since the epoch. */
export interface AppStore {
  readonly documents: DocumentStore
  readonly visits: VisitStore
  readonly links: LinkStore
  readonly shares: ShareStore
  readonly accessRequests: AccessRequestStore
  readonly accessLog: AccessLogStore
  readonly accessNotices: AccessNoticeStore
  readonly people: PeopleStore
  readonly notifications: NotificationStore
  readonly chat: ChatStore
  readonly versions: VersionStore
  readonly comments: CommentStore
  readonly folders: FolderStore
  readonly images: ImageStore
  readonly accounts: AccountStore
  readonly ownData: OwnDataStore
  readonly administration: AdministrationStore
  /** For the library of accounts alone, which reads and writes the tables `account*` by itself; `type`: of its values. */
  readonly accountTables: { readonly db: Kysely<AppTables>; readonly type: 'sqlite' }
  close(): Promise<void>
}
