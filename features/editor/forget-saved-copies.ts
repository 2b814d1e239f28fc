import { deleteEntries, keptDocuments, openLocalDatabase } from '#features/editor/session/local-database'

/**
 * Forgets the copies of all documents on this device, for whoever uses it next, but for those with text that may be
 * nowhere else. Tabs that have one of them open keep no copy from then on. Rejects if it cannot.
 */
export async function forgetSavedCopies(
  unsaved: readonly string[],
  indexedDB: () => IDBFactory = () => globalThis.indexedDB,
): Promise<void> {
  const database = await openLocalDatabase(indexedDB())
  try {
    const kept = await keptDocuments(database)
    for (const documentId of kept)
      if (!unsaved.includes(documentId)) await deleteEntries(database, documentId)
  } finally {
    database.close()
  }
}
