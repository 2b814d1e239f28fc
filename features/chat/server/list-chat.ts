import type { ChatChanges, ChatMessage, ChatPage } from '#features/chat/chat-message'
import type { ChatStore, StoredChatMessage } from '#storage/chat-store'

const pageSize = 50
const mostChanges = 200
const mostUnread = 99

type Asked = { readonly documentId: string; readonly userId: string }

/** The newest messages, or those before one. */
export async function readChatPage(
  chat: ChatStore,
  { documentId, userId }: Asked,
  before: number | null,
): Promise<ChatPage> {
  // First, so that what comes meanwhile is asked for again rather than missed.
  const change = await chat.lastChange(documentId)
  const found = await chat.page(documentId, before, pageSize + 1)
  const messages = found.slice(-pageSize).map((message) => messageOf(message, userId))
  const unread = await chat.countUnread(userId, documentId, mostUnread)
  return { messages, hasOlder: found.length > pageSize, change, unread }
}

/** What happened after a change. */
export async function readChatChanges(
  chat: ChatStore,
  { documentId, userId }: Asked,
  after: number,
): Promise<ChatChanges> {
  const found = await chat.changesAfter(documentId, after, mostChanges + 1)
  const messages = found.slice(0, mostChanges).map((message) => messageOf(message, userId))
  const unread = await chat.countUnread(userId, documentId, mostUnread)
  return { messages, unread, hasMore: found.length > mostChanges }
}

function messageOf(
  { authorName, createdAt, editedAt, key, ...message }: StoredChatMessage,
  userId: string,
): ChatMessage {
  const ownKey = message.authorId === userId ? key : null
  return { ...message, key: ownKey, author: authorName, at: createdAt, isEdited: editedAt !== null }
}
