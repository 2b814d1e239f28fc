'use client'
import { useCallback } from 'react'

import { StatusView } from '#features/admin/status/status-view.tsx'
import { useFeed } from '#features/notifications/feed-context.tsx'

/** The view of administrators on the feed of this page, which says when there is something new to ask for. */
export function LiveStatus() {
  const feed = useFeed()
  const listen = useCallback((onNews: () => void) => feed.listen('status', onNews), [feed])
  return <StatusView listen={listen} />
}
