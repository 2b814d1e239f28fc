import type { Action } from '#access/roles'

type Kind = {
  /** What somebody must be allowed to do with the document, when they look, to be told at all. */
  readonly needs: Action
  /** Where in the page of the document it leads; empty for its beginning. */
  readonly place: '' | '#mention' | '#chat' | '#comments' | '#suggestions'
}

/**
 * Everything that people are told of. A new kind is a row here, a sentence under `kinds` in both languages, and an `add`
 * where it happens.
 */
export const notificationKinds = {
  /** Named in the text of a document. */
  mention: { needs: 'read', place: '#mention' },
  /** Named in the chat of one. */
  chatMention: { needs: 'read', place: '#chat' },
  /** Something in the chat of one that is watched. */
  chat: { needs: 'read', place: '#chat' },
  /** A new thread of comments in one's own document, or in one that is watched. */
  comment: { needs: 'read', place: '#comments' },
  /** Answered where one has written too. */
  commentReply: { needs: 'read', place: '#comments' },
  /** Named in a comment. */
  commentMention: { needs: 'read', place: '#comments' },
  /** A thread in which one has written is resolved. */
  commentResolved: { needs: 'read', place: '#comments' },
  /** Something was said of one's own suggestion, or where one has said something too. */
  suggestionReply: { needs: 'read', place: '#suggestions' },
  /** Named in what is said of a suggestion. */
  suggestionMention: { needs: 'read', place: '#suggestions' },
  /** Given a document by name. */
  share: { needs: 'read', place: '' },
  /** Asked for access. */
  accessRequest: { needs: 'manage', place: '' },
  /** Let in, having asked. */
  accessGranted: { needs: 'read', place: '' },
  /** Made the owner. */
  ownership: { needs: 'manage', place: '' },
} as const satisfies Record<string, Kind>

export type NotificationKind = keyof typeof notificationKinds

/** Where in the page of its document a notification leads: to one thread, where it is about one. */
export function placeOf({ kind, subject }: { kind: NotificationKind; subject: string | null }): string {
  const { place } = notificationKinds[kind]
  return place === '#comments' && subject !== null ? `#thread=${subject}` : place
}

export function isNotificationKind(kind: string): kind is NotificationKind {
  return Object.hasOwn(notificationKinds, kind)
}
