import { useSyncExternalStore } from 'react'

const query = '(width < 45rem)'

/** Whether the sheet is the whole screen (below the `desk` breakpoint); false on the server. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, isNarrow, () => false)
}

function subscribe(listener: () => void): () => void {
  const list = window.matchMedia(query)
  list.addEventListener('change', listener)
  return () => list.removeEventListener('change', listener)
}

function isNarrow(): boolean {
  return window.matchMedia(query).matches
}
