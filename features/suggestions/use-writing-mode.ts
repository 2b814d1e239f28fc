import { useCallback, useEffect, useSyncExternalStore } from 'react'

import type { Role } from '#access/roles'
import {
  modeKeys,
  modesFor,
  rememberedMode,
  rememberMode,
  type Writer,
  type WritingMode,
} from '#features/suggestions/writing-mode'

export type WritingModeChoice = {
  readonly mode: WritingMode
  /** Those this person may choose among; none where they may only read. */
  readonly modes: readonly WritingMode[]
  readonly setMode: (mode: WritingMode) => void
}

/** The mode of a document in this tab, also by its shortcuts. */
export function useWritingMode({ documentId, userId }: Writer, role: Role): WritingModeChoice {
  const modes = modesFor(role)
  // The server does not know what this tab remembers, and draws the page as it begins.
  const mode = useSyncExternalStore(
    subscribe,
    () => rememberedMode({ documentId, userId }, role),
    () => modes[0] ?? 'viewing',
  )
  const setMode = useCallback(
    (mode: WritingMode) => {
      rememberMode({ documentId, userId }, mode)
      window.dispatchEvent(new Event(changed))
    },
    [documentId, userId],
  )
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.altKey || !event.shiftKey) return
      const mode = modesFor(role).find((one) => modeKeys[one].code === event.code)
      if (!mode) return
      event.preventDefault()
      event.stopPropagation()
      setMode(mode)
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [role, setMode])
  return { mode, modes, setMode }
}

const changed = 'pliego:mode'

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener)
  return () => window.removeEventListener(changed, listener)
}
