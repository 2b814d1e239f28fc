'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

import { ConfirmDialog } from '#features/documents/confirm-dialog.tsx'
import { maxFolderNameLength, type Folder } from '#features/documents/folders/folder'
import { Button } from '#ui/button'
import { Dialog } from '#ui/dialog'
import { TextField } from '#ui/text-field'

type NameDialogProps = {
  open: boolean
  /** Null for a new one. */
  folder: Folder | null
  onClose: () => void
  onName: (name: string) => void
}

/** Asks how a folder is called. */
export function NameFolderDialog({ open, folder, onClose, onName }: NameDialogProps) {
  const t = useTranslations('home.folders')
  const common = useTranslations('common')
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={folder === null ? t('new') : t('renameTitle')}
      closeLabel={common('close')}
    >
      {open && <NameForm key={folder?.id ?? 'new'} folder={folder} onClose={onClose} onName={onName} />}
    </Dialog>
  )
}

function NameForm({ folder, onClose, onName }: Omit<NameDialogProps, 'open'>) {
  const t = useTranslations('home.folders')
  const [name, setName] = useState(folder?.name ?? '')
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() === '') return
        onName(name.trim())
        onClose()
      }}
    >
      <TextField
        label={t('name')}
        value={name}
        maxLength={maxFolderNameLength}
        autoComplete="off"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="mt-4 flex justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="primary" aria-disabled={name.trim() === ''}>
          {folder === null ? t('make') : t('rename')}
        </Button>
      </div>
    </form>
  )
}

type DeleteDialogProps = { folder: Folder | null; onClose: () => void; onDelete: () => void }

/** Asks before a folder goes; what is in it stays. */
export function DeleteFolderDialog({ folder, onClose, onDelete }: DeleteDialogProps) {
  const t = useTranslations('home.folders')
  return (
    <ConfirmDialog
      open={folder !== null}
      title={t('deleteTitle', { name: folder?.name ?? '' })}
      text={t('deleteText')}
      cancel={t('cancel')}
      confirm={t('delete')}
      onClose={onClose}
      onConfirm={onDelete}
    />
  )
}
