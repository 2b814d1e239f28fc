'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import type { DocumentItem } from '#features/documents/document-item'
import { plainText } from '#features/documents/home/document-card.tsx'
import type { DocumentActions } from '#features/documents/home/use-document-actions'
import { maxTitleLength } from '#schema/title-length'
import { Button } from '#ui/button'
import { Dialog } from '#ui/dialog'
import { TextField } from '#ui/text-field'

type RenameDialogProps = { document: DocumentItem | null; onClose: () => void; actions: DocumentActions }

/** Asks for another title. An empty one lets the title follow the first heading again. */
export function RenameDialog({ document, onClose, actions }: RenameDialogProps) {
  const t = useTranslations('home.rename')
  const common = useTranslations('common')
  return (
    <Dialog
      open={document !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      closeLabel={common('close')}
    >
      {document && <RenameForm key={document.id} document={document} onClose={onClose} actions={actions} />}
    </Dialog>
  )
}

function RenameForm({ document, onClose, actions }: RenameDialogProps & { document: DocumentItem }) {
  const t = useTranslations('home.rename')
  const [title, setTitle] = useState(actions.newTitles.get(document.id) ?? plainText(document.title) ?? '')
  const [busy, setBusy] = useState(false)
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault()
        setBusy(true)
        void actions.rename(document.id, title.trim()).then(onClose)
      }}
    >
      <TextField
        label={t('label')}
        value={title}
        maxLength={maxTitleLength}
        autoComplete="off"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTitle(event.target.value)}
      />
      <div className="mt-4 flex justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
