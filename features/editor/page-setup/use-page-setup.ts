import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'

import { onPageSetup, pageSetup, type PageSetup } from '#schema/page-setup'

const nothing = JSON.stringify({ pageSize: null, orientation: 'portrait', margin: 'normal', language: null })

/** What an open document says about its pages, as anybody changes it; the same object while it says the same. */
export function usePageSetup(doc: Y.Doc | null): PageSetup {
  const read = useCallback(() => (doc ? JSON.stringify(pageSetup(doc)) : nothing), [doc])
  const subscribe = useCallback(
    (listener: () => void) => (doc ? onPageSetup(doc, listener) : () => {}),
    [doc],
  )
  const written = useSyncExternalStore(subscribe, read, () => nothing)
  return useMemo(() => JSON.parse(written) as PageSetup, [written])
}
