/** As long as an address may be (RFC 5321). */
const maxEmailLength = 254

const form = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/**
 * Whether this has the form of an e-mail address; the library of accounts looks closer. Its length first: the form
 * takes time by the square of it.
 */
export function isEmailAddress(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxEmailLength && form.test(value)
}
