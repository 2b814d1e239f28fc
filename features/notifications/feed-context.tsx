'use client'
import { createContext, useContext, useState, type ReactNode } from 'react'

import { Feed, type FeedOptions } from '#features/notifications/feed'
import { requestFeedToken } from '#features/notifications/notification-requests'

const FeedContext = createContext<Feed | null>(null)

/** The one feed of a page, opened by the first who listens. */
export function FeedProvider({ url, children }: { url: FeedOptions['url']; children: ReactNode }) {
  const [feed] = useState(() => new Feed({ url, requestToken: requestFeedToken }))
  return <FeedContext value={feed}>{children}</FeedContext>
}

export function useFeed(): Feed {
  const feed = useContext(FeedContext)
  if (!feed) throw new Error('there is no feed around this')
  return feed
}
