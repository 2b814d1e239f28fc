import { expect, it } from 'vitest'

import { AuthAttempts } from '#features/accounts/server/auth-attempts'

const now = 1_000_000
const tenMinutes = 10 * 60_000
const takeMany = (attempts: AuthAttempts, times: number, key = 'ana@example.org') =>
  Array.from({ length: times }, () => attempts.take('signIn', key, now)).filter(Boolean).length

it('lets so many wrong passwords pass and no more, until ten minutes later', () => {
  const attempts = new AuthAttempts()
  expect(takeMany(attempts, 50)).toBe(10)
  expect(attempts.take('signIn', 'ana@example.org', now + tenMinutes - 1)).toBe(false)
  expect(attempts.take('signIn', 'ana@example.org', now + tenMinutes)).toBe(true)
})

it('counts every account and every kind apart', () => {
  const attempts = new AuthAttempts()
  takeMany(attempts, 20)
  expect(attempts.take('signIn', 'luis@example.org', now)).toBe(true)
  expect(attempts.take('mail', 'ana@example.org', now)).toBe(true)
})

it('begins anew after a right one', () => {
  const attempts = new AuthAttempts()
  takeMany(attempts, 9)
  attempts.forgive('signIn', 'ana@example.org')
  expect(takeMany(attempts, 50)).toBe(10)
})

it('keeps no more than so many in memory, and forgets the oldest first', () => {
  const attempts = new AuthAttempts()
  takeMany(attempts, 20)
  for (let other = 0; other < 49_999; other++) attempts.take('signIn', `${other}@example.org`, now)
  expect(attempts.take('signIn', 'ana@example.org', now)).toBe(false)
  for (let other = 0; other < 2; other++) attempts.take('signIn', `x${other}@example.org`, now)
  expect(attempts.take('signIn', 'ana@example.org', now)).toBe(true)
})
