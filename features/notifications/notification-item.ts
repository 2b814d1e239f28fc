import type { WatchLevel } from '#features/notifications/watch-level'
import type { NotificationKind } from '#features/notifications/notification-kinds'

/** One notification, as its person's page is told of it. */
export type NotificationItem = {
  /** Newer ones are greater. */
  readonly id: number
  readonly kind: NotificationKind
  readonly documentId: string
  /** What of it, as a thread of comments; null for all of it. */
  readonly subject: string | null
  /** As it is called now; null for untitled. */
  readonly title: string | null
  /** Null where nobody told their name. */
  readonly actor: string | null
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly isRead: boolean
}

/** The newest first. */
export type NotificationList = { readonly items: readonly NotificationItem[] }

export type WatchState = { readonly level: WatchLevel }
