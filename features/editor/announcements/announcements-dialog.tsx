'use client'
import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'

import { announcedKinds, setAnnounced, useAnnounced } from '#features/editor/announcements/announced'
import { closePanel } from '#features/editor/panels/open-panel'
import { Dialog } from '#ui/dialog'

/** What is said aloud without being asked for, in this browser, as it is chosen. */
export default function AnnouncementsDialog({ editor }: { editor: Editor }) {
  const t = useTranslations('announcements')
  const announced = useAnnounced()
  return (
    <Dialog
      open
      onOpenChange={() => closePanel(editor)}
      title={t('title')}
      description={t('explain')}
      closeLabel={t('close')}
    >
      <ul className="mt-3">
        {announcedKinds.map((kind) => (
          <li key={kind}>
            <label className="flex min-h-target items-center gap-2.5">
              <input
                type="checkbox"
                checked={announced[kind]}
                onChange={(event) => setAnnounced(kind, event.target.checked)}
                className="size-4 shrink-0 accent-accent"
              />
              {t(`kinds.${kind}`)}
            </label>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
