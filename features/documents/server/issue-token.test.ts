import { expect, it } from 'vitest'

import { verifyDocumentToken } from '#access/document-token'
import { issueToken } from '#features/documents/server/issue-token'

const secret = 'a secret of more than thirty-two characters'

it('signs what the collab server then reads, for less than ten minutes', () => {
  const now = 1_000_000
  const claims = { documentId: 'doc', userId: 'ana', role: 'editor' as const, via: 'a link' }
  const { token, expiresAt, role } = issueToken(secret, { ...claims, sessionId: 'laptop', until: null }, now)
  expect(role).toBe('editor')
  expect(verifyDocumentToken(secret, token, now)).toEqual({
    outcome: 'valid',
    claims: { ...claims, sessionId: 'laptop', issuedAt: now, expiresAt },
  })
  // Also for a collab server whose clock is half a minute behind.
  expect(verifyDocumentToken(secret, token, now - 30_000).outcome).toBe('valid')
  expect(verifyDocumentToken(secret, token, expiresAt).outcome).toBe('expired')
})

it('signs for no longer than the permission lasts', () => {
  const claims = { documentId: 'doc', userId: 'ana', role: 'editor' as const, via: 'a link' }
  expect(issueToken(secret, { ...claims, sessionId: null, until: 1_000_700 }, 1_000_000).expiresAt).toBe(
    1_000_700,
  )
})
