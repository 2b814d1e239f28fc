import { useTranslations } from 'next-intl'

import type { Totals } from '#features/admin/totals'
import { useMegaBytes } from '#features/admin/use-mega-bytes'

/** How much there is of what. */
export function TotalsList({ totals }: { totals: Totals }) {
  const t = useTranslations('admin.totals')
  const megaBytes = useMegaBytes()
  const size = (bytes: number) => t('size', { mb: megaBytes(bytes) })
  const shown = [
    { name: t('accounts'), count: totals.accounts, more: [t('suspended', { count: totals.suspended })] },
    { name: t('sessions'), count: totals.sessions, more: [] },
    {
      name: t('documents'),
      count: totals.documents,
      more: [t('ofGuests', { count: totals.ofGuests }), t('trashed', { count: totals.trashed })],
    },
    { name: t('text'), count: size(totals.textBytes), more: [] },
    {
      name: t('history'),
      count: totals.historyBytes === null ? '–' : size(totals.historyBytes),
      more: totals.historyBytes === null ? [t('unknown')] : [],
    },
    { name: t('images'), count: totals.images, more: [size(totals.imageBytes)] },
  ]
  return (
    <dl className="mt-6 grid grid-cols-2 gap-4 desk:grid-cols-3">
      {shown.map(({ name, count, more }) => (
        <div key={name}>
          <dt className="text-sm text-muted">{name}</dt>
          <dd className="text-2xl font-semibold tabular-nums">{count}</dd>
          {more.map((line) => (
            <dd key={line} className="text-xs text-muted">
              {line}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}
