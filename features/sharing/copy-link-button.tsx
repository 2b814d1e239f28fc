'use client'
import { Check, Link2, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'

import { useCopyLink } from '#features/sharing/use-copy-link'
import { Button } from '#ui/button'

const looks = [
  { name: 'idle', Icon: Link2 },
  { name: 'copied', Icon: Check },
  { name: 'failed', Icon: TriangleAlert },
] as const

/** Copies the document's link and says so in its own place, which keeps its width, save for a failure. */
export function CopyLinkButton() {
  const t = useTranslations('sharing')
  const { state, copy } = useCopyLink()
  return (
    <Button variant="primary" onClick={copy}>
      <span className="grid" aria-live="polite">
        {looks.map(({ name, Icon }) => (
          <span
            key={name}
            aria-hidden={name !== state}
            className={`col-start-1 row-start-1 items-center justify-center gap-2 ${name === 'failed' && state !== 'failed' ? 'hidden' : 'inline-flex'} ${name === state ? '' : 'invisible'}`}
          >
            <Icon aria-hidden />
            {t(`copyLink.${name}`)}
          </span>
        ))}
      </span>
    </Button>
  )
}
