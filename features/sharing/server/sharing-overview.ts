import { can, strongestRole, type Role } from '#access/roles'
import type { SharingOverview } from '#features/sharing/sharing-overview'
import type { AppStore, StoredDocument, StoredLink, Visitor } from '#storage/app-store'

const shownPeople = 100

/** Who may do what with a document, as far as somebody of this role is told. */
export async function sharingOverview(
  { links, people, shares, accessRequests }: Pick<AppStore, 'links' | 'people' | 'shares' | 'accessRequests'>,
  document: StoredDocument,
  asker: { userId: string; role: Role },
  now: number,
): Promise<SharingOverview> {
  const { id: documentId, generalRole } = document
  const overview = { role: asker.role, generalRole, links: [], named: [], requests: [], people: [] }
  if (!can(asker.role, 'manage')) return overview
  const [stored, visitors, named, requests] = await Promise.all([
    links.ofDocument(documentId),
    people.visitorsOf(documentId, shownPeople),
    shares.ofDocument(documentId),
    accessRequests.waiting(documentId),
  ])
  const live = stored.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  const namedIds = new Set(named.map(({ userId }) => userId))
  return {
    ...overview,
    links: stored.map(({ id, role, passwordHash, expiresAt, createdAt }) => ({
      id,
      role,
      hasPassword: passwordHash !== null,
      expiresAt,
      hasEnded: expiresAt !== null && expiresAt <= now,
      createdAt,
      people: visitors.filter(({ linkIds }) => linkIds.includes(id)).length,
    })),
    requests,
    named: named.map(({ id, email, name, role, openedAt, accountEmail, isConfirmed }) => ({
      id,
      email: email ?? accountEmail,
      // Whoever was given it by an address came by what was sent there.
      isConfirmed: email !== null || isConfirmed,
      mayOwn: accountEmail !== null && (openedAt !== null || email === null),
      name: openedAt === null && email !== null ? null : name,
      role,
    })),
    people: visitors.flatMap((visitor) => {
      if (namedIds.has(visitor.userId)) return []
      const role = roleOf(visitor, document, live)
      const { userId: id, name } = visitor
      const isSelf = id === asker.userId
      // Without a name it was a program, such as one that makes previews of links.
      return role === null || (name === null && !isSelf) ? [] : [{ id, name, role, isSelf }]
    }),
  }
}

function roleOf(
  { userId, linkIds }: Visitor,
  { ownerId, generalRole }: StoredDocument,
  live: readonly StoredLink[],
): Role | null {
  if (userId === ownerId) return 'owner'
  const given: Role[] = live.filter(({ id }) => linkIds.includes(id)).map(({ role }) => role)
  return strongestRole(generalRole ? [...given, generalRole] : given)
}
