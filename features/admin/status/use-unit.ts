import { useFormatter, useTranslations } from 'next-intl'

import type { Unit } from '#features/admin/status/charts'

/** Says a value with its unit, in the reader's way of writing numbers. */
export function useUnit(): (value: number | null, unit: Unit) => string {
  const t = useTranslations('admin.status')
  const format = useFormatter()
  return (value, unit) => {
    if (value === null) return '–'
    const digits = value >= 100 || unit === 'count' ? 0 : value >= 10 ? 1 : 2
    return t(`units.${unit}`, { value: format.number(value, { maximumFractionDigits: digits }) })
  }
}
