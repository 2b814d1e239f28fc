'use client'
import { useTranslations } from 'next-intl'

import { NoticeLine } from '#ui/notice-line'

type UndoneNoticeProps = {
  /** What was done, as a sentence. */
  words: string
  onBringBack: () => void
  onClose: () => void
}

/** Says that somebody's work was undone, for as long as one step brings it back. */
export function UndoneNotice({ words, onBringBack, onClose }: UndoneNoticeProps) {
  const t = useTranslations('history.undo')
  return (
    <NoticeLine action={t('bringBack')} onAction={onBringBack} dismiss={t('dismiss')} onDismiss={onClose}>
      {words}
    </NoticeLine>
  )
}
