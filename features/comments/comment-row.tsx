'use client'
import { Pencil, SmilePlus, Trash2 } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'

import type { CommentOutcome, CommentText } from '#features/comments/comment-requests'
import {
  type CommentMention,
  maxCommentLength,
  mostCommentMentions,
  type ReactionSign,
  reactionSigns,
  type ThreadComment,
} from '#features/comments/comment-thread'
import { type CommentFailure, whyNot } from '#features/comments/why-not'
import { IconButton } from '#ui/icon-button'
import { MessageField } from '#ui/message-field'
import { MessageTime } from '#ui/message-time'
import { MessageWords } from '#ui/message-words'
import { Popover, PopoverContent, PopoverTrigger } from '#ui/popover'

export type CommentRowProps = {
  comment: ThreadComment
  userId: string
  people: readonly CommentMention[]
  mayComment: boolean
  /** Of anybody's comments. */
  mayRemoveAll: boolean
  /** Where nothing can be pointed at: whether what may be done with it waits until its thread is open. */
  isFolded?: boolean
  /** Classes that keep its first line off what stands at the end of it. */
  firstLine?: string
  onEdit: (said: CommentText) => Promise<CommentOutcome>
  onRemove: () => Promise<CommentOutcome>
  onReact: (sign: ReactionSign, on: boolean) => Promise<CommentOutcome>
}

/** What one person said in a thread, with what may be done with it. */
export function CommentRow(props: CommentRowProps) {
  const { comment, userId, people, mayComment, mayRemoveAll, isFolded, firstLine } = props
  const { onEdit, onRemove, onReact } = props
  const t = useTranslations('comments')
  const locale = useLocale()
  const [editing, setEditing] = useState(false)
  const [failure, setFailure] = useState<CommentFailure | null>(null)
  const row = useRef<HTMLDivElement>(null)
  /** What was pressed is about to go, and the focus would be nowhere. */
  const keepFocus = () => row.current?.closest<HTMLElement>('[data-thread-card]')?.focus()
  const { author, authorId, text, mentions, at, isEdited, isDeleted, reactions } = comment
  const isOwn = authorId === userId
  const name = author ?? t('somebody')
  const change = async (doIt: () => Promise<CommentOutcome>) => {
    setFailure(null)
    const outcome = await doIt()
    if (outcome !== 'done') setFailure(outcome)
  }
  if (isDeleted) return <p className="py-1 text-muted italic">{t('deleted')}</p>
  return (
    <div ref={row} className="group relative py-1">
      <div className={`flex items-baseline gap-2 ${firstLine ?? ''}`}>
        <span className="min-w-0 truncate font-semibold">{isOwn ? t('you', { name }) : name}</span>
        <MessageTime at={at} locale={locale} />
      </div>
      {editing ? (
        <MessageField
          label={t('edit')}
          sendLabel={t('save')}
          peopleLabel={t('people')}
          people={people}
          maxLength={maxCommentLength}
          mostMentions={mostCommentMentions}
          initial={comment}
          onCancel={() => {
            keepFocus()
            setEditing(false)
          }}
          onSend={(said, named) => {
            keepFocus()
            setEditing(false)
            void change(() => onEdit({ text: said, mentions: named }))
          }}
        />
      ) : (
        <MessageWords text={text} mentions={mentions} userId={userId}>
          {isEdited && <span className="ml-1 text-xs text-muted">{t('edited')}</span>}
        </MessageWords>
      )}
      {reactions.length > 0 && (
        <span className="mt-1 flex flex-wrap gap-1">
          {reactions.map(({ sign, count, isOwn: on }) => (
            <button
              key={sign}
              type="button"
              aria-pressed={on}
              aria-label={t('reaction', { sign, count })}
              disabled={!mayComment}
              onClick={() => void change(() => onReact(sign, !on))}
              className="inline-flex min-h-6 items-center gap-1 rounded-full border border-line px-1.5 text-xs tabular-nums hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft coarse:min-h-target"
            >
              <span aria-hidden>{sign}</span>
              <span aria-hidden>{count}</span>
            </button>
          ))}
        </span>
      )}
      {failure && (
        <p role="alert" className="text-xs text-danger">
          {t(whyNot(failure, 'change'))}
        </p>
      )}
      {!editing && mayComment && (
        <span
          className={`absolute -top-1 right-0 flex ${firstLine ?? ''} rounded-md border border-line bg-raised opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 coarse:relative coarse:top-auto coarse:-mb-2 coarse:-ml-2.5 coarse:border-0 coarse:bg-transparent coarse:opacity-100 ${isFolded ? 'coarse:hidden' : ''}`}
        >
          <ReactionPicker
            label={t('react')}
            onChoose={(sign) => {
              const isOn = reactions.some((reaction) => reaction.sign === sign && reaction.isOwn)
              void change(() => onReact(sign, !isOn))
            }}
          />
          {isOwn && <IconButton label={t('edit')} icon={<Pencil />} onClick={() => setEditing(true)} />}
          {(isOwn || mayRemoveAll) && (
            <IconButton
              label={t('remove')}
              icon={<Trash2 />}
              onClick={() => {
                keepFocus()
                void change(onRemove)
              }}
            />
          )}
        </span>
      )}
    </div>
  )
}

function ReactionPicker({ label, onChoose }: { label: string; onChoose: (sign: ReactionSign) => void }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger>
        <IconButton label={label} icon={<SmilePlus />} />
      </PopoverTrigger>
      <PopoverContent aria-label={label} className="flex w-auto gap-0.5 p-1">
        {reactionSigns.map((sign) => (
          <button
            key={sign}
            type="button"
            onClick={() => {
              setOpen(false)
              onChoose(sign)
            }}
            className="inline-grid size-target place-items-center rounded-md text-lg hover:bg-hover"
          >
            {sign}
          </button>
        ))}
      </PopoverContent>
    </Popover>
  )
}
