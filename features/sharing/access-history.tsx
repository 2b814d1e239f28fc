'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import type { AccessLogEntry } from '#features/sharing/access-log-entry'
import { AccessLogLine } from '#features/sharing/access-log-line.tsx'
import { loadAccessLog } from '#features/sharing/sharing-requests'

/** Who gave and took access, asked for when somebody wants to know. */
export function AccessHistory({ documentId }: { documentId: string }) {
  const t = useTranslations('sharing')
  const [entries, setEntries] = useState<readonly AccessLogEntry[] | 'failed' | null>(null)
  const show = () => {
    setEntries(null)
    loadAccessLog(documentId).then(setEntries, (error: unknown) => {
      console.warn('The history of access could not be read', error)
      setEntries('failed')
    })
  }
  return (
    <details className="pt-4" onToggle={(event) => event.currentTarget.open && show()}>
      <summary className="cursor-pointer font-semibold">{t('log.title')}</summary>
      {entries === 'failed' && (
        <p role="alert" className="mt-2 text-danger">
          {t('failed.load')}
        </p>
      )}
      {Array.isArray(entries) && entries.length === 0 && <p className="mt-2 text-muted">{t('log.empty')}</p>}
      {Array.isArray(entries) && entries.length > 0 && (
        <ol className="mt-2 flex max-h-64 flex-col gap-2 overflow-y-auto">
          {entries.map((entry: AccessLogEntry) => (
            <li key={entry.id}>
              <AccessLogLine entry={entry} />
            </li>
          ))}
        </ol>
      )}
    </details>
  )
}
