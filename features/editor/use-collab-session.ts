import dynamic from 'next/dynamic'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'

import type { Role } from '#access/roles'
import type { CollabSession, SessionState, TokenAnswer } from '#features/editor/collab-session'
import { collabServerUrl, type CollabAddress } from '#features/editor/collab-url'
import { CalmState } from '#features/editor/session/calm-state'
import { CodeAhead } from '#ui/code-ahead'
import { untilLoaded } from '#ui/lazy-part'

type CollabSessionProps = {
  documentId: string
  collab: CollabAddress
  token: string
  role: Role
  userId: string
  requestToken: () => Promise<TokenAnswer>
}

/** All that a shared document needs in a browser; fetched once the page has its text and its header. */
const sessionCode = new CodeAhead<typeof import('#features/editor/open-session')>()
export const SessionFiles = dynamic(sessionCode.of(() => import('#features/editor/open-session')))
export const loadSession = sessionCode.load

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
  const [opened, setOpened] = useState<{ session: CollabSession; calm: CalmState } | null>(null)
  const newest = useRef(props)
  useEffect(() => {
    newest.current = props
  })
  const { documentId } = props
  useEffect(() => {
    let close: (() => void) | undefined
    const gone = new AbortController()
    const open = async () => {
      const { openSession } = await untilLoaded(loadSession)
      if (gone.signal.aborted) return
      const { collab, token, role, userId } = newest.current
      const opened = openSession({
        documentId,
        serverUrl: collabServerUrl(window.location, collab),
        tunnelUrl: '/api/tunnel',
        token,
        role,
        userId,
        requestToken: () => newest.current.requestToken(),
      })
      close = opened.close
      setOpened({ session: opened.session, calm: new CalmState(opened.session) })
    }
    void open()
    return () => {
      gone.abort()
      close?.()
      setOpened(null)
    }
  }, [documentId])
  const state = useSyncExternalStore(
    opened?.calm.subscribe ?? noSubscription,
    opened?.calm.getState ?? noState,
    noState,
  )
  return opened && state && { session: opened.session, state }
}
