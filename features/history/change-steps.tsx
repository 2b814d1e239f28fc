import { ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { IconButton } from '#ui/icon-button'

type ChangeStepsProps = {
  /** How many changes there are to be led to. */
  count: number
  /** The one that was led to last, from 1; 0 where none was yet. */
  at: number
  go: (by: 1 | -1) => void
  /** Said in place of the count. */
  instead?: string | null
}

/** How much changed, and from one change to the next. */
export function ChangeSteps({ count, at, go, instead = null }: ChangeStepsProps) {
  const t = useTranslations('history')
  return (
    <>
      <output className="text-sm text-muted tabular-nums">
        {instead ?? (at > 0 ? t('changeOf', { at, count }) : t('changes', { count }))}
      </output>
      <IconButton
        label={t('previousChange')}
        icon={<ChevronUp />}
        disabled={count === 0}
        onClick={() => go(-1)}
      />
      <IconButton
        label={t('nextChange')}
        icon={<ChevronDown />}
        disabled={count === 0}
        onClick={() => go(1)}
      />
    </>
  )
}
