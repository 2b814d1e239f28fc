'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'

import type { CommentOutcome, CommentText } from '#features/comments/comment-requests'
import { type CommentMention, maxCommentLength, mostCommentMentions } from '#features/comments/comment-thread'
import { newCommentKey } from '#features/comments/comments'
import type { KeptDrafts } from '#features/comments/kept-drafts'
import { type CommentFailure, whyNot } from '#features/comments/why-not'
import { MessageField } from '#ui/message-field'

type ReplyFieldProps = {
  people: readonly CommentMention[]
  drafts: KeptDrafts
  /** Of `drafts`. */
  place: string
  /** Whether something that was sent with this key has arrived. */
  isThere: (key: string) => boolean
  /** Sends it; the same once more with the key that it had. */
  send: (key: string, said: CommentText) => Promise<CommentOutcome>
  takesFocus?: boolean
  /** Escape, where there is something to go back to. */
  onCancel?: () => void
}

/** Where somebody answers in a conversation. What could not be sent stays to be sent again. */
export function ReplyField(props: ReplyFieldProps) {
  const { people, drafts, place, isThere, send: sendAs, takesFocus, onCancel } = props
  const t = useTranslations('comments')
  const [unsent, setUnsent] = useState<{
    key: string
    text: string
    mentions: readonly CommentMention[]
  } | null>(null)
  const [failure, setFailure] = useState<CommentFailure | null>(null)
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  const kept = drafts.words(place)
  const isOnItsWay = unsent !== null && failure === null
  const begun = isOnItsWay || (kept?.key !== undefined && isThere(kept.key)) ? null : kept
  const send = async (text: string, mentions: readonly CommentMention[]) => {
    // The same once more keeps its key, so that it is there once.
    const before = unsent?.text === text ? unsent : begun?.text === text ? begun : null
    const key = before?.key ?? newCommentKey()
    setFailure(null)
    setUnsent({ key, text, mentions })
    drafts.keep(place, { key, text, mentions })
    const outcome = await sendAs(key, { text, mentions })
    if (outcome === 'done') drafts.sent(place, key)
    if (!isHere.current) return
    if (outcome === 'done') setUnsent(null)
    else setFailure(outcome)
  }
  return (
    <div className="mt-1">
      {isOnItsWay && <p className="py-1 text-muted">{unsent.text}</p>}
      <MessageField
        // With what was not sent, to be sent again.
        key={failure ? unsent?.key : 'new'}
        label={t('reply')}
        sendLabel={t('send')}
        peopleLabel={t('people')}
        people={people}
        maxLength={maxCommentLength}
        mostMentions={mostCommentMentions}
        {...(failure && unsent ? { initial: unsent } : {})}
        begun={begun}
        onDraft={(words) => drafts.keep(place, words)}
        {...(takesFocus && !failure ? { takesFocus } : {})}
        {...(onCancel ? { onCancel } : {})}
        onSend={(text, mentions) => void send(text, mentions)}
      />
      {failure && (
        <p role="alert" className="pt-1 text-xs text-danger">
          {t(whyNot(failure, 'reply'))}
        </p>
      )}
    </div>
  )
}
