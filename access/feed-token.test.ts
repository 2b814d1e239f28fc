import { expect, it } from 'vitest'

import { maxTokenLifetimeMs, signDocumentToken } from '#access/document-token'
import { signFeedToken, verifyFeedToken } from '#access/feed-token'

const secret = 'a secret of the tests, long enough'
const now = 1_700_000_000_000
const claims = { userId: 'ana', issuedAt: now, expiresAt: now + 60_000 }

it('says whose feed it opens, and by which session', () => {
  const withSession = { ...claims, sessionId: 's1' }
  expect(verifyFeedToken(secret, signFeedToken(secret, claims), now)).toEqual({ outcome: 'valid', claims })
  expect(verifyFeedToken(secret, signFeedToken(secret, withSession), now)).toEqual({
    outcome: 'valid',
    claims: withSession,
  })
})

it('ends', () => {
  expect(verifyFeedToken(secret, signFeedToken(secret, claims), now + 60_000)).toEqual({ outcome: 'expired' })
})

it('is no token for a document, nor one for a document a feed’s', () => {
  const document = { ...claims, documentId: 'd', role: 'owner', via: 'ownership' } as const
  expect(verifyFeedToken(secret, signDocumentToken(secret, document), now).outcome).toBe('invalid')
})

it.each([
  ['of another secret', signFeedToken('another secret of the tests', claims)],
  ['that was changed', signFeedToken(secret, claims).replace(/^./, 'X')],
  ['without a signature', signFeedToken(secret, claims).split('.')[0] ?? ''],
  ['of nobody', signFeedToken(secret, { ...claims, userId: '' })],
  ['that lives too long', signFeedToken(secret, { ...claims, expiresAt: now + maxTokenLifetimeMs + 1 })],
  ['that is nothing', ''],
])('refuses one %s', (_what, token) => {
  expect(verifyFeedToken(secret, token, now)).toEqual({ outcome: 'invalid' })
})
