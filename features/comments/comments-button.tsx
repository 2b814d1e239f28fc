'use client'
import { MessagesSquare } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { PanelButton } from '#ui/panel-button'

type CommentsButtonProps = {
  /** Open threads. */
  count: number
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Opens and closes the list of comments, and says how many threads are open. */
export function CommentsButton({ count, open, onOpenChange }: CommentsButtonProps) {
  const t = useTranslations('comments')
  const label = count > 0 ? t('buttonOpen', { count }) : t('title')
  const badge = count > 99 ? '99+' : String(count)
  return (
    <PanelButton
      label={label}
      icon={MessagesSquare}
      open={open}
      onOpenChange={onOpenChange}
      badge={count > 0 ? badge : null}
      tone="comment"
    />
  )
}
