import type { LinkRole } from '#storage/app-store'

/** A document of somebody's, as they must know it who are about to leave it behind. */
export type LeftDocument = {
  readonly id: string
  readonly title: string | null
  /** Whether anybody else was let in by name or by a link, or has opened it. */
  readonly isShared: boolean
  /** Who was named first of those with an account who may edit it, and would take it over; null where there is nobody. */
  readonly heir: { readonly shareId: string; readonly userId: string; readonly name: string } | null
}

/** What is kept of somebody, in the words of a file for them: times are ISO 8601, names of columns ours. */
export type OwnData = {
  readonly account: Readonly<Record<string, unknown>>
  readonly signInWays: readonly unknown[]
  readonly sessions: readonly unknown[]
  readonly passkeys: readonly unknown[]
  readonly folders: readonly unknown[]
  readonly opened: readonly unknown[]
  readonly givenByName: readonly unknown[]
  readonly givenByLink: readonly unknown[]
  readonly askedFor: readonly unknown[]
  readonly chatMessages: readonly unknown[]
  readonly comments: readonly unknown[]
  readonly commentReactions: readonly unknown[]
  readonly resolvedThreads: readonly unknown[]
  readonly namedVersions: readonly unknown[]
  readonly notifications: readonly unknown[]
  readonly watched: readonly unknown[]
  readonly mentioned: readonly unknown[]
  readonly invitations: readonly unknown[]
  readonly accessHistory: readonly unknown[]
}

/** One of somebody's own documents, without what stands in it. */
export type OwnDocument = {
  readonly id: string
  readonly createdAt: number
  readonly changedAt: number
  readonly trashedAt: number | null
  readonly generalRole: LinkRole | null
}

export type Departure = {
  /** Documents that have another owner now, and the share that one had until then. */
  readonly handedOver: readonly {
    readonly documentId: string
    readonly shareId: string
    readonly userId: string
  }[]
  /** Documents that are nobody's, and in the trash for so long that they go with the next emptying of it. */
  readonly left: readonly string[]
  /** Of the account; they are over. */
  readonly sessionIds: readonly string[]
}

export interface OwnDataStore {
  /** Null where there is no such account. */
  read(accountId: string): Promise<OwnData | null>
  /** The oldest first, those in the trash too. */
  documents(accountId: string): Promise<OwnDocument[]>
  /** What somebody owns outside the trash, the last changed first. */
  leftDocuments(accountId: string): Promise<LeftDocument[]>
  /** Whether there are other accounts, and nobody but this one to administer them: suspended ones do not. */
  isOnlyAdministrator(accountId: string): Promise<boolean>
  /**
   * Deletes everything that is kept of an account but what it owns, which goes to those who would take it over where
   * `handOver` says so, and else into the trash. All of it or nothing; null, and nothing, of the only administrator.
   */
  depart(accountId: string, wish: { readonly handOver: boolean }): Promise<Departure | null>
}
