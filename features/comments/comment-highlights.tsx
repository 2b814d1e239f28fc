import { isThreadId } from '#schema/marks/comment'

type CommentHighlightsProps = {
  /** Of open threads alone: the text of others looks like any. */
  threads: readonly string[]
  activeId: string | null
}

/** How commented text looks: as rules for the threads that are known, since a mark in the text proves nothing. */
export function CommentHighlights({ threads, activeId }: CommentHighlightsProps) {
  const known = threads.filter(isThreadId)
  if (known.length === 0) return null
  const all = known.map(selectorOf).join(',')
  const active = known.filter((thread) => thread === activeId).map(selectorOf)
  return (
    <style>
      {`@media screen{${all}{background:var(--comment);cursor:pointer;border-radius:2px}`}
      {active.length > 0 && `${active.join(',')}{box-shadow:0 2px 0 var(--warning)}`}
      {'}'}
    </style>
  )
}

const selectorOf = (thread: string): string => `.document-text span[data-thread="${thread}"]`
