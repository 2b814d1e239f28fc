import { useCallback, useEffect, useState } from 'react'

/** What of the past is shown: all of it in place of the text, or who wrote what within it. */
export type ShownPast = 'history' | 'writers'

export type PastActions = {
  readonly shown: ShownPast | null
  /** In milliseconds since the epoch: history opens with what changed since then; null for the newest version. */
  readonly changesSince: number | null
  readonly openHistory: () => void
  readonly showChangesSince: (since: number) => void
  readonly showWriters: (shown: boolean) => void
  readonly close: () => void
  /** Whose work was just undone, as a sentence, for as long as one step brings it back. */
  readonly undone: string | null
  readonly noteUndone: (words: string | null) => void
}

/** As in other editors for the browser. */
export const historyShortcut = 'Mod-Alt-Shift-h'

/** Opens the history by its key, wherever the focus is; by the place of the key, since Alt makes other letters. */
function useHistoryKey(open: (() => void) | null): void {
  useEffect(() => {
    if (!open) return undefined
    const note = (event: KeyboardEvent) => {
      const isMod = event.ctrlKey || event.metaKey
      if (event.code !== 'KeyH' || !isMod || !event.altKey || !event.shiftKey) return
      event.preventDefault()
      event.stopPropagation()
      open()
    }
    window.addEventListener('keydown', note, true)
    return () => window.removeEventListener('keydown', note, true)
  }, [open])
}

/** What may be done about the past of the document; null for those who may not look into it. */
export function usePastActions(mayLookBack: boolean): PastActions | null {
  const [shown, setShown] = useState<ShownPast | null>(null)
  const [changesSince, setChangesSince] = useState<number | null>(null)
  const [undone, noteUndone] = useState<string | null>(null)
  const openHistory = useCallback(() => {
    setChangesSince(null)
    setShown('history')
  }, [])
  useHistoryKey(mayLookBack ? openHistory : null)
  if (!mayLookBack) return null
  return {
    shown,
    changesSince,
    openHistory,
    showChangesSince: (since) => {
      setChangesSince(since)
      setShown('history')
    },
    showWriters: (isShown) => setShown(isShown ? 'writers' : null),
    close: () => setShown(null),
    undone,
    noteUndone,
  }
}
