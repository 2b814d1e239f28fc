'use client'
import { Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { ShareDialog } from '#features/sharing/share-dialog.tsx'
import { Button } from '#ui/button'

export function ShareButton({ documentId, closeLabel }: { documentId: string; closeLabel: string }) {
  const t = useTranslations('sharing')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Users aria-hidden />
        {t('share')}
      </Button>
      <ShareDialog documentId={documentId} open={open} onOpenChange={setOpen} closeLabel={closeLabel} />
    </>
  )
}
