import { useEffect, useState } from 'react'
import type * as Y from 'yjs'

import { untilLoaded } from '#ui/lazy-part'

export type DocumentTitle = {
  /** Null for "untitled". */
  readonly title: string | null
  /** Written by hand, so it does not follow the first heading. */
  readonly written: boolean
}

// Finding the first heading reads the text; not at every key of every person.
const settleMs = 150

/** The title of an open document as it changes; null while there is no document. */
export function useDocumentTitle(doc: Y.Doc | null): DocumentTitle | null {
  const [title, setTitle] = useState<DocumentTitle | null>(null)
  useEffect(() => {
    if (!doc) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const gone = new AbortController()
    const read = async () => {
      timer = undefined
      // What reads documents comes with the editor, and not before.
      const { documentTitle, hasWrittenTitle } = await untilLoaded(() => import('#schema/document-title'))
      if (gone.signal.aborted) return
      const next = { title: documentTitle(doc), written: hasWrittenTitle(doc) }
      setTitle((last) => (last && last.title === next.title && last.written === next.written ? last : next))
    }
    const schedule = () => {
      timer ??= setTimeout(() => void read(), settleMs)
    }
    doc.on('update', schedule)
    timer = setTimeout(() => void read(), 0)
    return () => {
      doc.off('update', schedule)
      gone.abort()
      clearTimeout(timer)
      setTitle(null)
    }
  }, [doc])
  return title
}
