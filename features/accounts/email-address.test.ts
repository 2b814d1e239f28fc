import { expect, it } from 'vitest'

import { isEmailAddress } from '#features/accounts/email-address'

it.each(['ana@example.org', 'a.b+c@sub.example.org', `${'a'.repeat(242)}@example.org`])(
  '%s is an address',
  (value) => expect(isEmailAddress(value)).toBe(true),
)

it.each(['ana', 'ana@example', 'ana@@example.org', 'a na@example.org', `${'a'.repeat(243)}@example.org`, 7])(
  '%s is none',
  (value) => expect(isEmailAddress(value)).toBe(false),
)

it('what is far too long is not looked at', () => {
  // By the square of its length, this would be years.
  expect(isEmailAddress(`a@${'.'.repeat(100_000_000)}@`)).toBe(false)
})
