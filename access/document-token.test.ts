import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'

import { maxTokenLifetimeMs, signDocumentToken, verifyDocumentToken } from '#access/document-token'

const secret = 'a secret of at least thirty-two characters'
const now = Date.UTC(2026, 10, 22)
const claims = {
  documentId: 'doc-1',
  userId: 'ana',
  role: 'editor',
  via: 'address',
  issuedAt: now,
  expiresAt: now + 60_000,
} as const
const token = signDocumentToken(secret, claims)

/** A payload that the holder of the secret signed, whatever it says. */
function signedPayload(payload: string): string {
  const encoded = Buffer.from(payload).toString('base64url')
  const mac = createHmac('sha256', secret).update(`pliego-document-token-v1.${encoded}`).digest('base64url')
  return `${encoded}.${mac}`
}

describe('a document token', () => {
  it('gives back what was signed', () => {
    expect(verifyDocumentToken(secret, token, now)).toEqual({ outcome: 'valid', claims })
  })

  it('may say the session it was asked for through', () => {
    const ofSession = { ...claims, sessionId: 'laptop' }
    const signed = signDocumentToken(secret, ofSession)
    expect(verifyDocumentToken(secret, signed, now)).toEqual({ outcome: 'valid', claims: ofSession })
  })

  it('is another one each time, even for the same claims', () => {
    expect(signDocumentToken(secret, claims)).not.toBe(token)
  })

  it('expires at its moment, not before', () => {
    expect(verifyDocumentToken(secret, token, claims.expiresAt - 1).outcome).toBe('valid')
    expect(verifyDocumentToken(secret, token, claims.expiresAt).outcome).toBe('expired')
  })

  it('lives ten minutes at most, whatever it says', () => {
    const long = { ...claims, expiresAt: now + maxTokenLifetimeMs + 1 }
    expect(verifyDocumentToken(secret, signDocumentToken(secret, long), now).outcome).toBe('invalid')
    expect(verifyDocumentToken(secret, signDocumentToken(secret, long), now + 1).outcome).toBe('valid')
  })

  it('is invalid with any one bit flipped', () => {
    const bytes = Buffer.from(token)
    const accepted: number[] = []
    for (let index = 0; index < bytes.length * 8; index++) {
      const changed = Buffer.from(bytes)
      changed[index >> 3] = (changed[index >> 3] ?? 0) ^ (1 << (index & 7))
      const { outcome } = verifyDocumentToken(secret, changed.toString('latin1'), now)
      if (outcome !== 'invalid') accepted.push(index >> 3)
    }
    // base64url leaves some bits of the last letter unread.
    expect(accepted.filter((index) => index !== bytes.length - 1)).toEqual([])
  })

  it.each([
    ['another secret', signDocumentToken('another secret of thirty-two characters', claims)],
    ['nothing', ''],
    ['a dot', '.'],
    ['no signature', token.split('.')[0] ?? ''],
    ['an empty signature', `${token.split('.')[0]}.`],
    ['a third part', `${token}.x`],
    [
      'a signature of another payload',
      `${signDocumentToken(secret, claims).split('.')[0]}.${token.split('.')[1]}`,
    ],
    ['no JSON', signedPayload('ana')],
    ['no object', signedPayload('"ana"')],
    ['null', signedPayload('null')],
    ['a missing user', signedPayload(JSON.stringify({ ...claims, userId: undefined }))],
    ['no source of the role', signedPayload(JSON.stringify({ ...claims, via: undefined }))],
    ['a session that is no text', signedPayload(JSON.stringify({ ...claims, sessionId: 7 }))],
    ['no time of issue', signedPayload(JSON.stringify({ ...claims, issuedAt: undefined }))],
    ['an unknown role', signedPayload(JSON.stringify({ ...claims, role: 'admin' }))],
    ['a time as text', signedPayload(JSON.stringify({ ...claims, expiresAt: String(claims.expiresAt) }))],
    ['a document that is no text', signedPayload(JSON.stringify({ ...claims, documentId: 7 }))],
  ])('is invalid with %s', (_what, bad) => {
    expect(verifyDocumentToken(secret, bad, now)).toEqual({ outcome: 'invalid' })
  })

  it('that is both forged and expired is called invalid, not expired', () => {
    const forged = signDocumentToken('another secret of thirty-two characters', claims)
    expect(verifyDocumentToken(secret, forged, claims.expiresAt + 1).outcome).toBe('invalid')
  })
})
