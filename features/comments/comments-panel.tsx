'use client'
import './comments.css'
import { MessagesSquare, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'

import type { CommentsState } from '#features/comments/comments'
import { type CardSurroundings, ThreadCard } from '#features/comments/thread-card.tsx'
import {
  everyOpenThread,
  matchesFilter,
  type ThreadFilter,
  writersOf,
} from '#features/comments/thread-filter'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'
import { SidePanel } from '#ui/side-panel'

type CommentsPanelProps = CardSurroundings &
  CommentsState & {
    activeId: string | null
    /** In the order of the text, threads whose text is there. */
    tops: ReadonlyMap<string, number>
    /** One that is being begun, if it belongs here. */
    draft: ReactNode
    onNew: () => void
    onClose: () => void
  }

const shows = ['open', 'mine', 'resolved'] as const
const everybody = ''

/** All comments on a document: those in the text in its order, those on the whole, and those whose text is gone. */
export function CommentsPanel(props: CommentsPanelProps) {
  const { status, threads, activeId, tops, draft, userId, mayComment, comments, onClose } = props
  const t = useTranslations('comments')
  const [filter, setFilter] = useState<ThreadFilter>(everyOpenThread)
  // Whatever was asked for is shown, by its link or by a press on its text.
  const shown = threads.filter((thread) => thread.id === activeId || matchesFilter(thread, filter, userId))
  const whole = shown.filter(({ quote }) => quote === null)
  const inText = shown
    .filter(({ id, quote }) => quote !== null && tops.has(id))
    .toSorted((a, b) => (tops.get(a.id) ?? 0) - (tops.get(b.id) ?? 0))
  const gone = shown.filter(({ id, quote }) => quote !== null && !tops.has(id))
  const cards = (some: typeof shown) =>
    some.map((thread) => (
      <li key={thread.id}>
        <ThreadCard {...props} thread={thread} isActive={thread.id === activeId} withQuote />
      </li>
    ))
  return (
    <SidePanel label={t('title')} onClose={onClose} below="tall">
      <div className="flex items-center gap-2 border-b border-line py-1 pr-1 pl-4">
        <h2 className="grow font-semibold">{t('title')}</h2>
        <IconButton label={t('close')} icon={<X />} onClick={onClose} />
      </div>
      <div className="flex gap-2 px-3 pt-2">
        <SelectField
          className="grow"
          label={t('filter.label')}
          labelHidden
          value={filter.show}
          options={shows.map((value) => ({ value, name: t(`filter.${value}`) }))}
          onValueChange={(show) => setFilter({ ...filter, show })}
        />
        <SelectField
          className="min-w-0 grow"
          label={t('filter.person')}
          labelHidden
          value={filter.person ?? everybody}
          options={[
            { value: everybody, name: t('filter.everybody') },
            ...writersOf(threads).map(({ id, name }) => ({ value: id, name })),
          ]}
          onValueChange={(id) => setFilter({ ...filter, person: id === everybody ? null : id })}
        />
      </div>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain p-3">
        {draft}
        {status === 'loading' && <p className="p-4 text-center text-muted">{t('loading')}</p>}
        {status === 'failed' && (
          <div className="flex flex-col items-center gap-3 p-4 text-center">
            <p>{t('failed')}</p>
            <Button onClick={() => void comments.refresh()}>{t('again')}</Button>
          </div>
        )}
        {status === 'ready' && shown.length === 0 && !draft && (
          <div className="flex flex-col items-center px-4 py-8 text-center">
            <MessagesSquare aria-hidden className="mb-2 size-6 text-muted" />
            <p className="font-semibold">{t(threads.length === 0 ? 'empty.title' : 'empty.noneHere')}</p>
            {threads.length === 0 && (
              <p className="text-muted">{t(mayComment ? 'empty.text' : 'readOnly')}</p>
            )}
          </div>
        )}
        <ul className="flex flex-col gap-2">{cards([...whole, ...inText])}</ul>
        {gone.length > 0 && (
          <section aria-label={t('gone')} className="pt-4">
            <h3 className="pb-2 text-xs font-semibold text-muted">{t('gone')}</h3>
            <ul className="flex flex-col gap-2">{cards(gone)}</ul>
          </section>
        )}
      </div>
      {mayComment && !draft && (
        <div className="shrink-0 border-t border-line p-2">
          <Button variant="quiet" className="w-full" onClick={props.onNew}>
            {t('newWhole')}
          </Button>
        </div>
      )}
    </SidePanel>
  )
}
