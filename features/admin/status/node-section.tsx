import { useFormatter, useTranslations } from 'next-intl'

import { charts, countRefusals } from '#features/admin/status/charts'
import type { KeptNode, Range } from '#features/admin/status/kept-status'
import { StatusChart } from '#features/admin/status/status-chart.tsx'

/** Those that have a sentence of their own. */
const knownReasons = [
  '400',
  '401',
  '403',
  '404',
  '426',
  '429',
  '503',
  '1009',
  '1012',
  '1013',
  '4400',
  '4401',
  '4404',
  '4410',
  '4413',
  '4422',
  '4426',
  '4500',
  '4503',
  '4509',
] as const

/** One server: its charts, and whom it has turned away. */
export function NodeSection({ node, range }: { node: KeptNode; range: Range }) {
  const t = useTranslations('admin.status')
  const format = useFormatter()
  const readings = node[range]
  const refusals = countRefusals(readings)
  const gigaBytes = (bytes: number) => format.number(bytes / 1e9, { maximumFractionDigits: 1 })
  return (
    <section className="mt-6">
      <h2 className="text-lg font-semibold break-words">{node.node}</h2>
      <p className="text-sm text-muted">
        {t('up', { date: format.dateTime(node.startedAt, { dateStyle: 'medium', timeStyle: 'short' }) })}
        {node.disk &&
          ` · ${t('disk', { free: gigaBytes(node.disk.freeBytes), size: gigaBytes(node.disk.sizeBytes) })}`}
      </p>
      {node.disk && node.disk.freeBytes < node.disk.lowBytes && (
        <p className="mt-2 rounded-md border border-warning px-3 py-2 text-pretty">
          {t('diskLow', { low: gigaBytes(node.disk.lowBytes) })}
        </p>
      )}
      {readings.length === 0 && <p className="mt-4 text-muted">{t(`soon.${range}`)}</p>}
      <div className="mt-4 grid gap-3 desk:grid-cols-2">
        {charts.map((chart) => (
          <StatusChart key={chart.name} chart={chart} readings={readings} range={range} />
        ))}
      </div>
      <h3 className="mt-6 font-semibold">{t('refused')}</h3>
      {refusals.length === 0 && <p className="text-muted">{t('nobodyRefused')}</p>}
      <ul className="mt-2 divide-y divide-line rounded-lg border border-line bg-sheet empty:hidden">
        {refusals.map(({ reason, count }) => {
          const known = knownReasons.find((code) => code === reason)
          return (
            <li key={reason} className="flex items-baseline gap-3 px-3 py-1.5">
              <code className="w-10 shrink-0 text-sm text-muted">{reason}</code>
              <span className="grow text-pretty">{known ? t(`reasons.${known}`) : t('otherReason')}</span>
              <span className="font-semibold tabular-nums">{format.number(count)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
