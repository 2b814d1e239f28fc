'use client'
import './merge-receipt.css'
import { useLocale, useTranslations } from 'next-intl'

import { durationIn } from '#features/merge-receipt/duration'
import type { Receipt } from '#features/merge-receipt/merge-receipt'
import { NoticeLine } from '#ui/notice-line'

type ReceiptLineProps = { receipt: Receipt; onShow: () => void; onDismiss: () => void }

/** Says that there is something to see, and leaves whoever is writing alone. */
export function ReceiptLine({ receipt, onShow, onDismiss }: ReceiptLineProps) {
  const t = useTranslations('mergeReceipt')
  const locale = useLocale()
  const { since, until, counts } = receipt
  return (
    <NoticeLine
      label={t('title')}
      className="receipt-line"
      action={t('show')}
      onAction={onShow}
      dismiss={t('dismiss')}
      onDismiss={onDismiss}
    >
      {t('line', { ...counts, time: durationIn(locale, until - since) })}
    </NoticeLine>
  )
}
