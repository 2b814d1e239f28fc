import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'
import type { NotificationKind } from '#features/notifications/notification-kinds'
import type { ChatMention, ChatNotice } from '#storage/chat-store'

type Said = {
  readonly documentId: string
  readonly actorId: string
  readonly mentions: readonly ChatMention[]
  readonly createdAt: number
}

/** Whom a message concerns: those it names, if they have to do with the document, and who watches everything there. */
export async function chatNotices(
  { store: { people, notifications } }: Pick<AppServices, 'store'>,
  { mentions, ...about }: Said,
): Promise<ChatNotice[]> {
  const { documentId, actorId } = about
  const [named, watchers] = await Promise.all([
    people.knowing(
      documentId,
      mentions.map(({ id }) => id),
    ),
    notifications.watchersOf(documentId),
  ])
  const kinds = { mention: 'chatMention', any: 'chat' } as const satisfies Record<string, NotificationKind>
  return [
    ...named.map((userId) => ({ ...about, userId, kind: kinds.mention, level: 'mine' as const })),
    ...watchers
      .filter((userId) => !named.includes(userId))
      .map((userId) => ({ ...about, userId, kind: kinds.any, level: 'everything' as const })),
  ].filter(({ userId }) => userId !== actorId)
}
