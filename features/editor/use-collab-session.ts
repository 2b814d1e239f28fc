import { useEffect, useRef, useState, useSyncExternalStore } from 'react'

import { CollabSession, type SessionState, type TokenAnswer } from '#features/editor/collab-session'
import { collabServerUrl, type CollabAddress } from '#features/editor/collab-url'
import { guardLeaving } from '#features/editor/leave-guard'
import { LocalCopy } from '#features/editor/local-copy'

type CollabSessionProps = {
  documentId: string
  collab: CollabAddress
  token: string
  canWrite: boolean
  requestToken: () => Promise<TokenAnswer>
}

const noSubscription = () => () => {}
const noState = () => null

/**
 * Opens the document's session for as long as the component is mounted, leave guard included. Nothing
 * on the server and in the first render: a session lives between an effect and its cleanup, so
 * StrictMode's double mount leaves no second one behind. Only another document makes another session.
 */
export function useCollabSession(
  props: CollabSessionProps,
): { session: CollabSession; state: SessionState } | null {
  const [session, setSession] = useState<CollabSession | null>(null)
  const newest = useRef(props)
  useEffect(() => {
    newest.current = props
  })
  const { documentId } = props
  useEffect(() => {
    const { collab, token, canWrite } = newest.current
    const session = new CollabSession({
      documentId,
      serverUrl: collabServerUrl(window.location, collab),
      token,
      canWrite,
      requestToken: () => newest.current.requestToken(),
      localCopy: new LocalCopy({ documentId }),
    })
    const unguard = guardLeaving(session)
    session.open()
    setSession(session)
    return () => {
      unguard()
      session.close()
      setSession(null)
    }
  }, [documentId])
  const state = useSyncExternalStore(
    session?.subscribe ?? noSubscription,
    session?.getState ?? noState,
    noState,
  )
  return session && state && { session, state }
}
