/**
 * Where a person's feed is (PROTOCOL F1), beneath the collab server's address. A room name has no `~`, so that no
 * document is hidden by it.
 */
export const feedPath = '~feed'

/** The query parameter with the token; not that of rooms, so that logs and proxies can tell one from the other. */
export const feedTokenParameter = 'pass'

/** What there may be news of: one's notifications, how the server is doing, or the chat or the comments of a document that one has open. */
export type FeedTopic = 'notifications' | 'status' | DocumentTopic

type DocumentTopic = `chat:${string}` | `comments:${string}`

/** The text of a message that says of what there is news; of nothing, it is a sign of life (PROTOCOL F3). */
export function encodeFeedNews(topics: readonly FeedTopic[]): string {
  return JSON.stringify({ news: topics })
}

/** The topics of a message of the feed; none where it is something else. */
export function readFeedNews(message: unknown): FeedTopic[] {
  if (typeof message !== 'string') return []
  try {
    const { news } = JSON.parse(message) as { news?: unknown }
    return Array.isArray(news) ? news.filter(isTopic) : []
  } catch {
    return []
  }
}

/** Whether this may be a topic, as far as its form goes. */
export function isTopic(value: unknown): value is FeedTopic {
  if (value === 'notifications' || value === 'status') return true
  return typeof value === 'string' && /^(?:chat|comments):[A-Za-z0-9_-]{1,128}$/.test(value)
}

/** Which document a topic is about. */
export function documentOfTopic(topic: DocumentTopic): string {
  return topic.slice(topic.indexOf(':') + 1)
}
