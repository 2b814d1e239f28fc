import { describe, expect, it } from 'vitest'

import { guestNames, tidyName } from '#features/guests/guest-names'
import { guestName, GuestProfileStore } from '#features/guests/guest-profile'
import { isPersonColor } from '#features/guests/people-colors'
import { locales } from '#i18n/locales'

function memoryStorage(initial: Record<string, string> = {}) {
  const entries = new Map(Object.entries(initial))
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  }
}

describe('suggested names', () => {
  it('are as many in each language and never twice', () => {
    for (const locale of locales) {
      expect(guestNames[locale]).toHaveLength(guestNames.en.length)
      expect(new Set(guestNames[locale]).size).toBe(guestNames.en.length)
    }
  })

  it('tell nobody a gender by an ending of their own: no adjectives, no articles', () => {
    for (const name of [...guestNames.en, ...guestNames.es]) expect(name).toMatch(/^\p{Lu}\p{L}+$/u)
  })
})

describe('a guest', () => {
  it('gets a name and a colour, and the same ones after a reload', () => {
    const storage = memoryStorage()
    const first = new GuestProfileStore(storage).getProfile()
    expect(guestNames.es).toContain(guestName(first, 'es'))
    expect(isPersonColor(first.color)).toBe(true)
    expect(new GuestProfileStore(storage).getProfile()).toEqual(first)
  })

  it('has a suggested name that follows the language, and a written one that does not', () => {
    const store = new GuestProfileStore(memoryStorage(), () => 0)
    expect(guestName(store.getProfile(), 'en')).toBe('Breeze')
    expect(guestName(store.getProfile(), 'es')).toBe('Brisa')
    store.rename('  Ana   María ')
    expect(guestName(store.getProfile(), 'en')).toBe('Ana María')
    store.rename('   ')
    expect(guestName(store.getProfile(), 'en')).toBe('Breeze')
  })

  it('keeps name and colour while the page lives where storage is denied', () => {
    const denied = {
      getItem: (): string => {
        throw new DOMException('denied', 'SecurityError')
      },
      setItem: (): void => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    for (const storage of [denied, null]) {
      const store = new GuestProfileStore(storage)
      store.rename('Ana')
      expect(guestName(store.getProfile(), 'en')).toBe('Ana')
    }
  })

  it.each(['nonsense', '{}', '{"suggestedName":1,"color":"url(//evil)"}', 'null'])(
    'starts anew from what cannot be a profile: %s',
    (text) => {
      const profile = new GuestProfileStore(memoryStorage({ pliego_profile: text })).getProfile()
      expect(isPersonColor(profile.color)).toBe(true)
    },
  )

  it('tells listeners of a change, in this tab or another', () => {
    const storage = memoryStorage()
    const here = new GuestProfileStore(storage)
    const there = new GuestProfileStore(storage)
    let calls = 0
    const stop = there.subscribe(() => void (calls += 1))
    here.rename('Ana')
    there.reload()
    there.reload()
    expect(calls).toBe(1)
    expect(guestName(there.getProfile(), 'en')).toBe('Ana')
    stop()
    there.rename('Eva')
    expect(calls).toBe(1)
  })
})

describe('a written name', () => {
  it('loses control characters and what is beyond 40 characters, but no accents or emoji', () => {
    expect(tidyName('A\u0000na\u202E\n')).toBe('A na')
    expect(tidyName('🌊'.repeat(50))).toBe('🌊'.repeat(40))
    expect(tidyName('José 👩‍👩‍👧')).toBe('José 👩‍👩‍👧')
  })
})

describe('somebody with an account', () => {
  it('is called and seen here as on their other devices, and the other way round after signing out', () => {
    const storage = memoryStorage()
    const store = new GuestProfileStore(storage)
    const { color } = store.getProfile()
    store.takeOver({ name: ' Ana ', color: null })
    expect(store.getProfile()).toMatchObject({ ownName: 'Ana', color })
    store.takeOver({ name: 'Ana', color: '#1977bf' })
    expect(new GuestProfileStore(storage).getProfile()).toMatchObject({ ownName: 'Ana', color: '#1977bf' })
    store.takeOver({ name: 'Ana', color: 'url(x)' })
    expect(store.getProfile().color).toBe('#1977bf')
    store.forget()
    expect(new GuestProfileStore(storage).getProfile().ownName).toBeNull()
  })
})
