'use client'
import { Star } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import Link from 'next/link'

import type { DragEvent } from 'react'

import type { DocumentItem, TextPart } from '#features/documents/document-item'
import { CardMenu } from '#features/documents/home/card-menu.tsx'
import type { DocumentActions } from '#features/documents/home/use-document-actions'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

export type DocumentCardProps = {
  document: DocumentItem
  /** Given here a moment ago, and not in the document's item yet. */
  newTitle: string | undefined
  /** One's own template, from which a document can be begun. */
  isTemplate: boolean
  now: number
  /** Whether they may make documents and change their own. */
  mayMake: boolean
  /** Null while nothing is being selected. */
  selected: boolean | null
  /** The folder it is in, where the list does not say so itself. */
  folderName: string | undefined
  /** By the mouse with Shift, all up to there from the last one. */
  onToggle: (upTo: boolean) => void
  onDrag: (event: DragEvent) => void
  onMove: () => void
  onSelect: () => void
  onRename: () => void
  onDelete: () => void
  onLeave: () => void
  actions: DocumentActions
}

const minuteMs = 60_000

export function plainText(parts: readonly TextPart[] | null): string | null {
  return parts && parts.map(({ text }) => text).join('')
}

/** A document as a small sheet: it opens where it is pressed, and has its star and its menu in the corner below. */
export function DocumentCard(props: DocumentCardProps) {
  const { document, newTitle, now, selected, folderName, onToggle, onDrag, actions } = props
  const t = useTranslations('home')
  const documents = useTranslations('documents')
  const { id, excerpt, starred, trashedAt } = document
  const title =
    newTitle === undefined ? document.title : newTitle === '' ? null : [{ text: newTitle, hit: false }]
  const name = plainText(title) ?? documents('untitled')
  const text = (
    <>
      <Fold />
      <span
        className={`line-clamp-2 pr-3 font-serif text-lg font-semibold ${title === null ? 'text-muted' : ''}`}
      >
        {title === null ? name : <Marked parts={title} />}
      </span>
      <span className="mt-1.5 line-clamp-2 font-serif text-sm break-words whitespace-pre-line text-muted desk:line-clamp-4">
        <Marked parts={excerpt} />
      </span>
    </>
  )
  const sheet =
    'group relative flex h-full flex-col overflow-hidden rounded-lg border border-line bg-sheet p-4 pb-14 transition-shadow hover:shadow-soft focus-visible:shadow-soft desk:h-60 desk:p-5 desk:pb-14'
  return (
    <div
      className="relative h-full"
      draggable={trashedAt === null}
      onDragStart={trashedAt === null ? onDrag : undefined}
      onClickCapture={(event) => {
        // As in lists of files. Before anything is chosen the keys are the browser's own: another tab, another window.
        if (selected === null || !event.shiftKey) return
        event.preventDefault()
        event.stopPropagation()
        onToggle(true)
      }}
    >
      {trashedAt !== null || selected !== null ? (
        // What is in the trash is not opened before it is restored.
        <div className={`${sheet} ${selected ? 'border-accent bg-accent-soft' : ''}`}>{text}</div>
      ) : (
        // Not prefetched: rendering the page counts as opening the document.
        <Link href={`/d/${id}`} prefetch={false} className={sheet} aria-keyshortcuts="X" data-document={id}>
          {text}
        </Link>
      )}
      {selected !== null && (
        <label className="absolute inset-0 cursor-pointer rounded-lg">
          <input
            type="checkbox"
            checked={selected}
            onChange={() => onToggle(false)}
            data-document={id}
            aria-label={t('select.one', { name })}
            className="absolute bottom-4 left-4 size-5 accent-(--accent)"
          />
        </label>
      )}
      {selected === null && (
        <div className="absolute inset-x-0 bottom-0 flex items-center gap-1 px-2 pb-1.5 pl-4 desk:pl-5">
          <When document={document} now={now} folderName={folderName} />
          {props.isTemplate && (
            <Button onClick={() => void actions.use(id)} aria-label={t('templates.useOf', { name })}>
              {t('templates.use')}
            </Button>
          )}
          {trashedAt === null && !props.isTemplate && (
            <IconButton
              label={t(starred ? 'unstar' : 'star', { name })}
              icon={<Star className={starred ? 'fill-current text-accent-text' : 'text-muted'} />}
              onClick={() => void actions.star([id], !starred)}
            />
          )}
          <CardMenu {...props} name={name} />
        </div>
      )}
    </div>
  )
}

function When({ document, now, folderName }: Pick<DocumentCardProps, 'document' | 'now' | 'folderName'>) {
  const t = useTranslations('documents')
  const home = useTranslations('home')
  const format = useFormatter()
  const { openedAt, changedAt, trashedAt, isNew } = document
  const changedSince = changedAt > openedAt && !isNew
  const at = Math.min(trashedAt ?? (changedSince ? changedAt : openedAt), now)
  const when = now - at < minuteMs ? t('momentsAgo') : format.relativeTime(at, now)
  const words =
    trashedAt !== null
      ? home('trashed', { when })
      : isNew
        ? home('sharedWithYou', { when })
        : t(changedSince ? 'changed' : 'opened', { when })
  return (
    <span
      className={`pointer-events-none mr-auto truncate text-xs ${isNew ? 'font-semibold text-accent-text' : 'text-muted'}`}
    >
      {folderName === undefined ? words : home('inFolder', { when: words, folder: folderName })}
    </span>
  )
}

function Marked({ parts }: { parts: readonly TextPart[] }) {
  // Where a piece begins names it: pieces have no other identity.
  let end = 0
  return parts.map(({ text, hit }) => {
    const start = end
    end += text.length
    return hit ? (
      <mark key={start} className="rounded-sm bg-accent-soft text-accent-text">
        {text}
      </mark>
    ) : (
      <span key={start}>{text}</span>
    )
  })
}

/** The corner that makes the card a sheet: the desk shows where it is folded away. */
function Fold() {
  return (
    <svg viewBox="0 0 22 22" className="absolute -top-px -right-px size-5.5" aria-hidden>
      <path d="M0 0h22v22Z" className="fill-desk" />
      <path d="M.5 0v16a5 5 0 0 0 5 5H22Z" className="fill-accent-soft stroke-line" strokeWidth="1" />
    </svg>
  )
}
