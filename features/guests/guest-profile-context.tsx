'use client'
import { useLocale } from 'next-intl'
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'

import { remember } from '#features/guests/use-remembered-name'
import { browserStorage, guestName, GuestProfileStore } from '#features/guests/guest-profile'

type Profile = { readonly name: string; readonly color: string | null }
type Context = { readonly store: GuestProfileStore; readonly signedIn: boolean }

const GuestProfileContext = createContext<Context | null>(null)

/**
 * Holds this browser's guest for all pages; a rename in another tab arrives here too. Who has an account is
 * called and seen as it says, on every device.
 */
export function GuestProfileProvider({
  account,
  children,
}: {
  account: Profile | null
  children: ReactNode
}) {
  // The server cannot know the guest: it has no store, and hydration begins from `noProfile`.
  const [context] = useState(() => (typeof window === 'undefined' ? null : openProfile(account)))
  const store = context?.store
  const colorMissing = account !== null && account.color === null
  useEffect(() => {
    const profile = store?.getProfile()
    if (colorMissing && profile?.ownName) remember(profile.ownName, profile.color)
  }, [store, colorMissing])
  useEffect(() => {
    const reload = () => store?.reload()
    window.addEventListener('storage', reload)
    return () => window.removeEventListener('storage', reload)
  }, [store])
  return <GuestProfileContext value={context}>{children}</GuestProfileContext>
}

function openProfile(account: Profile | null): Context {
  const store = new GuestProfileStore(browserStorage())
  if (account) store.takeOver(account)
  return { store, signedIn: account !== null }
}

export type Guest = {
  readonly name: string
  readonly color: string
  readonly ownName: string | null
  rename: (name: string) => void
  recolor: (color: string) => void
  /** Begins again as somebody new, as after signing out. */
  forget: () => void
}

const noProfile = () => null
const neverChanges = () => () => {}

/** The guest of this browser; null on the server and until the page is live. */
export function useGuest(): Guest | null {
  const context = useContext(GuestProfileContext)
  const store = context?.store
  const locale = useLocale()
  const profile = useSyncExternalStore(
    store?.subscribe ?? neverChanges,
    store?.getProfile ?? noProfile,
    noProfile,
  )
  if (!store || !profile) return null
  const change = (make: () => void) => {
    make()
    const { ownName, color } = store.getProfile()
    if (context.signedIn && ownName !== null) remember(ownName, color)
  }
  return {
    name: guestName(profile, locale === 'es' ? 'es' : 'en'),
    color: profile.color,
    ownName: profile.ownName,
    rename: (name) => change(() => store.rename(name)),
    recolor: (color) => change(() => store.recolor(color)),
    forget: () => store.forget(),
  }
}
