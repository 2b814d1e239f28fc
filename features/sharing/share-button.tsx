'use client'
import { Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { ShareDialog } from '#features/sharing/share-dialog.tsx'
import { Button } from '#ui/button'

type ShareButtonProps = {
  documentId: string
  closeLabel: string
  /** How many asked to be let in, as the page was made. */
  waiting: number
}

export function ShareButton({ documentId, closeLabel, waiting: waitingAtFirst }: ShareButtonProps) {
  const t = useTranslations('sharing')
  const [open, setOpen] = useState(false)
  const [waiting, setWaiting] = useState(waitingAtFirst)
  return (
    <>
      <Button
        variant="primary"
        aria-haspopup="dialog"
        aria-label={waiting > 0 ? t('shareWaiting', { count: waiting }) : undefined}
        onClick={() => setOpen(true)}
      >
        <Users aria-hidden />
        {t('share')}
        {waiting > 0 && (
          <span
            aria-hidden
            className="-mr-1 grid h-5 min-w-5 place-items-center rounded-full bg-on-accent px-1 text-xs text-accent"
          >
            {waiting}
          </span>
        )}
      </Button>
      <ShareDialog
        documentId={documentId}
        open={open}
        onOpenChange={setOpen}
        closeLabel={closeLabel}
        onWaiting={setWaiting}
      />
    </>
  )
}
