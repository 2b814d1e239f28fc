import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef } from 'react'

import { WaitingField } from '#ui/waiting-field'

type WaitingForChat = {
  /** In place of the function that opens and closes the chat, for its button. */
  readonly onOpenChange: (open: boolean) => void
  /** For the field of the chat, as `Composer` wants it. */
  readonly takeTyped: (receive: (text: string) => void) => void
}

/** Keeps what is typed between the button of the chat and its field, whose code may have to be fetched. */
export function useWaitingField(mayWrite: boolean, onOpenChange: (open: boolean) => void): WaitingForChat {
  const t = useTranslations('chat')
  const field = useRef<WaitingField>(null)
  useEffect(() => () => field.current?.end(), [])
  const takeTyped = useCallback((receive: (text: string) => void) => field.current?.handTo(receive), [])
  return {
    onOpenChange: (open) => {
      field.current?.end()
      field.current = open && mayWrite ? new WaitingField(t('title'), () => onOpenChange(false)) : null
      onOpenChange(open)
    },
    takeTyped,
  }
}
