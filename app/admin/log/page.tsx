import { getTranslations } from 'next-intl/server'

import { appServices } from '#features/documents/server/app-services'
import { authorizeDocument } from '#features/documents/server/authorize-document'
import { AccessLogLine } from '#features/sharing/access-log-line.tsx'

import { administratorOfPage } from '../administrator-of-page.ts'

const mostShown = 200

/** Who changed the access to which documents; their titles only where one may open them anyway. */
export default async function Page() {
  const { id: userId } = await administratorOfPage()
  const { store, config } = appServices()
  const t = await getTranslations('admin.log')
  const documents = await getTranslations('documents')
  const events = await store.accessLog.newest(mostShown)
  const titles = new Map<string, string>()
  for (const documentId of new Set(events.map((event) => event.documentId))) {
    const access = await authorizeDocument(store, { documentId, userId }, 'read', Date.now())
    if (access.outcome === 'granted') titles.set(documentId, access.document.title ?? documents('untitled'))
  }
  return (
    <>
      <p className="mt-4 text-muted">{t('text', { days: config.accessLogDays })}</p>
      {events.length === 0 && <p className="mt-4">{t('empty')}</p>}
      <ol className="mt-4 divide-y divide-line rounded-lg border border-line bg-sheet empty:hidden">
        {events.map(({ documentId, actorName, subject, subjectName, fromRole, toRole, ...event }) => (
          <li key={event.id} className="px-3 py-2">
            <AccessLogLine
              entry={{
                ...event,
                actor: actorName,
                subject: subject ?? subjectName,
                from: fromRole,
                to: toRole,
              }}
            />
            <span className="block text-xs text-muted">
              {documentId !== '' && (titles.get(documentId) ?? t('document', { id: documentId.slice(0, 6) }))}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
