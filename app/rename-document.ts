import { can } from '#access/roles'
import { requestToken } from '#features/documents/document-requests'
import { CollabSession, type SessionState } from '#features/editor/collab-session'
import { collabServerUrl, type CollabAddress } from '#features/editor/collab-url'
import { LocalCopy } from '#features/editor/local-copy'
import { setDocumentTitle } from '#schema/written-title'

const patienceMs = 20_000

/**
 * Gives a document another title from outside of it: opens it for a moment as an editor would, unseen by
 * whoever is in it, since the title is part of the document. Resolves once that is on the server's disk.
 */
export async function renameDocument(
  documentId: string,
  title: string,
  collab: CollabAddress,
): Promise<void> {
  const answer = await requestToken(documentId)
  if (answer.outcome !== 'granted' || !can(answer.role, 'write'))
    throw new Error('the title may not be changed')
  const session = new CollabSession({
    documentId,
    serverUrl: collabServerUrl(window.location, collab),
    token: answer.token,
    role: answer.role,
    requestToken: () => requestToken(documentId),
    localCopy: new LocalCopy({ documentId }),
  })
  session.awareness.setLocalState(null)
  session.open()
  try {
    await reached(session, ({ online, ready }) => online && ready)
    setDocumentTitle(session.doc, title)
    await reached(session, ({ online, saveStatus }) => online && saveStatus === 'saved')
  } finally {
    session.close()
  }
}

/** Resolves once the session is there; rejects when it has stopped or takes too long. */
function reached(session: CollabSession, there: (state: SessionState) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(new Error('the document did not open in time')), patienceMs)
    const unsubscribe = session.subscribe(look)
    look()
    function look(): void {
      const state = session.getState()
      if (state.problem) finish(new Error(`the document did not open: ${state.problem}`))
      else if (there(state)) finish()
    }
    function finish(error?: Error): void {
      clearTimeout(timer)
      // Not in this turn: the first look may come before there is anything to end.
      queueMicrotask(() => unsubscribe())
      if (error) reject(error)
      else resolve()
    }
  })
}
