import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'

import type { PersonOfHistory } from '#features/history/people-of-history'
import type { Sitting } from '#features/history/sittings'

const mostNames = 3

/** How times and people are said in the reader's language. */
export function useVersionWords(people: readonly PersonOfHistory[]) {
  const t = useTranslations('history')
  const locale = useLocale()
  // What formats takes longer to make than a frame of the replay has.
  return useMemo(() => {
    const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
    const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
    const list = new Intl.ListFormat(locale, { style: 'short', type: 'conjunction' })
    const nameOf = (person: number) => people[person]?.name ?? t('somebody')
    return {
      nameOf,
      moment: (at: number) => moment.format(at),
      span: ({ from, to }: Pick<Sitting, 'from' | 'to'>) => time.formatRange(from, to),
      namesOf: (places: readonly number[]) => {
        const names = [...new Set(places.map(nameOf))]
        const rest = names.length - mostNames
        if (rest <= 0) return list.format(names)
        return list.format([...names.slice(0, mostNames), t('others', { count: rest })])
      },
    }
  }, [t, locale, people])
}
