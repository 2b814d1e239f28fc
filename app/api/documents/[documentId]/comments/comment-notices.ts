import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'
import type { NotificationKind } from '#features/notifications/notification-kinds'
import type { CommentMention, CommentNotice } from '#storage/comment-store'

type Said = {
  readonly documentId: string
  /** Id of the thread in which it was said. */
  readonly subject: string
  readonly actorId: string
  readonly mentions: readonly CommentMention[]
  readonly createdAt: number
  /** Whom it concerns who are not named, and as what. */
  readonly concerned: { readonly userIds: readonly string[]; readonly kind: NotificationKind }
  /** What it is to those whom it names, and to who watches everything; as of a comment unless something else is said. */
  readonly kinds?: { readonly named: NotificationKind; readonly watched: NotificationKind }
}

const ofComments = { named: 'commentMention', watched: 'comment' } as const

/** Whom a comment concerns: those it names, if they have to do with the document, whose it is about, and who watches everything there. */
export async function commentNotices(
  { store: { people, notifications } }: Pick<AppServices, 'store'>,
  { mentions, concerned, kinds = ofComments, ...about }: Said,
): Promise<CommentNotice[]> {
  const { documentId, actorId } = about
  const [named, watchers] = await Promise.all([
    people.knowing(
      documentId,
      mentions.map(({ id }) => id),
    ),
    notifications.watchersOf(documentId),
  ])
  const told = new Map<string, CommentNotice>()
  const tell = (userIds: readonly string[], kind: NotificationKind, level: CommentNotice['level']): void => {
    for (const userId of userIds) {
      if (userId !== actorId && userId !== '' && !told.has(userId))
        told.set(userId, { ...about, userId, kind, level })
    }
  }
  tell(named, kinds.named, 'mine')
  tell(concerned.userIds, concerned.kind, 'mine')
  tell(watchers, kinds.watched, 'everything')
  return [...told.values()]
}
