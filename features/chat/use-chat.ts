import { useEffect, useState, useSyncExternalStore } from 'react'

import { Chat } from '#features/chat/chat'
import { ChatRequests } from '#features/chat/chat-requests'
import { Outbox, type OutboxStorage } from '#features/chat/outbox'

type Options = {
  readonly documentId: string
  readonly userId: string
  readonly listen: (onNews: () => void) => () => void
  /** Whether the document has a connection. */
  readonly online: boolean
}

/** The chat of the document of this page, and how much in it has not been read. */
export function useChat({ documentId, userId, listen, online }: Options): { chat: Chat; unread: number } {
  const [chat] = useState(
    () =>
      new Chat({
        requests: new ChatRequests(documentId),
        outbox: new Outbox(browserStorage(), documentId, userId),
        userId,
        listen,
      }),
  )
  useEffect(() => chat.setOnline(online), [chat, online])
  const { unread } = useSyncExternalStore(chat.subscribe, chat.getState, chat.getState)
  return { chat, unread }
}

/** Null where the browser keeps nothing, or none is here. */
function browserStorage(): OutboxStorage | null {
  try {
    return typeof window === 'undefined' ? null : window.localStorage
  } catch {
    return null
  }
}
