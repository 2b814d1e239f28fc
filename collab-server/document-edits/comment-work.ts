import * as Y from 'yjs'

import type { CommentRange } from '#schema/comments/find-range'
import { type CommentMarked, markComment, unmarkComments } from '#schema/comments/write-comment-marks'

/** In the document worker: an edit of a document's marks of comments, made of its whole state. */
export type CommentEdit = {
  /** The document as one Yjs V1 update. */
  readonly state: Uint8Array
  /** Whose structs the edit will be. */
  readonly clientId: number
  readonly thread: string
  /** What shall be marked; null: nothing any more. */
  readonly range: CommentRange | null
}

export type EditedComments = {
  /** Yjs V1 update; null where nothing changes. */
  readonly update: Uint8Array | null
  /** Null where marks were taken away. */
  readonly marked: CommentMarked | null
}

export function editComments({ state, clientId, thread, range }: CommentEdit): EditedComments {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, state)
    doc.clientID = clientId
    const made: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => made.push(update))
    const marked = range ? markComment(doc, thread, range) : null
    if (!range) unmarkComments(doc, thread)
    return { update: made.length === 0 ? null : Y.mergeUpdates(made), marked }
  } finally {
    doc.destroy()
  }
}
