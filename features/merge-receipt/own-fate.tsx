'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import type { OwnLine } from '#features/merge-receipt/merge-receipt'
import { Button } from '#ui/button'
import { copyText } from '#ui/copy-text'

/** What became of an edit of one's own, where others did something with the text around it. */
export function OwnFate({ line: { landing, lost } }: { line: OwnLine }) {
  const t = useTranslations('mergeReceipt')
  const [state, setState] = useState<'copy' | 'copied' | 'notCopied'>('copy')
  if (landing === 'there') return null
  if (landing === 'moved') return <p className="text-xs text-muted">{t('moved')}</p>
  return (
    <div className="flex flex-col items-start gap-2 text-xs">
      <p className="text-muted">{t('lost')}</p>
      <blockquote className="max-h-32 w-full overflow-y-auto rounded-sm bg-hover p-2 whitespace-pre-wrap">
        {lost.trim()}
      </blockquote>
      <Button
        onClick={() => void copyText(lost.trim()).then((done) => setState(done ? 'copied' : 'notCopied'))}
      >
        <span aria-live="polite">{t(state)}</span>
      </Button>
    </div>
  )
}
