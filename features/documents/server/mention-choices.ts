import { can, type Role } from '#access/roles'
import { type DocumentTitles, type MentionChoices, mostTitles } from '#features/documents/mention-choices'
import { type AccessStore, authorizeDocument } from '#features/documents/server/authorize-document'
import type { CollabServerClient } from '#features/documents/server/collab-server-client'
import { refreshProjections } from '#features/documents/server/refresh-projections'
import { searchTerms } from '#features/documents/server/search-terms'
import type { AppStore, DocumentStore, StoredDocument } from '#storage/app-store'

const mostDocuments = 6
const mostVisitors = 100

/** With titles as fresh as the collab server gives them. */
type Titled = {
  readonly store: { readonly documents: DocumentStore }
  readonly collabServer: Pick<CollabServerClient, 'projections'>
}

type Asker = { readonly userId: string; readonly role: Role }

/**
 * Documents from the asker's own lists, those that hold what was written; and people of this document, as far as
 * an asker of this role is told of them: its owner and those who were let write by name, and to the owner everybody
 * who came. Who is here now the page itself knows.
 */
export async function mentionChoices(
  { store, collabServer }: Titled & { store: Pick<AppStore, 'visits' | 'people' | 'shares'> },
  document: StoredDocument,
  { userId, role }: Asker,
  text: string,
  now: number,
): Promise<MentionChoices> {
  await refreshProjections(store.documents, collabServer)
  const { visits, people, shares } = store
  const terms = searchTerms(text)
  const limit = mostDocuments + 1
  const [found, visitors, named] = await Promise.all([
    terms.length > 0
      ? visits.search({ userId, terms, limit, now })
      : visits.list({ userId, view: 'all', order: 'opened', limit, now }),
    people.visitorsOf(document.id, mostVisitors),
    shares.ofDocument(document.id),
  ])
  const writers = new Set(named.filter((share) => can(share.role, 'write')).map((share) => share.userId))
  const isTold = (id: string) => can(role, 'manage') || id === document.ownerId || writers.has(id)
  return {
    people: visitors.flatMap(({ userId: id, name }) => (name !== null && isTold(id) ? [{ id, name }] : [])),
    documents: found
      .flatMap(({ id, title }) => (title === null || id === document.id ? [] : [{ id, title }]))
      .slice(0, mostDocuments),
  }
}

/** Each of them is authorised by itself: whoever names a document may not read it, and whoever reads may not either. */
export async function documentTitles(
  { store, collabServer }: Titled & { store: AccessStore },
  ids: readonly string[],
  asker: { readonly userId: string; readonly most?: Role },
  now: number,
): Promise<DocumentTitles> {
  await refreshProjections(store.documents, collabServer)
  const titles: Record<string, string | null> = {}
  for (const documentId of new Set(ids.slice(0, mostTitles))) {
    const access = await authorizeDocument(store, { documentId, ...asker }, 'read', now)
    if (access.outcome === 'granted') titles[documentId] = access.document.title
  }
  return titles
}
