'use client'
import { MessageSquare } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'

import { PanelButton } from '#ui/panel-button'

type ChatButtonProps = {
  unread: number
  open: boolean
  onOpenChange: (open: boolean) => void
  ref?: Ref<HTMLButtonElement>
}

/** Opens and closes the chat, and says how much in it has not been read. */
export function ChatButton({ unread, open, onOpenChange, ref }: ChatButtonProps) {
  const t = useTranslations('chat')
  const label = unread > 0 && !open ? t('buttonUnread', { count: unread }) : t('title')
  return (
    <PanelButton
      label={label}
      icon={MessageSquare}
      open={open}
      onOpenChange={onOpenChange}
      badge={unread > 0 && !open ? String(unread) : null}
      ref={ref}
    />
  )
}
