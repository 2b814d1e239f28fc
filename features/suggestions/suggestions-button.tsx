'use client'
import { MessageSquareDiff } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { PanelButton } from '#ui/panel-button'

type SuggestionsButtonProps = { count: number; open: boolean; onOpenChange: (open: boolean) => void }

/** Opens and closes the suggestions, and says how many there are. */
export function SuggestionsButton({ count, open, onOpenChange }: SuggestionsButtonProps) {
  const t = useTranslations('suggestions')
  const label = t('button', { count })
  return (
    <PanelButton
      label={label}
      icon={MessageSquareDiff}
      open={open}
      onOpenChange={onOpenChange}
      badge={count > 0 ? String(count) : null}
    />
  )
}
