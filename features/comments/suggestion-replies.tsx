'use client'
import { MessageSquareReply } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import type { SuggestionOf } from '#features/comments/comment-requests'
import { CommentRow } from '#features/comments/comment-row.tsx'
import type { CommentMention, CommentThread } from '#features/comments/comment-thread'
import type { Comments } from '#features/comments/comments'
import { type KeptDrafts, placeOfReply } from '#features/comments/kept-drafts'
import { useNoteRead } from '#features/comments/use-note-read'
import { ReplyField } from '#features/comments/reply-field.tsx'

export type SuggestionRepliesProps = {
  comments: Comments
  drafts: KeptDrafts
  suggestion: SuggestionOf
  /** Undefined as long as nobody has said anything. */
  thread: CommentThread | undefined
  userId: string
  people: readonly CommentMention[]
  mayComment: boolean
  mayRemoveAll: boolean
  /** Whether somebody looks at the suggestion. */
  isActive: boolean
}

/** Apart from what it is about. */
const talkClass = 'mt-2 border-t border-line pt-1 outline-none'
const buttonClass =
  'inline-flex min-h-6 items-center gap-1 rounded-sm text-xs text-muted hover:text-text coarse:min-h-target'

/** What is said of a suggestion, for its card. */
export default function SuggestionReplies(props: SuggestionRepliesProps) {
  const { comments, suggestion, thread, userId, people, mayComment, mayRemoveAll } = props
  const t = useTranslations('comments')
  const place = placeOfReply(suggestion.id)
  // Open where something was begun.
  const [open, setOpen] = useState(() => props.drafts.words(place) !== null)
  const [asked, setAsked] = useState(false)
  const begin = () => {
    setAsked(true)
    setOpen(true)
  }
  useNoteRead(comments, open || props.isActive ? thread : undefined, userId)
  const said = thread?.comments.filter(({ isDeleted }) => !isDeleted) ?? []
  const folded = open ? [] : said.slice(1, -1)
  return (
    // The focus stays here where what was pressed goes.
    <div data-thread-card={thread?.id} tabIndex={-1} className={said.length > 0 ? talkClass : 'outline-none'}>
      {said.map((comment, index) => {
        if (!folded.includes(comment)) {
          return (
            <CommentRow
              key={comment.id}
              comment={comment}
              userId={userId}
              people={people}
              mayComment={mayComment}
              mayRemoveAll={mayRemoveAll}
              onEdit={(next) => comments.edit(comment.id, next)}
              onRemove={() => comments.remove(comment.id)}
              onReact={(sign, on) => comments.react(thread?.id ?? '', comment.id, sign, on)}
            />
          )
        }
        return (
          index === 1 && (
            <button key={comment.id} type="button" className={buttonClass} onClick={begin}>
              {t('folded', { count: folded.length })}
            </button>
          )
        )
      })}
      {mayComment &&
        (open ? (
          <ReplyField
            people={people}
            drafts={props.drafts}
            place={place}
            isThere={(key) => said.some((comment) => comment.key === key)}
            takesFocus={asked}
            send={(key, next) => comments.replyToSuggestion(suggestion, key, next)}
            onCancel={() => setOpen(false)}
          />
        ) : (
          <button type="button" className={buttonClass} onClick={begin}>
            <MessageSquareReply aria-hidden className="size-3.5" />
            {t('answer')}
          </button>
        ))}
    </div>
  )
}
