import type { DocumentItem, DocumentList, ListQuery } from '#features/documents/document-item'
import type { CollabServerClient } from '#features/documents/server/collab-server-client'
import { excerptAround, highlight } from '#features/documents/server/highlight'
import { refreshProjections } from '#features/documents/server/refresh-projections'
import { searchTerms } from '#features/documents/server/search-terms'
import type { AppStore, FoundDocument, ListedDocument } from '#storage/app-store'

/** More are not looked through: whoever searches writes another word instead. */
const maxFound = 30

/** Somebody's documents, with titles as fresh as the collab server gives them; found ones where `text` has a word. */
export async function listDocuments(
  { store, collabServer }: { store: AppStore; collabServer: CollabServerClient },
  userId: string,
  { view, order, folder, text, limit }: ListQuery,
  now: number,
): Promise<DocumentList> {
  // Nothing to refresh for somebody new: the first page need not wait for the collab server.
  if (await store.visits.hasAny(userId)) await refreshProjections(store.documents, collabServer)
  const terms = searchTerms(text)
  const most = terms.length === 0 ? limit : maxFound
  const listed = { userId, view, order, now, ...(folder !== null && { folderId: folder }) }
  const found: readonly (ListedDocument | FoundDocument)[] =
    terms.length === 0
      ? await store.visits.list({ ...listed, limit: most + 1 })
      : await store.visits.search({ userId, terms, limit: most, now })
  const documents = found.slice(0, most).map((document) => itemOf(document, userId, terms))
  return { documents, more: found.length > most, folders: await store.folders.ofUser(userId) }
}

function itemOf(
  document: ListedDocument | FoundDocument,
  userId: string,
  terms: readonly string[],
): DocumentItem {
  const { id, ownerId, title, excerpt, openedAt, changedAt, trashedAt, isNew, folderId, starred } = document
  const shown = 'searchText' in document ? excerptAround(document.searchText, title, terms) : null
  return {
    id,
    title: title === null ? null : highlight(title, terms),
    excerpt: shown ?? highlight(excerpt, terms),
    openedAt,
    changedAt,
    trashedAt,
    isNew,
    folderId,
    starred,
    isOwn: ownerId === userId,
  }
}
