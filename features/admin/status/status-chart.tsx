import { useFormatter, useTranslations } from 'next-intl'

import { chartSize, linePath, roundedTop, sampled } from '#features/admin/status/chart-lines'
import type { Chart } from '#features/admin/status/charts'
import { type Range, ranges } from '#features/admin/status/kept-status'
import { useUnit } from '#features/admin/status/use-unit'
import type { StatusReading } from '#protocol/server-status'

/** Colour is never the only sign: each line has strokes of its own too. */
const strokes = [
  { color: 'text-accent-text', dashes: 'none' },
  { color: 'text-warning', dashes: '6 3' },
  { color: 'text-danger', dashes: '1.5 3' },
] as const
const rowsOfTable = 12

type StatusChartProps = { chart: Chart; readings: readonly StatusReading[]; range: Range }

/** A few lines over time, what they say now, and the same as a table for those who do not see them. */
export function StatusChart({ chart, readings, range }: StatusChartProps) {
  const t = useTranslations('admin.status')
  const say = useUnit()
  const format = useFormatter()
  const { spanMs, everyMs } = ranges[range]
  const to = readings.at(-1)?.at ?? 0
  const span = { from: to - spanMs, to }
  const values = readings.flatMap((reading) => chart.lines.map(({ of }) => of(reading)))
  const top = roundedTop(values, chart.atLeast)
  const last = readings.at(-1)
  const title = t(`charts.${chart.name}`)
  return (
    <figure className="relative flex flex-col rounded-lg border border-line bg-sheet px-3 pt-2 pb-1">
      <figcaption>
        <h3 className="font-semibold">{title}</h3>
        <ul className="mt-1 flex flex-wrap gap-x-4 text-sm">
          {chart.lines.map(({ name, of }, index) => (
            <li key={name} className="inline-flex items-center gap-1.5">
              <svg aria-hidden width="18" height="6" className={strokes[index]?.color}>
                <path
                  d="M1 3H17"
                  stroke="currentColor"
                  strokeWidth="2"
                  strokeDasharray={strokes[index]?.dashes}
                />
              </svg>
              <span className="text-muted">{t(`lines.${name}`)}</span>
              <span className="font-semibold tabular-nums">{last ? say(of(last), chart.unit) : '–'}</span>
            </li>
          ))}
        </ul>
      </figcaption>
      <div aria-hidden className="mt-auto">
        <p className="mt-2 border-b border-line text-right text-xs text-muted tabular-nums">
          {say(top, chart.unit)}
        </p>
        <svg
          viewBox={`0 -1 ${chartSize.width} ${chartSize.height + 2}`}
          preserveAspectRatio="none"
          className="block h-20 w-full border-b border-line-strong"
        >
          {chart.lines.map(({ name, of }, index) => (
            <path
              key={name}
              d={linePath(
                readings.map((reading) => ({ at: reading.at, value: of(reading) })),
                span,
                top,
                everyMs,
              )}
              className={strokes[index]?.color}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.75"
              strokeLinejoin="round"
              strokeDasharray={strokes[index]?.dashes}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        <p className="flex justify-between text-xs text-muted">
          <span>{t(`since.${range}`)}</span>
          <span>{t('now')}</span>
        </p>
      </div>
      {/* A table of its own would be as wide as its words, unseen. */}
      <div className="sr-only">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('time')}</th>
              {chart.lines.map(({ name }) => (
                <th key={name} scope="col">
                  {t(`lines.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sampled(readings, rowsOfTable).map((reading) => (
              <tr key={reading.at}>
                <th scope="row">{format.dateTime(reading.at, { timeStyle: 'medium' })}</th>
                {chart.lines.map(({ name, of }) => (
                  <td key={name}>{say(of(reading), chart.unit)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}
