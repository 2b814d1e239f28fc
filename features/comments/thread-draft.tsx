'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import type { Comments, Draft } from '#features/comments/comments'
import { type KeptDrafts, placeOfNew } from '#features/comments/kept-drafts'
import { type CommentMention, maxCommentLength, mostCommentMentions } from '#features/comments/comment-thread'
import { type CommentFailure, whyNot } from '#features/comments/why-not'
import { Button } from '#ui/button'
import { MessageField } from '#ui/message-field'

type ThreadDraftProps = {
  comments: Comments
  drafts: KeptDrafts
  draft: Draft
  /** Whether it was here before a reload: whoever reloads a page does not ask for its fields. */
  isBack: boolean
  people: readonly CommentMention[]
  withQuote: boolean
  /** It is there, or was given up. */
  onDone: (thread: string | null) => void
}

/** A thread that is being begun. What could not be sent stays to be sent again. */
export function ThreadDraft(props: ThreadDraftProps) {
  const { comments, drafts, draft, isBack, people, withQuote, onDone } = props
  const t = useTranslations('comments')
  const [unsent, setUnsent] = useState<{ text: string; mentions: readonly CommentMention[] } | null>(null)
  const [state, setState] = useState<'writing' | 'sending' | CommentFailure>('writing')
  const send = async (text: string, mentions: readonly CommentMention[]) => {
    setUnsent({ text, mentions })
    setState('sending')
    const outcome = await comments.start({ ...draft, text, mentions })
    if (outcome === 'done') onDone(draft.thread)
    else setState(outcome)
  }
  return (
    <section
      aria-label={t('new')}
      data-thread-draft=""
      className="rounded-lg border border-line-strong bg-raised px-3 py-2 text-sm text-text shadow-soft"
    >
      {withQuote && (
        <p className="mb-1 truncate border-l-2 border-warning pl-2 text-xs text-muted">
          {draft.place?.quote ?? t('whole')}
        </p>
      )}
      {state === 'sending' ? (
        <p className="py-1 text-muted">{unsent?.text}</p>
      ) : (
        <MessageField
          label={t('write')}
          sendLabel={t('send')}
          peopleLabel={t('people')}
          people={people}
          maxLength={maxCommentLength}
          mostMentions={mostCommentMentions}
          takesFocus={!isBack}
          {...(unsent ? { initial: unsent } : {})}
          begun={drafts.words(placeOfNew(draft))}
          onDraft={(words) => drafts.keep(placeOfNew(draft), words)}
          onCancel={() => onDone(null)}
          onSend={(text, mentions) => void send(text, mentions)}
        />
      )}
      {state !== 'writing' && state !== 'sending' && (
        <p role="alert" className="pt-1 text-xs text-danger">
          {t(whyNot(state, 'start'))}
        </p>
      )}
      {state !== 'sending' && (
        <div className="pt-1 text-right">
          <Button variant="quiet" onClick={() => onDone(null)}>
            {t('cancel')}
          </Button>
        </div>
      )}
    </section>
  )
}
