import { offerPasskeys, passkeyAskedKey, type PasskeyFailure } from '#features/accounts/passkey-requests'

/** The server takes an answer for five minutes. */
const freshMs = 4 * 60_000

type Offer = { readonly onSignedIn: () => void; readonly onFailure: (failure: PasskeyFailure) => void }

/**
 * Lets the browser offer passkeys for as long as the page is there. An offer that has become too old, or whose question
 * another tab of this browser has replaced, is made anew once somebody looks at this page, and not while they may be
 * answering it.
 * @returns the end of it.
 */
export function keepOfferingPasskeys({ onSignedIn, onFailure }: Offer): () => void {
  const end = new AbortController()
  let offer = new AbortController()
  let isStale = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const begin = () => {
    offer.abort()
    offer = new AbortController()
    isStale = false
    clearTimeout(timer)
    timer = setTimeout(() => {
      isStale = true
      renew()
    }, freshMs)
    const { signal } = offer
    const wait = async () => {
      const failed = await offerPasskeys(signal)
      if (signal.aborted) return
      if (failed === null) onSignedIn()
      else onFailure(failed)
    }
    void wait()
  }
  const renew = () => {
    if (isStale && document.visibilityState === 'visible') begin()
  }
  const { signal } = end
  // Said to the other tabs alone.
  window.addEventListener('storage', ({ key }) => (isStale ||= key === passkeyAskedKey), { signal })
  document.addEventListener('visibilitychange', renew, { signal })
  window.addEventListener('focus', renew, { signal })
  begin()
  return () => {
    end.abort()
    offer.abort()
    clearTimeout(timer)
  }
}
