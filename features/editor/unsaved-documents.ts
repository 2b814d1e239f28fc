import type { CollabSession } from '#features/editor/collab-session'

type Marks = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const prefix = 'pliego_unsaved_'

/**
 * Notes in this browser while a document has text that the server is not known to have, for whoever clears what is kept
 * here. In doubt it stays noted. Returns how to stop.
 */
export function noteUnsaved(
  session: Pick<CollabSession, 'subscribe' | 'getState'>,
  documentId: string,
  marks: () => Marks = () => window.localStorage,
): () => void {
  const note = () => {
    const { saveStatus, online } = session.getState()
    try {
      if (saveStatus === 'saved') {
        if (online) marks().removeItem(prefix + documentId)
      } else if (saveStatus !== 'reconnecting' && saveStatus !== 'viewOnly') {
        marks().setItem(prefix + documentId, '1')
      }
    } catch (error) {
      // Of a browser that keeps nothing: then there is no copy of the document here either.
      console.warn('Unsaved text could not be noted', error)
    }
  }
  return session.subscribe(note)
}

/** The documents with text that the server may not have. */
export function unsavedDocuments(marks: () => Marks = () => window.localStorage): string[] {
  try {
    const kept = marks()
    const names = Array.from({ length: kept.length }, (_, index) => kept.key(index) ?? '')
    return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  } catch {
    return []
  }
}
