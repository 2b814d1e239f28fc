'use client'
import { Check, Ellipsis, Link2, RotateCcw, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'

import type { Comments } from '#features/comments/comments'
import type { CommentOutcome } from '#features/comments/comment-requests'
import { CommentRow } from '#features/comments/comment-row.tsx'
import { type KeptDrafts, placeOfReply } from '#features/comments/kept-drafts'
import type { CommentMention, CommentThread } from '#features/comments/comment-thread'
import { ReplyField } from '#features/comments/reply-field.tsx'
import { type CommentFailure, whyNot } from '#features/comments/why-not'
import { copyText } from '#ui/copy-text'
import { IconButton } from '#ui/icon-button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#ui/menu'

/** What every card is given alike. */
export type CardSurroundings = {
  comments: Comments
  drafts: KeptDrafts
  userId: string
  people: readonly CommentMention[]
  mayComment: boolean
  /** Delete what others have said, and whole threads. */
  mayRemoveAll: boolean
  /** The address of a thread. */
  addressOf: (threadId: string) => string
  /** Shows its text, and this as the active one. */
  onActivate: (threadId: string) => void
  /** Escape: back to the text. */
  onLeave: (threadId: string) => void
}

/** Leaves the end of a card's first line to what is done with all of it: two buttons. */
const besideCommands = 'mr-16 coarse:mr-22'

type ThreadCardProps = CardSurroundings & {
  thread: CommentThread
  isActive: boolean
  /** Whether it says what it is about; beside the text that is to be seen. */
  withQuote: boolean
}

/** One thread: what was said, and what may be answered. */
export function ThreadCard(props: ThreadCardProps) {
  const { comments, thread, isActive, withQuote, userId, people, mayComment, mayRemoveAll } = props
  const t = useTranslations('comments')
  const card = useRef<HTMLElement>(null)
  // In a list that scrolls by itself.
  useEffect(() => {
    if (isActive && withQuote) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive, withQuote])
  const [failure, setFailure] = useState<CommentFailure | null>(null)
  const { id, quote, resolved, comments: said } = thread
  const first = said.find(({ isDeleted }) => !isDeleted)
  const label = t('thread', { name: first?.author ?? t('somebody'), text: first?.text.slice(0, 80) ?? '' })
  const folded = isActive ? [] : said.slice(1, -1)
  const change = async (doIt: () => Promise<CommentOutcome>) => {
    setFailure(null)
    const outcome = await doIt()
    if (outcome !== 'done') setFailure(outcome)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      props.onLeave(id)
    }
    if (event.key !== 'Enter' || event.target !== card.current) return
    event.preventDefault()
    if (isActive) card.current?.querySelector('textarea')?.focus()
    else props.onActivate(id)
  }
  return (
    // Where somebody presses, or comes with the keyboard, there the conversation opens.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events
    <article
      ref={card}
      aria-label={label}
      data-thread-card={id}
      data-active={isActive ? '' : undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onClick={() => !isActive && props.onActivate(id)}
      onKeyDown={onKeyDown}
      className="relative scroll-my-3 rounded-lg border border-line bg-raised px-3 py-2 text-sm text-text transition-shadow data-active:border-line-strong data-active:shadow-soft"
    >
      {withQuote && (
        <p className={`mb-1 truncate border-l-2 border-warning pl-2 text-xs text-muted ${besideCommands}`}>
          {quote ?? t('whole')}
        </p>
      )}
      <span className="absolute top-1 right-1 z-1 flex">
        {mayComment && (
          <IconButton
            label={resolved ? t('reopen') : t('resolve')}
            icon={resolved ? <RotateCcw /> : <Check />}
            onClick={(event) => {
              event.stopPropagation()
              void change(() => comments.setResolved(id, !resolved))
            }}
          />
        )}
        <Menu>
          <MenuTrigger>
            <IconButton label={t('more')} icon={<Ellipsis />} />
          </MenuTrigger>
          <MenuContent align="end">
            <MenuItem icon={<Link2 />} onSelect={() => void copyText(props.addressOf(id))}>
              {t('copyLink')}
            </MenuItem>
            {mayRemoveAll && (
              <MenuItem
                icon={<Trash2 />}
                danger
                onSelect={() => void change(() => comments.removeThread(id))}
              >
                {t('removeThread')}
              </MenuItem>
            )}
          </MenuContent>
        </Menu>
      </span>
      {resolved && (
        <p className="text-xs text-success">
          {resolved.by === null ? t('resolved') : t('resolvedBy', { name: resolved.by })}
        </p>
      )}
      {said.map((comment, index) =>
        folded.includes(comment) ? (
          index === 1 && (
            <p key={comment.id} className="py-1 text-xs text-muted">
              {t('folded', { count: folded.length })}
            </p>
          )
        ) : (
          <CommentRow
            key={comment.id}
            comment={comment}
            userId={userId}
            people={people}
            mayComment={mayComment}
            mayRemoveAll={mayRemoveAll}
            isFolded={!isActive}
            {...(index === 0 && !withQuote ? { firstLine: besideCommands } : {})}
            onEdit={(next) => comments.edit(comment.id, next)}
            onRemove={() => comments.remove(comment.id)}
            onReact={(sign, on) => comments.react(id, comment.id, sign, on)}
          />
        ),
      )}
      {failure && (
        <p role="alert" className="text-xs text-danger">
          {t(whyNot(failure, 'change'))}
        </p>
      )}
      {isActive && mayComment && (
        <ReplyField
          people={people}
          drafts={props.drafts}
          place={placeOfReply(id)}
          isThere={(key) => said.some((comment) => comment.key === key)}
          send={(key, next) => comments.reply(id, key, next)}
        />
      )}
    </article>
  )
}
