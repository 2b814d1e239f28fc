import type { Action } from '#access/roles'
import type { NotificationItem, NotificationList } from '#features/notifications/notification-item'
import { isNotificationKind, notificationKinds } from '#features/notifications/notification-kinds'
import type { NotificationStore } from '#storage/notification-store'

/** As many as the store keeps of a person. */
const most = 200

/** What somebody may learn of a document now: its title, if they may do that with it; null otherwise. */
export type AskAbout = (documentId: string, action: Action) => Promise<{ title: string | null } | null>

type Store = Pick<NotificationStore, 'ofUser' | 'untoldMentions' | 'tellMention'>

/**
 * What concerns somebody, with what documents are called now. Documents that they may no longer open are passed over as
 * if there were none. Whoever was named in a document since is told of it here, once they may open it.
 */
export async function listNotifications(
  store: Store,
  userId: string,
  askAbout: AskAbout,
  now: number,
): Promise<NotificationList> {
  const ask = remembered(askAbout)
  for (const mention of await store.untoldMentions(userId, now, most)) {
    if (await ask(mention.documentId, notificationKinds.mention.needs)) {
      await store.tellMention(userId, mention, 'mention')
    }
  }
  const items: NotificationItem[] = []
  for (const stored of await store.ofUser(userId, most)) {
    const { id, kind, documentId, subject, actorName: actor, createdAt: at, readAt } = stored
    // Of a later version that was here before.
    if (!isNotificationKind(kind)) continue
    const known = await ask(documentId, notificationKinds[kind].needs)
    if (!known) continue
    const { title } = known
    items.push({ id, kind, documentId, subject, title, actor, at, isRead: readAt !== null })
  }
  return { items }
}

/** The same answers, asked for once. */
function remembered(askAbout: AskAbout): AskAbout {
  const answers = new Map<string, ReturnType<AskAbout>>()
  return (documentId, action) => {
    const key = `${action} ${documentId}`
    const answer = answers.get(key) ?? askAbout(documentId, action)
    answers.set(key, answer)
    return answer
  }
}
