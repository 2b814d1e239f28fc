'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

import { GuestNameEditor } from '#features/guests/guest-name-editor.tsx'
import { useGuest } from '#features/guests/guest-profile-context.tsx'
import { Dialog } from '#ui/dialog'

/** The guest's name and colour as a sheet from below, where there is no room for the button in the header. */
export function GuestDialog({
  open,
  onOpenChange,
  closeLabel,
  colorHere,
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  closeLabel: string
  colorHere: string | null
  /** Below the name and the colour. */
  children?: ReactNode
}) {
  const t = useTranslations('guests')
  const guest = useGuest()
  if (!guest) return null
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('yourName')} closeLabel={closeLabel}>
      <div className="mt-3">
        <GuestNameEditor
          guest={guest}
          colorHere={colorHere ?? guest.color}
          onDone={() => onOpenChange(false)}
        />
        {children}
      </div>
    </Dialog>
  )
}
