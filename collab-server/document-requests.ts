import type { Nodes } from '#collab-server/bus/nodes'
import type { DocumentWorkshop } from '#collab-server/document-workshop'
import type { Journal } from '#collab-server/journal'
import type { LiveAccess } from '#collab-server/live-access'
import type { Rooms } from '#collab-server/rooms'
import type { Upkeep } from '#collab-server/upkeep'
import type { DocumentUpdateStore } from '#storage/document-update-store'

export type DocumentRequestContext = {
  readonly store: DocumentUpdateStore
  readonly journal: Journal
  readonly workshop: DocumentWorkshop
  readonly liveAccess: LiveAccess
  readonly upkeep: Upkeep
  readonly rooms: Rooms
  /** Where there are others. */
  readonly nodes?: Pick<Nodes, 'tell'> | undefined
}

export type CopyRequest = { readonly to: string; readonly title: string }

/** Makes a document that begins with what another one holds; false where there is no other one. */
export async function copyDocument(
  { store, journal, workshop, upkeep }: DocumentRequestContext,
  documentId: string,
  { to, title }: CopyRequest,
): Promise<boolean> {
  // What its writers have sent belongs to what they see.
  await journal.drain()
  const document = await store.loadPacked(documentId)
  if (!document) return false
  const imageAddress = { from: imagesOf(documentId), to: imagesOf(to) }
  const update = await workshop.copy(document, { title, imageAddress })
  const entry = { documentId: to, receivedAt: Date.now(), userId: '', sessionId: 'copy', update }
  if (await store.seed(entry)) upkeep.noteSeeded(to)
  return true
}

/** Sends away whoever is in a document and forgets it for good. */
export async function removeDocument(
  {
    store,
    journal,
    liveAccess,
    rooms,
    nodes,
  }: Pick<DocumentRequestContext, 'store' | 'journal' | 'liveAccess' | 'rooms' | 'nodes'>,
  documentId: string,
  removedAt: number,
): Promise<void> {
  liveAccess.change(documentId, removedAt)
  // What they still write is not written once it is gone.
  await nodes?.tell({ kind: 'removal', documentId, removedAt })
  await rooms.whileGone(documentId, async () => {
    // Nobody can write any more; what had come is on its way to the store.
    await journal.drain()
    await store.remove(documentId)
  })
}

const imagesOf = (documentId: string): string => `/api/documents/${documentId}/images/`
