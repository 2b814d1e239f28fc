'use client'
import { FolderInput, RotateCcw, Star, StarOff, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'

import type { DocumentItem } from '#features/documents/document-item'
import type { DocumentActions } from '#features/documents/home/use-document-actions'
import { Button } from '#ui/button'

type BulkBarProps = {
  chosen: readonly DocumentItem[]
  inTrash: boolean
  actions: DocumentActions
  onMove: () => void
  onDelete: () => void
  onDone: () => void
}

/** What can be done with all that are chosen; the trash takes only one's own. */
export function BulkBar({ chosen, inTrash, actions, onMove, onDelete, onDone }: BulkBarProps) {
  const t = useTranslations('home')
  const ids = chosen.map(({ id }) => id)
  const own = chosen.filter(({ isOwn }) => isOwn).map(({ id }) => id)
  const allStarred = ids.length > 0 && chosen.every(({ starred }) => starred)
  const then = (action: Promise<void>) => void action.then(onDone)
  return (
    <section
      aria-label={t('select.title')}
      className="sticky top-2 z-10 mb-4 flex flex-wrap items-center gap-2 rounded-lg border border-line bg-raised p-2 pl-4 shadow-soft"
    >
      <output className="mr-auto text-sm font-semibold">{t('select.count', { count: chosen.length })}</output>
      {inTrash ? (
        <>
          <Button disabled={ids.length === 0} onClick={() => then(actions.restore(ids))}>
            <RotateCcw aria-hidden />
            {t('restore')}
          </Button>
          <Button disabled={ids.length === 0} onClick={onDelete}>
            <Trash2 aria-hidden />
            {t('delete.begin')}
          </Button>
        </>
      ) : (
        <>
          <Button disabled={ids.length === 0} onClick={onMove}>
            <FolderInput aria-hidden />
            {t('folders.move')}
          </Button>
          <Button disabled={ids.length === 0} onClick={() => then(actions.star(ids, !allStarred))}>
            {allStarred ? <StarOff aria-hidden /> : <Star aria-hidden />}
            {t(allStarred ? 'select.unstar' : 'select.star')}
          </Button>
          <Button disabled={own.length === 0} onClick={() => then(actions.trash(own))}>
            <Trash2 aria-hidden />
            {t('toTrash')}
          </Button>
        </>
      )}
      <Button variant="quiet" onClick={onDone}>
        {t('select.done')}
      </Button>
    </section>
  )
}
