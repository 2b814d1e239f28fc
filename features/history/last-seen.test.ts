import { expect, it } from 'vitest'

import { lastSeen, noteSeen } from '#features/history/last-seen'

/** As browsers have it, with what is kept as its own keys. */
function emptyStorage(): Storage {
  const kept: Record<string, string> = Object.create({
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
    removeItem: (key: string) => void delete kept[key],
  })
  return kept as unknown as Storage
}

it('knows each person’s own last visit', () => {
  const storage = emptyStorage()
  noteSeen(storage, { documentId: 'd', userId: 'ana' }, 5_000)
  expect(lastSeen(storage, { documentId: 'd', userId: 'ana' })).toBe(5_000)
  expect(lastSeen(storage, { documentId: 'd', userId: 'luz' })).toBeNull()
})

it('forgets those that are longest ago', () => {
  const storage = emptyStorage()
  for (let at = 1; at <= 205; at++) noteSeen(storage, { documentId: `d${at}`, userId: 'ana' }, at)
  expect(Object.keys(storage)).toHaveLength(200)
  expect(lastSeen(storage, { documentId: 'd5', userId: 'ana' })).toBeNull()
  expect(lastSeen(storage, { documentId: 'd6', userId: 'ana' })).toBe(6)
})
