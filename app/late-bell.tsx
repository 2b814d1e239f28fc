'use client'
import type { OpenPlace } from '#features/notifications/open-place'
import { latePart } from '#ui/lazy-part'

const Bell = latePart(() => import('#features/notifications/bell.tsx').then((part) => part.Bell))

type LateBellProps = { documentId?: string; open?: OpenPlace }

/** The bell, whose code comes after what a page is opened for; its place is kept. */
export function LateBell({ documentId, open = letTheLinkLead }: LateBellProps) {
  return (
    <span className="inline-grid size-target shrink-0">
      <Bell {...(documentId === undefined ? {} : { documentId })} open={open} />
    </span>
  )
}

const letTheLinkLead: OpenPlace = () => undefined
