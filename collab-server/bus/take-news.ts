import type { News } from '#collab-server/bus/node-news'
import type { Feed } from '#collab-server/feed/feed'
import type { WideFeed } from '#collab-server/feed/wide-feed'
import type { LiveAccess } from '#collab-server/live-access'
import type { Rooms } from '#collab-server/rooms'
import { documentOfTopic } from '#protocol/feed'

export type NewsTaker = {
  readonly liveAccess: Pick<LiveAccess, 'change' | 'endSessions' | 'peopleIn'>
  readonly feed: Pick<Feed, 'tell' | 'endSessions'>
  readonly wideFeed: Pick<WideFeed, 'tell'>
  readonly rooms: Pick<Rooms, 'endRemoved'>
}

/** Does on this node what all have to do; whoever was asked for it does it too. */
export function takeNews(news: News, { liveAccess, feed, wideFeed, rooms }: NewsTaker): void {
  switch (news.kind) {
    case 'access':
      return liveAccess.change(news.documentId, news.changedAt, news.via)
    case 'sessionEnds':
      liveAccess.endSessions(news.sessionIds)
      return feed.endSessions(news.sessionIds)
    case 'removal':
      liveAccess.change(news.documentId, news.removedAt)
      return rooms.endRemoved(news.documentId)
    case 'feed': {
      const { topic, userIds } = news
      // Of how the servers are doing each knows itself.
      if (topic === 'status') return
      if (topic === 'notifications') return feed.tell(userIds ?? [], topic)
      // Whoever has the document open here may have their feed on another node.
      const inside = liveAccess.peopleIn(documentOfTopic(topic))
      wideFeed.tell(userIds?.filter((userId) => inside.has(userId)) ?? inside, topic)
    }
  }
}
