import type { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

import type { NotificationItem } from '#features/notifications/notification-item'

type Words = ReturnType<typeof useTranslations<'notifications'>>

/** What a notification says, as text. */
export function sentenceOf(t: Words, item: NotificationItem): string {
  return t.markup(`kinds.${item.kind}`, { ...saidIn(t, item), b: (chunks) => chunks })
}

/** The same with who and where made to stand out. */
export function richSentenceOf(t: Words, item: NotificationItem): ReactNode {
  return t.rich(`kinds.${item.kind}`, {
    ...saidIn(t, item),
    b: (chunks) => <b className="font-semibold">{chunks}</b>,
  })
}

function saidIn(t: Words, { actor, title }: NotificationItem): { name: string; title: string } {
  return { name: actor ?? t('somebody'), title: title ?? t('untitled') }
}
