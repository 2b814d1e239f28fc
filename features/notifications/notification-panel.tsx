'use client'
import { Bell, Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useState } from 'react'

import { dayGroups, type DayGroup } from '#features/notifications/day-groups'
import { placeOf } from '#features/notifications/notification-kinds'
import type { NotificationItem } from '#features/notifications/notification-item'
import type { OpenPlace } from '#features/notifications/open-place'
import type { NotificationsState, OwnNotifications } from '#features/notifications/own-notifications'
import { richSentenceOf, sentenceOf } from '#features/notifications/sentence.tsx'
import { WatchField } from '#features/notifications/watch-field.tsx'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

type PanelProps = {
  state: NotificationsState
  own: OwnNotifications
  locale: string
  documentId: string | undefined
  open: OpenPlace
}

/** What is new for this person, by days, and of what they want to hear in the document they have open. */
export function NotificationPanel({ state, own, locale, documentId, open }: PanelProps) {
  const t = useTranslations('notifications')
  const [now] = useState(() => Date.now())
  const { status, items, unread } = state
  return (
    <>
      <div className="flex min-h-12 shrink-0 items-center justify-between gap-2 border-b border-line py-1 pr-2 pl-4">
        <h2 className="font-semibold">{t('title')}</h2>
        {unread > 0 && (
          <Button variant="quiet" onClick={() => void own.markAllRead()}>
            {t('markAll')}
          </Button>
        )}
      </div>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain">
        {items.length === 0 && <Nothing status={status} onAgain={() => void own.load()} />}
        {dayGroups(items, now).map((group) => (
          <section key={group.date.getTime()} aria-label={dayName(group, locale, t)} className="py-1">
            <h3 className="px-4 pt-2 pb-1 text-xs font-semibold text-muted">{dayName(group, locale, t)}</h3>
            <ul>
              {group.items.map((item) => (
                <NotificationRow key={item.id} item={item} locale={locale} own={own} open={open} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {documentId !== undefined && <WatchField documentId={documentId} />}
    </>
  )
}

type RowProps = { item: NotificationItem; locale: string; own: OwnNotifications; open: OpenPlace }

function NotificationRow({ item, locale, own, open }: RowProps) {
  const t = useTranslations('notifications')
  const { id, documentId, at, isRead } = item
  const place = placeOf(item)
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: 'numeric' }).format(at)
  return (
    <li className="flex items-center gap-1 pr-2 hover:bg-hover">
      <a
        href={`/d/${documentId}${place}`}
        data-notification=""
        onClick={(event) => {
          void own.markRead([id])
          // Whoever wants another tab gets one.
          if (!event.metaKey && !event.ctrlKey && !event.shiftKey) open(documentId, place, event)
        }}
        className="flex min-w-0 grow items-start gap-3 rounded-md py-2 pl-4 focus-visible:-outline-offset-2"
      >
        <span className={`mt-2 size-2 shrink-0 rounded-full ${isRead ? '' : 'bg-accent'}`}>
          {!isRead && <span className="sr-only">{t('unread')}</span>}
        </span>
        <span className="min-w-0">
          <span className="block break-words">{richSentenceOf(t, item)}</span>
          <time dateTime={new Date(at).toISOString()} className="block text-xs text-muted">
            {time}
          </time>
        </span>
      </a>
      {!isRead && (
        <IconButton
          label={t('markReadOf', { sentence: sentenceOf(t, item) })}
          icon={<Check />}
          onClick={() => void own.markRead([id])}
        />
      )}
    </li>
  )
}

function Nothing({ status, onAgain }: { status: NotificationsState['status']; onAgain: () => void }) {
  const t = useTranslations('notifications')
  if (status === 'loading') return <p className="p-6 text-center text-muted">{t('loading')}</p>
  if (status === 'failed') {
    return (
      <div className="flex flex-col items-center gap-3 p-6 text-center">
        <p>{t('failed')}</p>
        <Button onClick={onAgain}>{t('again')}</Button>
      </div>
    )
  }
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-8 text-center">
      <Bell aria-hidden className="mb-2 size-6 text-muted" />
      <p className="font-semibold">{t('empty.title')}</p>
      <p className="text-muted">{t('empty.text')}</p>
    </div>
  )
}

function dayName({ day, date }: DayGroup, locale: string, t: (key: 'today' | 'yesterday') => string): string {
  if (day !== 'earlier') return t(day)
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(date)
}

/** Up and down lead from one to the next, as in a list; Tab leads to what can be done with each. */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  // A list of choices has its own.
  if (event.target instanceof HTMLSelectElement) return
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-notification]')]
  const at = links.findIndex((link) => link === document.activeElement)
  const next = links[Math.max(0, Math.min(at + step, links.length - 1))]
  if (!next) return
  event.preventDefault()
  next.focus()
}
