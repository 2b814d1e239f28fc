import { describe, expect, it } from 'vitest'

import { isSignedBody, signInternalRequest, verifyInternalHead } from '#access/internal-signature'

const secret = 'a secret of at least thirty-two characters'
const request = { method: 'PUT', path: '/internal/documents/doc-1?x=1', body: '{}' }
const now = Date.UTC(2026, 10, 22)
const signature = signInternalRequest(secret, request, now)
const [, bodyHash, mac] = signature.split('.')

function verifies(other: typeof request, header: string | undefined, at: number): boolean {
  const signed = verifyInternalHead(secret, other, header, at)
  return signed !== undefined && isSignedBody(signed, other.body)
}

describe('an internal signature', () => {
  it.each([0, 29_999, 30_000, -30_000])('holds for its request, %i ms away', (offset) => {
    expect(verifies(request, signature, now + offset)).toBe(true)
  })

  it.each([30_001, -30_001])('does not hold %i ms away', (offset) => {
    expect(verifies(request, signature, now + offset)).toBe(false)
  })

  it.each([
    ['method', { ...request, method: 'GET' }],
    ['path', { ...request, path: '/internal/documents/doc-2?x=1' }],
    ['query', { ...request, path: '/internal/documents/doc-1?x=2' }],
    ['body', { ...request, body: '{} ' }],
    // Fields must not be able to run into each other.
    ['place of a line break', { method: 'PUT', path: '/internal/documents/doc-1?x=1\n', body: '{}' }],
  ])('does not hold for another %s', (_what, other) => {
    expect(verifies(other, signature, now)).toBe(false)
  })

  it('is known to be none before there is a body', () => {
    expect(verifyInternalHead(secret, request, signature, now)).toBeDefined()
    expect(verifyInternalHead('another secret of 32 characters!!', request, signature, now)).toBeUndefined()
    expect(verifyInternalHead(secret, { ...request, method: 'GET' }, signature, now)).toBeUndefined()
  })

  it.each([
    ['none', undefined],
    ['empty', ''],
    ['no time', `${bodyHash}.${mac}`],
    ['another time', `${now + 1}.${bodyHash}.${mac}`],
    ['no number', `x.${bodyHash}.${mac}`],
    ['without a MAC', `${now}.${bodyHash}`],
    ['with more behind it', `${signature}.x`],
    ['cut', signature.slice(0, -4)],
    ['of another secret', signInternalRequest('another secret of thirty-two characters', request, now)],
  ])('does not hold when it is %s', (_what, header) => {
    expect(verifies(request, header, now)).toBe(false)
  })
})
