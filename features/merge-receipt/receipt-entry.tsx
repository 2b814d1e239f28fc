'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

import { quoted } from '#features/merge-receipt/deed-words'

type ReceiptEntryProps = {
  /** The words of the block as they were after the merge. */
  now: string
  active: boolean
  onGo: () => void
  /** Who did what to it. */
  children: ReactNode
}

/** A place in the text, which a press on its words leads to. */
export function ReceiptEntry({ now, active, onGo, children }: ReceiptEntryProps) {
  const t = useTranslations('mergeReceipt')
  const words = quoted(now)
  return (
    <li
      aria-current={active ? 'true' : undefined}
      className="rounded-lg border border-line bg-raised p-3 [overflow-wrap:anywhere] aria-[current]:border-accent"
    >
      <button
        type="button"
        onClick={onGo}
        // A finger finds it, and one line of words stands no further from the edge than two.
        className={`-my-1.5 block min-h-target w-full rounded-sm py-1.5 text-left coarse:-my-3 coarse:py-3 ${words === '' ? 'text-muted italic' : 'font-semibold'}`}
      >
        {words === '' ? t('gone') : words}
      </button>
      <div className="mt-1 flex flex-col gap-1">{children}</div>
    </li>
  )
}
