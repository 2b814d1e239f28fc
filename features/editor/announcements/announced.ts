import { useMemo, useSyncExternalStore } from 'react'

/** What those who hear the page are told without asking. */
export const announcedKinds = ['people', 'edits', 'saving'] as const

export type AnnouncedKind = (typeof announcedKinds)[number]

const storageKey = 'pliego_silent'
const changed = 'pliego:announced'

/** Which kinds are told in this browser: all that nobody has turned off. */
export function useAnnounced(): Readonly<Record<AnnouncedKind, boolean>> {
  const silent = useSyncExternalStore(subscribe, readSilent, () => '')
  return useMemo(() => {
    const kinds = silent.split(' ')
    return {
      people: !kinds.includes('people'),
      edits: !kinds.includes('edits'),
      saving: !kinds.includes('saving'),
    }
  }, [silent])
}

export function setAnnounced(kind: AnnouncedKind, isAnnounced: boolean): void {
  const others = readSilent()
    .split(' ')
    .filter((other) => other !== kind && other !== '')
  try {
    localStorage.setItem(storageKey, [...others, ...(isAnnounced ? [] : [kind])].join(' '))
  } catch (error) {
    console.warn('What is announced could not be kept', error)
  }
  window.dispatchEvent(new Event(changed))
}

function readSilent(): string {
  try {
    return localStorage.getItem(storageKey) ?? ''
  } catch {
    // Forbidden here: everything is told.
    return ''
  }
}

function subscribe(listener: () => void): () => void {
  // The second when it was changed in another tab.
  for (const type of [changed, 'storage']) window.addEventListener(type, listener)
  return () => {
    for (const type of [changed, 'storage']) window.removeEventListener(type, listener)
  }
}
