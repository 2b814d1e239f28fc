import type { CollabSession } from '#features/editor/collab-session'

/**
 * Makes the browser ask before the page is left, but only while text is neither on the server nor
 * confirmed on this device: asked at the very moment, for the strict truth. Returns how to stop.
 */
export function guardLeaving(
  session: Pick<CollabSession, 'hasTextAtRisk'>,
  page: Pick<Window, 'addEventListener'> = window,
): () => void {
  const unlisten = new AbortController()
  const ask = (event: BeforeUnloadEvent) => {
    if (session.hasTextAtRisk()) event.preventDefault()
  }
  page.addEventListener('beforeunload', ask, { signal: unlisten.signal })
  return () => unlisten.abort()
}
