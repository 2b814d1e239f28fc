'use client'
import { useTranslations } from 'next-intl'

import { Button } from '#ui/button'
import { Dialog } from '#ui/dialog'

type ConfirmDialogProps = {
  open: boolean
  title: string
  text: string
  /** What its two buttons say. */
  cancel: string
  confirm: string
  onClose: () => void
  onConfirm: () => void
}

/** Asks before something is deleted. */
export function ConfirmDialog({
  open,
  title,
  text,
  cancel,
  confirm,
  onClose,
  onConfirm,
}: ConfirmDialogProps) {
  const t = useTranslations('common')
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={text}
      closeLabel={t('close')}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {cancel}
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              onConfirm()
              onClose()
            }}
          >
            {confirm}
          </Button>
        </>
      }
    />
  )
}
