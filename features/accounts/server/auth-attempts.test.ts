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

it('counts one less for what was none after all', () => {
  const attempts = new AuthAttempts()
  takeMany(attempts, 20)
  attempts.giveBack('signIn', 'ana@example.org')
  expect(takeMany(attempts, 50)).toBe(1)
  attempts.giveBack('signIn', 'nobody@example.org')
  expect(takeMany(attempts, 50, 'nobody@example.org')).toBe(10)
})

it('keeps no more than so many in memory, and forgets the oldest first', () => {
  const attempts = new AuthAttempts()
  expect(takeMany(attempts, 9)).toBe(9)
  for (let other = 0; other < 40_000; other++) attempts.take('signIn', `${other}@example.org`, now)
  expect(takeMany(attempts, 1)).toBe(1)
  attempts.giveBack('signIn', 'ana@example.org')
  for (let other = 0; other < 55_000; other++) attempts.take('signIn', `x${other}@example.org`, now)
  expect(takeMany(attempts, 20)).toBe(10)
})

it('forgets nobody who may try no more, whatever else is tried meanwhile', () => {
  const attempts = new AuthAttempts()
  takeMany(attempts, 10)
  for (let other = 0; other < 55_000; other++) attempts.take('signIn', `${other}@example.org`, now)
  for (let other = 0; other < 55_000; other++) attempts.take('mail', `${other}@example.org`, now)
  expect(attempts.take('signIn', 'ana@example.org', now)).toBe(false)
  expect(attempts.take('signIn', 'ana@example.org', now + tenMinutes)).toBe(true)
})
