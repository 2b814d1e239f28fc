'use client'
import { Check, Link2, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { useCopyLink } from '#features/sharing/use-copy-link'
import { Button } from '#ui/button'

const icons = { idle: Link2, copied: Check, failed: TriangleAlert } as const

/** Copies the document's link and says so in its own place, which keeps its width. */
export function CopyLinkButton() {
  const t = useTranslations('sharing')
  const { state, copy } = useCopyLink()
  const Icon = icons[state]
  return (
    <Button variant="primary" onClick={copy}>
      <Icon aria-hidden />
      <span className="grid justify-items-center" aria-live="polite">
        {(['idle', 'copied', 'failed'] as const).map((each) => (
          <span
            key={each}
            aria-hidden={each !== state}
            className={`col-start-1 row-start-1 ${each === state ? '' : 'invisible'}`}
          >
            {t(`copyLink.${each}`)}
          </span>
        ))}
      </span>
    </Button>
  )
}
