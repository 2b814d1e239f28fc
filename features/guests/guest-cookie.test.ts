import { expect, it } from 'vitest'

import { guestUserId, newGuestSecret } from '#features/guests/guest-cookie'

it('gives a guest a public id that does not tell the secret', () => {
  const secret = newGuestSecret()
  const userId = guestUserId(secret)
  expect(userId).toMatch(/^guest-[\w-]{22}$/)
  expect(guestUserId(secret)).toBe(userId)
  expect(userId).not.toContain(secret)
  expect(guestUserId(newGuestSecret())).not.toBe(userId)
})

it.each([undefined, '', 'short', 'x'.repeat(23), '\u0000'.repeat(22), 'á'.repeat(22)])(
  'takes %j for no guest',
  (text) => {
    expect(guestUserId(text)).toBeNull()
  },
)
