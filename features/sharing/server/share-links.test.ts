import { describe, expect, it } from 'vitest'

import { hashPassword, isPassword } from '#features/sharing/server/link-password'
import { PasswordAttempts } from '#features/sharing/server/password-attempts'
import { readGeneralRole, readNewLink, readRedemption } from '#features/sharing/server/read-sharing'
import {
  createLink,
  hashLinkSecret,
  maxLinksOfDocument,
  redeemLink,
  type NewLink,
} from '#features/sharing/server/share-links'
import type { StoredLink } from '#storage/app-store'

const now = 1_000_000
const plain: NewLink = { role: 'viewer', expiresAt: null, password: null }

function memoryLinks() {
  const stored = new Map<string, StoredLink>()
  const grants: { linkId: string; userId: string }[] = []
  return {
    stored,
    grants,
    insert: async ({ secretHash, ...link }: StoredLink & { secretHash: string }) =>
      void stored.set(secretHash, link),
    ofDocument: async () => [...stored.values()],
    find: async (secretHash: string) => stored.get(secretHash) ?? null,
    grant: async (grant: { linkId: string; userId: string }) => grants.push(grant) === 1,
    grantsOf: async (userId: string) =>
      grants
        .filter((grant) => grant.userId === userId)
        .map((grant) => ({ ...grant, role: 'viewer', expiresAt: null }) as const),
  }
}

async function made(wanted: Partial<NewLink> = {}) {
  const links = memoryLinks()
  const link = await createLink(links, 'doc', { ...plain, ...wanted }, now)
  if (!link) throw new Error('no link was made')
  const attempts = new PasswordAttempts()
  const redeem = (password: string | null = null, at = now, secret = link.secret, userId = 'eva') =>
    redeemLink({ links, attempts }, { secret, password, userId }, at)
  return { links, link, redeem }
}

describe('a link', () => {
  it('has a secret of 128 bits that is stored by hash alone', async () => {
    const { links, link } = await made()
    expect(link.secret).toMatch(/^[\w-]{22}$/)
    expect([...links.stored.keys()]).toEqual([hashLinkSecret(link.secret)])
    expect(JSON.stringify([...links.stored])).not.toContain(link.secret)
  })

  it('gives what it says to whoever has its secret', async () => {
    const { links, link, redeem } = await made()
    expect(await redeem()).toEqual({
      outcome: 'redeemed',
      documentId: 'doc',
      linkId: link.id,
      role: 'viewer',
      isNew: true,
    })
    expect(links.grants).toEqual([{ linkId: link.id, userId: 'eva', grantedAt: now }])
  })

  it.each([
    ['another secret', 'x'.repeat(22)],
    ['the id of the link', 'l1'],
    ['nothing', ''],
    ['something long', 'x'.repeat(10_000)],
  ])('gives nothing for %s', async (_what, secret) => {
    const { links, redeem } = await made()
    expect(await redeem(null, now, secret)).toEqual({ outcome: 'linkUnknown' })
    expect(links.grants).toEqual([])
  })

  it('gives nothing once its time has come', async () => {
    const { links, redeem } = await made({ expiresAt: now + 10 })
    expect(await redeem(null, now + 10)).toEqual({ outcome: 'linkUnknown' })
    expect(links.grants).toEqual([])
    expect((await redeem(null, now + 9)).outcome).toBe('redeemed')
  })

  it('with a password gives nothing without it', async () => {
    const { links, redeem } = await made({ password: 'mañana' })
    expect(await redeem()).toEqual({ outcome: 'passwordNeeded' })
    expect(await redeem('manana')).toEqual({ outcome: 'wrongPassword' })
    expect(links.grants).toEqual([])
    // The same letters, composed otherwise.
    expect((await redeem('mañana'.normalize('NFD'))).outcome).toBe('redeemed')
  })

  it('rests after ten wrong passwords, the right one included, and then answers again', async () => {
    const { redeem } = await made({ password: 'right' })
    const tries = await Promise.all(Array.from({ length: 12 }, () => redeem('wrong')))
    expect(tries.filter(({ outcome }) => outcome === 'wrongPassword')).toHaveLength(10)
    expect(await redeem('right')).toEqual({ outcome: 'tooManyAttempts' })
    expect((await redeem('right', now + 10 * 60_000)).outcome).toBe('redeemed')
  })

  it('is refused where a document has as many as it may', async () => {
    const links = memoryLinks()
    for (let count = 0; count < maxLinksOfDocument; count++) await createLink(links, 'doc', plain, now)
    expect(await createLink(links, 'doc', plain, now)).toBeNull()
  })
})

it('right passwords do not count as guesses', async () => {
  const { redeem, link } = await made({ password: 'right' })
  for (let guest = 0; guest < 12; guest++) {
    expect((await redeem('right', now, link.secret, `guest ${guest}`)).outcome).toBe('redeemed')
  }
})

it('whoever has come before comes again without the password, whatever others guess', async () => {
  const { redeem, link } = await made({ password: 'right' })
  expect((await redeem('right')).outcome).toBe('redeemed')
  await Promise.all(Array.from({ length: 10 }, () => redeem('wrong', now, link.secret, 'luis')))
  expect((await redeem('right', now, link.secret, 'luis')).outcome).toBe('tooManyAttempts')
  expect((await redeem()).outcome).toBe('redeemed')
  expect((await redeem('wrong')).outcome).toBe('redeemed')
})

it('a password is stored with a salt of its own', async () => {
  const [one, two] = [await hashPassword('same'), await hashPassword('same')]
  expect(one).not.toBe(two)
  expect(await isPassword('same', one)).toBe(true)
  expect(await isPassword('other', one)).toBe(false)
  await expect(isPassword('same', 'md5.a.b')).rejects.toThrow(/form/)
})

describe('what comes from outside', () => {
  it.each([
    [{ role: 'viewer' }, { role: 'viewer', expiresAt: null, password: null }],
    [
      { role: 'editor', expiresAt: now + 1, password: 'x' },
      { role: 'editor', expiresAt: now + 1, password: 'x' },
    ],
    [{ role: 'owner' }, undefined],
    [{ role: 'admin' }, undefined],
    [{}, undefined],
    [null, undefined],
    ['viewer', undefined],
    [{ role: 'viewer', expiresAt: now }, undefined],
    [{ role: 'viewer', expiresAt: '2030' }, undefined],
    [{ role: 'viewer', expiresAt: Infinity }, undefined],
    [{ role: 'viewer', password: '' }, undefined],
    [{ role: 'viewer', password: 'x'.repeat(201) }, undefined],
    [{ role: 'viewer', password: 7 }, undefined],
  ])('as a new link: %j', (body, expected) => {
    expect(readNewLink(body, now)).toEqual(expected)
  })

  it.each([
    [{ generalRole: 'viewer' }, 'viewer'],
    [{ generalRole: null }, null],
    [{ generalRole: 'owner' }, undefined],
    [{}, undefined],
    [undefined, undefined],
  ])('as what the address gives: %j', (body, expected) => {
    expect(readGeneralRole(body)).toBe(expected)
  })

  it.each([
    [{ secret: 'a' }, { secret: 'a', password: null }],
    [
      { secret: 'a', password: 'b' },
      { secret: 'a', password: 'b' },
    ],
    [{ password: 'b' }, undefined],
    [{ secret: ['a'] }, undefined],
    [{ secret: 'a', password: '' }, undefined],
  ])('as the opening of a link: %j', (body, expected) => {
    expect(readRedemption(body)).toEqual(expected)
  })
})
