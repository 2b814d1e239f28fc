import type { EditorView } from '@tiptap/pm/view'
import type { Awareness } from 'y-protocols/awareness'

import { placeOfPerson } from '#features/editor/follow/place-of-person'

/** So far from the window's edges a caret is in sight; beneath the bars it is not. */
const marginPx = { top: 140, bottom: 120 }

/** Brings somebody's caret into sight; false where they have none. One's own caret stays where it is. */
export function showPerson(view: EditorView, awareness: Awareness, personId: string): boolean {
  const place = placeOfPerson(view.state, awareness, personId)
  if (place === null || place > view.state.doc.content.size) return false
  const { top, bottom } = view.coordsAtPos(place)
  const height = window.innerHeight
  if (top < marginPx.top || bottom > height - marginPx.bottom) {
    // Motion that is not wanted is turned off by the page for all of this kind.
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    window.scrollBy({ top: top - height / 3, behavior: isCalm ? 'instant' : 'smooth' })
  }
  return true
}

/**
 * Keeps somebody's caret in sight until this person scrolls, types or presses a key or the page, or the end is called.
 * @param onEnd called once, where it was this person who ended it
 */
export function followPerson(
  view: EditorView,
  awareness: Awareness,
  personId: string,
  onEnd: () => void,
): () => void {
  const ends = new AbortController()
  const { signal } = ends
  let frame = 0
  const look = () => {
    cancelAnimationFrame(frame)
    // Behind the frame in which carets take their places, and once for all that a moment brings.
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        if (!view.isDestroyed) showPerson(view, awareness, personId)
      })
    })
  }
  const stop = () => {
    ends.abort()
    cancelAnimationFrame(frame)
    awareness.off('change', look)
  }
  const leave = (event: Event) => {
    // What is pressed to stop it stops it by itself, and a key that only changes others does nothing yet.
    if (event.target instanceof Element && event.target.closest('[data-follow]')) return
    if (event instanceof KeyboardEvent && ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
    stop()
    onEnd()
  }
  for (const type of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    window.addEventListener(type, leave, { signal, capture: true, passive: true })
  }
  awareness.on('change', look)
  look()
  return stop
}
