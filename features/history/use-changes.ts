import { useEffect, useRef, useState } from 'react'

import type { PastBlock } from '#features/history/past'
import { changesIn } from '#features/history/version-sheet.tsx'

/** Leads from change to change in what is shown; null where nothing is compared. */
export function useChanges(blocks: readonly PastBlock[] | null) {
  const scroller = useRef<HTMLElement>(null)
  const marked = useRef<HTMLElement | null>(null)
  const [found, setFound] = useState<{ readonly all: readonly HTMLElement[]; readonly at: number }>(none)
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const text = scroller.current?.querySelector('.document-text')
      setFound(blocks && text ? { all: changesIn(text), at: 0 } : none)
    })
    return () => cancelAnimationFrame(frame)
  }, [blocks])
  const go = (by: 1 | -1) => {
    const { all, at } = found
    const next = at === 0 && by === -1 ? all.length : ((at - 1 + by + all.length) % all.length) + 1
    marked.current?.classList.remove('is-at-change')
    marked.current = all[next - 1] ?? null
    marked.current?.classList.add('is-at-change')
    marked.current?.scrollIntoView({ block: 'center' })
    setFound({ all, at: next })
  }
  return { scroller, count: found.all.length, at: found.at, go }
}

const none = { all: [], at: 0 }
