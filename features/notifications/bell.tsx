'use client'
import { Bell as BellIcon } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState, useSyncExternalStore } from 'react'

import { useFeed } from '#features/notifications/feed-context.tsx'
import { putRead, requestNotifications } from '#features/notifications/notification-requests'
import { moveByArrows, NotificationPanel } from '#features/notifications/notification-panel.tsx'
import { OwnNotifications } from '#features/notifications/own-notifications'
import type { OpenPlace } from '#features/notifications/open-place'
import { sentenceOf } from '#features/notifications/sentence.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#ui/popover'
import { Tooltip } from '#ui/tooltip'

/** More are not counted where there is room for two digits. */
const mostCounted = 99

type BellProps = {
  /** The document of this page, where it has one. */
  documentId?: string
  open: OpenPlace
}

/** How much is new for this person, and what. */
export function Bell({ documentId, open: openPlace }: BellProps) {
  const t = useTranslations('notifications')
  const locale = useLocale()
  const feed = useFeed()
  const [own] = useState(
    () =>
      new OwnNotifications({
        listen: (topic, onNews) => feed.listen(topic, onNews),
        load: requestNotifications,
        markRead: putRead,
      }),
  )
  const state = useSyncExternalStore(own.subscribe, own.getState, own.getState)
  const [open, setOpen] = useState(false)
  const { unread, arrived } = state
  const label = unread > 0 ? t('bellUnread', { count: unread }) : t('title')
  return (
    <>
      <Popover open={open} onOpenChange={setOpen}>
        <Tooltip label={label}>
          <PopoverTrigger>
            <button
              type="button"
              aria-label={label}
              className="relative inline-grid size-target shrink-0 place-items-center rounded-md text-text transition-colors hover:bg-hover active:bg-active"
            >
              <BellIcon aria-hidden className="size-[18px]" />
              {unread > 0 && (
                <span
                  aria-hidden
                  className="absolute right-[calc(50%-1rem)] bottom-1/2 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-semibold text-on-accent tabular-nums"
                >
                  {Math.min(unread, mostCounted)}
                </span>
              )}
            </button>
          </PopoverTrigger>
        </Tooltip>
        <PopoverContent
          aria-label={t('title')}
          onKeyDown={moveByArrows}
          className="flex max-h-[min(36rem,80dvh)] w-96 flex-col p-0!"
          // The first thing to press would be read out of all that is there.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
        >
          <NotificationPanel
            state={state}
            own={own}
            locale={locale}
            documentId={documentId}
            open={(documentId, place, event) => {
              setOpen(false)
              openPlace(documentId, place, event)
            }}
          />
        </PopoverContent>
      </Popover>
      {/* Said when it comes, and not again when the page is read. */}
      <span aria-live="polite" className="sr-only">
        {arrived && !open ? sentenceOf(t, arrived) : ''}
      </span>
    </>
  )
}
