import { useEffect, useRef, useState } from 'react'

type Selection = {
  /** Null while nothing is being selected. */
  readonly selected: ReadonlySet<string> | null
  /** Chooses one or lets it go; with `upTo` all from the last one up to it. */
  readonly toggle: (id: string, upTo?: boolean) => void
  readonly end: () => void
}

/** Where keys belong to something else. */
const elsewhere = 'input:not([type=checkbox]), textarea, select, [role=dialog], [role=menu]'

/**
 * Which of a list's documents are chosen. By keys: X on one, with Shift up to it, Ctrl+A for all, Escape to end. What
 * stands for a document has its id in `data-document` and gets the focus with it.
 */
export function useSelection(ids: readonly string[]): Selection {
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null)
  const [last, setLast] = useState<string | null>(null)
  const isSelecting = selected !== null

  const toggle = (id: string, upTo = false) => {
    const next = new Set(selected)
    const [from, to] = [ids.indexOf(last ?? id), ids.indexOf(id)]
    if (upTo && from >= 0) {
      for (const between of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(between)
    } else if (!next.delete(id)) next.add(id)
    setLast(id)
    setSelected(next)
  }
  const pressed = (event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : null
    if (event.altKey || event.defaultPrevented || target?.closest(elsewhere)) return
    const withControl = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    if (key === 'escape' && isSelecting) setSelected(null)
    else if (key === 'a' && withControl && isSelecting) setSelected(new Set(ids))
    else if (key === 'x' && !withControl && target?.dataset.document) {
      toggle(target.dataset.document, event.shiftKey)
    } else return
    event.preventDefault()
  }

  const latest = useRef(pressed)
  useEffect(() => {
    latest.current = pressed
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  useEffect(() => {
    // A card that can be chosen is another element than one that can be opened.
    const kind = isSelecting ? 'input' : 'a'
    if (last !== null) document.querySelector<HTMLElement>(`${kind}[data-document="${last}"]`)?.focus()
  }, [last, isSelecting])

  return { selected, toggle, end: () => setSelected(null) }
}
