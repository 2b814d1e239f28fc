import { guestNames, tidyName } from '#features/guests/guest-names'
import { peopleColors } from '#features/guests/people-colors'
import type { Locale } from '#i18n/locales'

const storageKey = 'pliego_profile'

/** What a guest chose: a place in the list of suggested names until they write one of their own. */
export type GuestProfile = {
  readonly ownName: string | null
  readonly suggestedName: number
  readonly color: string
}

/** The part of Web Storage that is needed; null where the browser denies it. */
export type ProfileStorage = Pick<Storage, 'getItem' | 'setItem'> | null

/** The name others see, in the language of the one who bears it unless written by hand. */
export function guestName(profile: GuestProfile, locale: Locale): string {
  const names = guestNames[locale]
  return profile.ownName ?? names[profile.suggestedName % names.length] ?? ''
}

/**
 * A guest's name and colour, kept in this browser; where storage is denied or full, for as long as the
 * page lives. Made for `useSyncExternalStore`.
 */
export class GuestProfileStore {
  readonly #storage: ProfileStorage
  readonly #listeners = new Set<() => void>()
  #profile: GuestProfile

  constructor(storage: ProfileStorage, random: () => number = Math.random) {
    this.#storage = storage
    this.#profile = this.#read() ?? newProfile(random)
    this.#write()
  }

  readonly getProfile = (): GuestProfile => this.#profile

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** An empty name goes back to the suggested one. */
  rename(name: string): void {
    this.#change({ ...this.#profile, ownName: tidyName(name) || null })
  }

  recolor(color: string): void {
    this.#change({ ...this.#profile, color })
  }

  /** Takes over what somebody has chosen on another device; null keeps the colour of this one. */
  takeOver({ name, color }: { name: string; color: string | null }): void {
    const known = peopleColors.find((candidate) => candidate.color === color)
    this.#change({
      ...this.#profile,
      ownName: tidyName(name) || null,
      color: known?.color ?? this.#profile.color,
    })
  }

  /** Begins again as somebody new, without a name of their own. */
  forget(): void {
    this.#change(newProfile(Math.random))
  }

  /** Takes over what another tab of this browser has stored. */
  reload(): void {
    const stored = this.#read()
    if (stored && JSON.stringify(stored) !== JSON.stringify(this.#profile)) this.#announce(stored)
  }

  #change(profile: GuestProfile): void {
    this.#announce(profile)
    this.#write()
  }

  #announce(profile: GuestProfile): void {
    this.#profile = profile
    for (const listener of this.#listeners) listener()
  }

  #read(): GuestProfile | null {
    try {
      return parseProfile(this.#storage?.getItem(storageKey) ?? null)
    } catch {
      // Storage may be denied at any moment; the profile then lives in memory.
      return null
    }
  }

  #write(): void {
    try {
      this.#storage?.setItem(storageKey, JSON.stringify(this.#profile))
    } catch {
      // Denied or full: as above.
    }
  }
}

/** The browser's storage, or null where reading it is itself refused (blocked cookies, sandboxed frames). */
export function browserStorage(): ProfileStorage {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

function newProfile(random: () => number): GuestProfile {
  const color = peopleColors[Math.floor(random() * peopleColors.length)] ?? peopleColors[0]
  return {
    ownName: null,
    suggestedName: Math.floor(random() * guestNames.en.length),
    color: color.color,
  }
}

function parseProfile(text: string | null): GuestProfile | null {
  if (text === null) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { ownName, suggestedName, color } = value as Record<string, unknown>
  const known = peopleColors.find((candidate) => candidate.color === color)
  if (!known || typeof suggestedName !== 'number' || !Number.isSafeInteger(suggestedName)) return null
  return {
    ownName: typeof ownName === 'string' ? tidyName(ownName) || null : null,
    suggestedName: Math.abs(suggestedName),
    color: known.color,
  }
}
