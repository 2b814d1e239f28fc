'use client'
import './merge-receipt.css'
import { X } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'

import { durationIn } from '#features/merge-receipt/duration'
import type { Receipt } from '#features/merge-receipt/merge-receipt'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

type ReceiptLineProps = { receipt: Receipt; onShow: () => void; onDismiss: () => void }

/** Says that there is something to see, and leaves whoever is writing alone. */
export function ReceiptLine({ receipt, onShow, onDismiss }: ReceiptLineProps) {
  const t = useTranslations('mergeReceipt')
  const locale = useLocale()
  const { since, until, counts } = receipt
  return (
    <aside
      aria-label={t('title')}
      className="receipt-line fixed inset-x-2 bottom-[calc(var(--foot,0px)+0.5rem)] z-20 mx-auto flex w-fit max-w-full animate-appear items-center gap-2 rounded-lg border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-soft print:hidden"
    >
      <output className="min-w-0">{t('line', { ...counts, time: durationIn(locale, until - since) })}</output>
      <Button variant="quiet" onClick={onShow}>
        {t('show')}
      </Button>
      <IconButton label={t('dismiss')} icon={<X />} onClick={onDismiss} />
    </aside>
  )
}
