import { useState } from 'react'

/** When something was said, in ms since the epoch: the hour today, with the day before that. */
export function MessageTime({ at, locale }: { at: number; locale: string }) {
  const [today] = useState(() => new Date().toDateString())
  const isToday = new Date(at).toDateString() === today
  const day = isToday ? {} : ({ day: 'numeric', month: 'short' } as const)
  const shown = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: 'numeric', ...day }).format(at)
  return (
    <time dateTime={new Date(at).toISOString()} className="shrink-0 text-xs text-muted">
      {shown}
    </time>
  )
}
