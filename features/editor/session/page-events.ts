export type PageReactions = {
  /** There may be a network again, or the device slept: look now. */
  wake(): void
  /** The browser says that it is offline. */
  doubt(): void
  /** The page is left: for good, or for the back-forward cache. */
  leave(): void
  /** Shown, for the first time or out of the back-forward cache. */
  comeBack(): void
}

/** Follows the window events that matter to a connection until the signal aborts. */
export function followPage(page: EventTarget, reactions: PageReactions, signal: AbortSignal): void {
  const on = (type: string, listener: () => void) => page.addEventListener(type, listener, { signal })
  on('online', () => reactions.wake())
  on('offline', () => reactions.doubt())
  on('visibilitychange', () => {
    if (document.visibilityState === 'visible') reactions.wake()
  })
  on('pagehide', () => reactions.leave())
  on('pageshow', () => reactions.comeBack())
}
