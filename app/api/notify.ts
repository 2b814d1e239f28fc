import 'server-only'

import type { AppServices } from '#features/documents/server/app-services'
import { CollabUnavailableError } from '#features/documents/server/collab-server-client'
import type { NotificationKind } from '#features/notifications/notification-kinds'
import type { FeedTopic } from '#protocol/feed'
import type { NewNotification, WatchLevel } from '#storage/notification-store'

type Notified = Omit<NewNotification, 'userId' | 'kind'> & {
  readonly kind: NotificationKind
  readonly userIds: readonly string[]
}

/** Keeps a notification for each of these people but for who did it, and says to their pages that there is one. */
export async function notify(
  services: Pick<AppServices, 'store' | 'collabServer'>,
  { userIds, ...about }: Notified,
  level: Exclude<WatchLevel, 'nothing'> = 'mine',
): Promise<void> {
  const told = await Promise.all(
    userIds.map(async (userId) => {
      if (userId === about.actorId) return []
      return (await services.store.notifications.add({ ...about, userId }, level)) ? [userId] : []
    }),
  )
  const toTell = told.flat()
  if (toTell.length > 0) await tellFeed(services, { topic: 'notifications', userIds: toTell })
}

/**
 * Says that there is something new, after it is stored. Where the collab server does not answer nobody is connected to it
 * either, and whoever comes back asks for what they have missed.
 */
export async function tellFeed(
  { collabServer }: Pick<AppServices, 'collabServer'>,
  news: { topic: FeedTopic; userIds?: readonly string[] },
): Promise<void> {
  try {
    await collabServer.tellFeed(news)
  } catch (error) {
    if (!(error instanceof CollabUnavailableError)) throw error
    console.error('the collab server was not told of news', error.cause)
  }
}
