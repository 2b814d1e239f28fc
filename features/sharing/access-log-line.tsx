'use client'
import { useFormatter, useTranslations } from 'next-intl'

import type { AccessLogEntry } from '#features/sharing/access-log-entry'
import { useReaderZone } from '#ui/use-reader-zone'

/** What was done, by whom, and when. */
export function AccessLogLine({ entry: { at, kind, actor, subject, from, to } }: { entry: AccessLogEntry }) {
  const t = useTranslations('sharing')
  const format = useFormatter()
  const zone = useReaderZone()
  const said = {
    actor: actor ?? t('log.somebody'),
    subject: subject ?? t('log.somebody'),
    from: from === null ? t('general.restricted') : t(`roles.${from}`),
    to: to === null ? t('general.restricted') : t(`roles.${to}`),
  }
  return (
    <>
      <span className="block break-words">{t(`log.kinds.${kind}`, said)}</span>
      <time dateTime={new Date(at).toISOString()} className="block text-xs text-muted">
        {format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', ...zone })}
      </time>
    </>
  )
}
