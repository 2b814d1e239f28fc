import { CollabSession, type CollabSessionOptions } from '#features/editor/collab-session'
import { guardLeaving } from '#features/editor/leave-guard'
import { LocalCopy } from '#features/editor/local-copy'

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
  session.open()
  return {
    session,
    close: () => {
      unguard()
      session.close()
    },
  }
}
