import { describe, expect, it } from 'vitest'

import { signInternalRequest, verifyInternalRequest } from '#access/internal-signature'

const secret = 'a secret of at least thirty-two characters'
const request = { method: 'PUT', path: '/internal/documents/doc-1?x=1', body: '{}' }
const now = Date.UTC(2026, 10, 22)
const signature = signInternalRequest(secret, request, now)

describe('an internal signature', () => {
  it.each([0, 29_999, 30_000, -30_000])('holds for its request, %i ms away', (offset) => {
    expect(verifyInternalRequest(secret, request, signature, now + offset)).toBe(true)
  })

  it.each([30_001, -30_001])('does not hold %i ms away', (offset) => {
    expect(verifyInternalRequest(secret, request, signature, now + offset)).toBe(false)
  })

  it.each([
    ['method', { ...request, method: 'GET' }],
    ['path', { ...request, path: '/internal/documents/doc-2?x=1' }],
    ['query', { ...request, path: '/internal/documents/doc-1?x=2' }],
    ['body', { ...request, body: '{} ' }],
    // Fields must not be able to run into each other.
    ['place of a line break', { method: 'PUT', path: '/internal/documents/doc-1?x=1\n', body: '{}' }],
  ])('does not hold for another %s', (_what, other) => {
    expect(verifyInternalRequest(secret, other, signature, now)).toBe(false)
  })

  it.each([
    ['none', undefined],
    ['empty', ''],
    ['no time', signature.split('.')[1]],
    ['another time', `${now + 1}.${signature.split('.')[1]}`],
    ['no number', `x.${signature.split('.')[1]}`],
    ['cut', signature.slice(0, -4)],
    ['of another secret', signInternalRequest('another secret of thirty-two characters', request, now)],
  ])('does not hold when it is %s', (_what, header) => {
    expect(verifyInternalRequest(secret, request, header, now)).toBe(false)
  })
})
