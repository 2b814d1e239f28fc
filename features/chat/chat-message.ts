export const maxChatTextLength = 4_000
export const mostChatMentions = 20

export type ChatMention = { readonly id: string; readonly name: string }

/** A message as pages are told of it. */
export type ChatMessage = {
  /** Grows with every message. */
  readonly id: number
  /** Grows within a document with everything that happens to its messages. */
  readonly change: number
  readonly authorId: string
  /** Null where nobody told their name. */
  readonly author: string | null
  /** By which its author knows it, also before it had an id; null for everybody else. */
  readonly key: string | null
  /** Empty where it was deleted. */
  readonly text: string
  readonly mentions: readonly ChatMention[]
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly isEdited: boolean
  readonly isDeleted: boolean
}

/** The newest messages, or older ones. */
export type ChatPage = {
  /** In the order in which they were written. */
  readonly messages: readonly ChatMessage[]
  readonly hasOlder: boolean
  /** What is asked for from here on is what changed later. */
  readonly change: number
  /** Of others, since one last read; at most 99 are counted. */
  readonly unread: number
}

/** What happened since, in its order: new messages and those that were edited or deleted. */
export type ChatChanges = {
  readonly messages: readonly ChatMessage[]
  readonly unread: number
  /** There is more, to be asked for behind the last. */
  readonly hasMore: boolean
}
