import { useEffect, useState } from 'react'
import type * as Y from 'yjs'

import { documentTitle, hasWrittenTitle } from '#schema/document-title'

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
    const read = () => {
      timer = undefined
      const next = { title: documentTitle(doc), written: hasWrittenTitle(doc) }
      setTitle((last) => (last && last.title === next.title && last.written === next.written ? last : next))
    }
    const schedule = () => {
      timer ??= setTimeout(read, settleMs)
    }
    doc.on('update', schedule)
    timer = setTimeout(read, 0)
    return () => {
      doc.off('update', schedule)
      clearTimeout(timer)
      setTitle(null)
    }
  }, [doc])
  return title
}
