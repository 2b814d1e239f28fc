import { CollabSession, type CollabSessionOptions } from '#features/editor/collab-session'
import { guardLeaving } from '#features/editor/leave-guard'
import { LocalCopy } from '#features/editor/local-copy'
import { noteUnsaved } from '#features/editor/unsaved-documents'

/** A session with its copy on this device and its leave guard, under way. */
export function openSession(options: Omit<CollabSessionOptions, 'localCopy'>): {
  session: CollabSession
  close: () => void
} {
  const session = new CollabSession({
    ...options,
    localCopy: new LocalCopy({ documentId: options.documentId }),
  })
  const unguard = guardLeaving(session)
  const unnote = noteUnsaved(session, options.documentId)
  session.open()
  return {
    session,
    close: () => {
      unguard()
      unnote()
      session.close()
    },
  }
}
