'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

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
    <aside className="fixed inset-x-2 bottom-[calc(var(--foot,0px)+0.5rem)] z-20 mx-auto flex w-fit max-w-full animate-appear items-center gap-2 rounded-lg border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-soft print:hidden">
      <output className="min-w-0">{words}</output>
      <Button variant="quiet" onClick={onBringBack}>
        {t('bringBack')}
      </Button>
      <IconButton label={t('dismiss')} icon={<X />} onClick={onClose} />
    </aside>
  )
}
