import type { CollabServerClient } from '#features/documents/server/collab-server-client'
import { refreshProjections } from '#features/documents/server/refresh-projections'
import type { AppStore, VisitedDocument } from '#storage/app-store'

const shownDocuments = 60

/** The documents a guest opened, the latest first, with titles as fresh as the collab server gives them. */
export async function recentDocuments(
  { store, collabServer }: { store: AppStore; collabServer: CollabServerClient },
  userId: string,
): Promise<VisitedDocument[]> {
  const recent = await store.visits.recent(userId, shownDocuments)
  // Nothing to refresh for somebody new: the first page need not wait for the collab server.
  if (recent.length === 0) return recent
  await refreshProjections(store.documents, collabServer)
  return store.visits.recent(userId, shownDocuments)
}
