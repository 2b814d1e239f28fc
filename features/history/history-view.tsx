'use client'
import './history.css'
import { useTranslations } from 'next-intl'

import { nameVersion } from '#features/history/history-requests'
import type { Past } from '#features/history/past'
import type { OldBlock } from '#features/history/restore'
import type { OnUndoWork } from '#features/history/undo/undo-of-person.tsx'
import { useHistory } from '#features/history/use-history'
import type { DrawBlock } from '#features/history/version-sheet.tsx'
import { VersionsOfDocument } from '#features/history/versions-of-document.tsx'
import { Button } from '#ui/button'
import { FullPage } from '#ui/full-page'

export type HistoryViewProps = {
  documentId: string
  userId: string
  /** Given to those who have written, in turn. */
  colors: readonly string[]
  /** Of those who are here, by their ids. */
  colorsHere: ReadonlyMap<string, string>
  draw: DrawBlock
  /** BCP 47, as the document says; null where it does not. */
  language: string | null
  /** Compares with what was there at this time; null to begin with the newest version. */
  changesSince: number | null
  /** Null where nothing can be brought back now. Of some blocks only, where they are named. */
  onRestore: ((blocks: readonly OldBlock[], only: ReadonlySet<string> | null, past: Past) => void) | null
  /** Null where nothing can be undone now. */
  onUndo: OnUndoWork | null
  /** Why neither was done when it was last asked for. */
  refused: 'composing' | 'behind' | null
  onClose: () => void
}

/** The past of a document, in place of its present. */
export default function HistoryView(props: HistoryViewProps) {
  const { documentId, userId, colors, colorsHere, refused, onClose } = props
  const t = useTranslations('history')
  const { history, again, setNamed } = useHistory(documentId, colors, colorsHere)
  return (
    <FullPage label={t('title')} onClose={onClose}>
      {refused && (
        <p role="alert" className="shrink-0 border-b border-line bg-raised px-4 py-2 text-sm">
          {t(`refused.${refused}`)}
        </p>
      )}
      {typeof history === 'string' ? (
        <div className="m-auto flex flex-col items-center gap-3 p-6 text-center">
          <output>{t(history)}</output>
          <div className="flex gap-2">
            <Button onClick={onClose}>{t('close')}</Button>
            {history === 'failed' && (
              <Button variant="primary" onClick={again}>
                {t('again')}
              </Button>
            )}
          </div>
        </div>
      ) : (
        <VersionsOfDocument
          {...props}
          {...history}
          onName={async (version, name) => {
            const outcome = await nameVersion(documentId, version, name)
            const others = history.named.filter((one) => one.version !== version)
            const own = name === null ? [] : [{ version, name, by: userId, at: Date.now() }]
            if (outcome === 'kept') setNamed([...others, ...own])
            return outcome
          }}
        />
      )}
    </FullPage>
  )
}
