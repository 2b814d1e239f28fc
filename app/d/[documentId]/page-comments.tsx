'use client'
import type { Editor } from '@tiptap/core'
import { Suspense, useCallback } from 'react'

import { can, type Role } from '#access/roles'
import type { CommentPlace } from '#features/comments/comment-thread'
import type { Comments, CommentsState } from '#features/comments/comments'
import type { KeptDrafts } from '#features/comments/kept-drafts'
import { CommentsButton } from '#features/comments/comments-button.tsx'
import type {
  AskedThread,
  CommentActions,
  DocumentCommentsProps,
} from '#features/comments/document-comments.tsx'
import type { PersonHere } from '#features/presence/people-here'
import { lazyPart } from '#ui/lazy-part'
import type { MarginLayout } from '#ui/margin-layout'

const DocumentComments = lazyPart<DocumentCommentsProps>(() =>
  import('#features/comments/document-comments.tsx').then((part) => part.default),
)

export type PageComments = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The thread that an address asks for. */
  asked: AskedThread | null
}

type PageCommentsProps = PageComments &
  CommentsState & {
    comments: Comments
    drafts: KeptDrafts
    /** On phones they are opened from the menu. */
    withButton: boolean
    /** Open threads. */
    count: number
    /** Null until the text is here. */
    editor: Editor | null
    userId: string
    role: Role
    people: readonly PersonHere[]
    margin: MarginLayout
  }

/** The comments on this document and what opens them, joined with its text. */
export function DocumentPageComments(props: PageCommentsProps) {
  const { editor, userId, role, people, open, onOpenChange, asked, count } = props
  const { comments, drafts, status, threads } = props
  const named = people.flatMap(({ id, name, isSelf }) => (name === null || isSelf ? [] : [{ id, name }]))
  const onActions = useCallback(
    (actions: CommentActions | null) => {
      // With the editor's code, which the page does not wait for.
      void import('#features/editor/commenting/comment-actions').then(
        ({ setCommentActions }) => editor && setCommentActions(editor, actions),
      )
    },
    [editor],
  )
  const rangeOf = useCallback(
    async (place: CommentPlace) => {
      const { rangeOfPlace } = await import('#features/editor/commenting/selected-place')
      return editor && rangeOfPlace(editor, place)
    },
    [editor],
  )
  return (
    <>
      {props.withButton && <CommentsButton count={count} open={open} onOpenChange={onOpenChange} />}
      {editor && (
        <Suspense>
          <DocumentComments
            comments={comments}
            drafts={drafts}
            rangeOf={rangeOf}
            status={status}
            threads={threads}
            editor={editor}
            userId={userId}
            mayComment={can(role, 'comment')}
            mayRemoveAll={can(role, 'manage')}
            people={named}
            open={open}
            onOpenChange={onOpenChange}
            asked={asked}
            onActions={onActions}
            margin={props.margin}
          />
        </Suspense>
      )}
    </>
  )
}
