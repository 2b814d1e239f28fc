import type { Editor } from '@tiptap/core'
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react'

import { commentedText } from '#features/comments/commented-text'
import { CommentRequests } from '#features/comments/comment-requests'
import { Comments, type CommentsState } from '#features/comments/comments'
import { KeptDrafts } from '#features/comments/kept-drafts'
import { type Anchors, MarginAnchors } from '#ui/margin-anchors'

type Options = {
  readonly documentId: string
  readonly userId: string
  readonly listen: (onNews: () => void) => () => void
}

/** The comments on the document of this page. */
export function useComments({ documentId, userId, listen }: Options): CommentsState & {
  comments: Comments
  drafts: KeptDrafts
} {
  const [comments] = useState(() => new Comments({ requests: new CommentRequests(documentId), listen }))
  const state = useSyncExternalStore(comments.subscribe, comments.getState, comments.getState)
  const drafts = useMemo(() => new KeptDrafts({ documentId, userId }), [documentId, userId])
  return { comments, drafts, ...state }
}

/** Where they are in the text, for as long as somebody looks. */
export function useAnchors(editor: Editor): Anchors & { lookSoon: () => void } {
  const watch = useMemo(() => new MarginAnchors(commentedText(editor)), [editor])
  const anchors = useSyncExternalStore(watch.subscribe, watch.getAnchors, watch.getAnchors)
  return { ...anchors, lookSoon: useCallback(() => watch.lookSoon(), [watch]) }
}
