'use client'
import { useLocale } from 'next-intl'
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'

import { browserStorage, guestName, GuestProfileStore } from '#features/guests/guest-profile'

const GuestProfileContext = createContext<GuestProfileStore | null>(null)

/** Holds this browser's guest for all pages; a rename in another tab arrives here too. */
export function GuestProfileProvider({ children }: { children: ReactNode }) {
  // The server cannot know the guest: it has no store, and hydration begins from `noProfile`.
  const [store] = useState(() =>
    typeof window === 'undefined' ? null : new GuestProfileStore(browserStorage()),
  )
  useEffect(() => {
    const reload = () => store?.reload()
    window.addEventListener('storage', reload)
    return () => window.removeEventListener('storage', reload)
  }, [store])
  return <GuestProfileContext value={store}>{children}</GuestProfileContext>
}

export type Guest = {
  readonly name: string
  readonly color: string
  readonly ownName: string | null
  rename: (name: string) => void
  recolor: (color: string) => void
}

const noProfile = () => null
const neverChanges = () => () => {}

/** The guest of this browser; null on the server and until the page is live. */
export function useGuest(): Guest | null {
  const store = useContext(GuestProfileContext)
  const locale = useLocale()
  const profile = useSyncExternalStore(
    store?.subscribe ?? neverChanges,
    store?.getProfile ?? noProfile,
    noProfile,
  )
  if (!store || !profile) return null
  return {
    name: guestName(profile, locale === 'es' ? 'es' : 'en'),
    color: profile.color,
    ownName: profile.ownName,
    rename: (name) => store.rename(name),
    recolor: (color) => store.recolor(color),
  }
}
