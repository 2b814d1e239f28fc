'use client'
import { CloudCheck, CloudUpload, Eye, HardDrive, RefreshCw, TriangleAlert, Turtle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

import { useAnnounced } from '#features/editor/announcements/announced'
import type { SaveStatus as Status } from '#features/editor/session/save-state'
import { Popover, PopoverContent, PopoverTrigger } from '#ui/popover'

const looks = {
  saving: { Icon: CloudUpload, ink: 'text-muted' },
  saved: { Icon: CloudCheck, ink: 'text-muted' },
  reconnecting: { Icon: RefreshCw, ink: 'text-muted' },
  offlineSavedHere: { Icon: HardDrive, ink: 'text-warning' },
  notSaved: { Icon: TriangleAlert, ink: 'text-danger font-semibold' },
  viewOnly: { Icon: Eye, ink: 'text-muted' },
} as const satisfies Record<Status, { Icon: typeof Eye; ink: string }>

type SaveStatusProps = {
  status: Status
  /** Whether it is connected by HTTP, for want of a WebSocket. */
  slow?: boolean
  compact?: boolean
}

/**
 * Says what is true about the text: an icon and words, or where there is no room (`compact`) only the icon;
 * pressed, also what that means for the text, and where the connection is a `slow` one, so. Assistive technology hears every change, politely, unless that was turned off; bad news always.
 */
export function SaveStatus({ status, slow = false, compact = false }: SaveStatusProps) {
  const t = useTranslations('session')
  const shown = useCalmStatus(status)
  const { Icon, ink } = looks[shown ?? 'reconnecting']
  const words = shown && t(`status.${shown}`)
  const isBad = shown === 'notSaved' || shown === 'offlineSavedHere'
  const isAway = isBad || shown === 'reconnecting'
  const isHeard = useAnnounced().saving || isBad
  const meaning = t(`meaning.${shown ?? 'reconnecting'}`)
  return (
    <>
      <output className="sr-only" {...(isHeard ? {} : { 'aria-live': 'off' })}>
        {words}
      </output>
      {words && (
        <Popover>
          <PopoverTrigger>
            <button
              type="button"
              aria-label={slow ? `${words}. ${t('slowWay')}` : words}
              className={`flex h-target min-w-target shrink-0 items-center justify-center gap-1.5 rounded-md px-1 text-sm whitespace-nowrap transition-colors hover:bg-hover active:bg-active ${ink}`}
            >
              <Icon aria-hidden className={compact ? 'size-4.5' : 'size-4'} />
              {!compact && <span aria-hidden>{words}</span>}
              {slow && <Turtle aria-hidden className="size-4 text-muted" />}
            </button>
          </PopoverTrigger>
          <PopoverContent align={compact ? 'end' : 'start'} aria-label={words}>
            <p className={`font-semibold ${ink}`}>{words}</p>
            <p className="mt-1 text-muted">{meaning}</p>
            {slow && (
              <>
                <p className="mt-3 flex items-center gap-1.5 font-semibold">
                  <Turtle aria-hidden className="size-4 text-muted" />
                  {t('slowWay')}
                </p>
                <p className="mt-1 text-muted">{t('slowWayMeaning')}</p>
              </>
            )}
            {(slow || isAway) && (
              <a
                href="/doctor"
                target="_blank"
                rel="noopener"
                className="mt-3 inline-block rounded-sm font-semibold text-accent-text underline-offset-2 hover:underline"
              >
                {t('checkConnection')}
              </a>
            )}
          </PopoverContent>
        </Popover>
      )}
    </>
  )
}

/**
 * How long to hold back new words so that they do not flicker. Only where the old ones stay true
 * meanwhile, or say less: what is bad news or says that something is unsaved is never held back.
 */
export function holdBackMs(shown: Status | null, next: Status): number {
  if (next === 'reconnecting' && (shown === null || shown === 'saved' || shown === 'viewOnly')) return 1_000
  return 0
}

function useCalmStatus(status: Status): Status | null {
  const [shown, setShown] = useState<Status | null>(null)
  const delayMs = shown === status ? 0 : holdBackMs(shown, status)
  // During the render, so that no frame says what is no longer true.
  if (shown !== status && delayMs === 0) setShown(status)
  useEffect(() => {
    if (delayMs === 0) return undefined
    const timer = setTimeout(() => setShown(status), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs, status])
  return shown !== status && delayMs === 0 ? status : shown
}
