import { Extension } from '@tiptap/core'

import type { DocumentBinding } from '#features/editor/binding/document-binding'
import { isLong } from '#features/editor/long-text/is-long'

/** More than the page showed before its editor was here (`schema/document-opening.ts`). */
const blocksInFirstFrame = 150
/** Some 20 ms. */
const blocksATurn = 200
/** However much else there is to do. */
const longestWaitMs = 100

/** How many of so many blocks are drawn at first; all, where the page's address leads to a place in the text. */
export function firstBlocks(of: number): number {
  return isLong(of) && window.location.hash === '' ? blocksInFirstFrame : Infinity
}

declare module '@tiptap/core' {
  interface Storage {
    drawRest: { stop: () => void }
  }
}

/** Draws what the editor of a long text began without: a book can be written in before all of it is drawn. */
export const DrawRest = Extension.create({
  name: 'drawRest',

  addStorage(): { stop: () => void } {
    return { stop: () => undefined }
  },

  onCreate() {
    const { binding } = this.editor.storage.sharedBody
    if (binding && !binding.isDrawn) this.storage.stop = drawRest(binding, window)
  },

  onDestroy() {
    this.storage.stop()
  },
})

/**
 * Some blocks at a time and when there is nothing else to do; but all of them at once before anything is done that
 * may be about the whole text.
 * @returns ends it
 */
export function drawRest(binding: DocumentBinding, window: Window): () => void {
  const over = new AbortController()
  let turn = 0
  // Safari has no such callbacks.
  const later =
    'requestIdleCallback' in window
      ? (draw: () => void) => window.requestIdleCallback(draw, { timeout: longestWaitMs })
      : (draw: () => void) => (window as Window).setTimeout(draw)
  const draw = (blocks?: number) => {
    if (over.signal.aborted) return
    binding.drawMore(blocks)
    if (binding.isDrawn) over.abort()
    else soon()
  }
  const soon = () => {
    // Behind the frame that shows what was drawn last.
    turn = window.requestAnimationFrame(() => later(() => draw(blocksATurn)))
  }
  const listening = { capture: true, signal: over.signal }
  const drawAll = () => draw()
  // Letters go where the caret is, and that is drawn.
  window.addEventListener('keydown', (event) => isLetter(event) || drawAll(), listening)
  // Buttons and menus may be about all of it, and below the text is what is not drawn. A screen reader only clicks.
  for (const name of ['pointerdown', 'click'] as const)
    window.addEventListener(name, (event) => isInText(event) || drawAll(), listening)
  for (const name of [
    'compositionstart',
    'copy',
    'cut',
    'paste',
    'dragstart',
    'drop',
    'beforeprint',
    'hashchange',
  ])
    window.addEventListener(name, drawAll, listening)
  window.document.addEventListener('visibilitychange', drawAll, listening)
  over.signal.addEventListener('abort', () => window.cancelAnimationFrame(turn))
  // Nobody sees it, and there are no frames.
  if (window.document.visibilityState === 'hidden') drawAll()
  else soon()
  return () => over.abort()
}

/** In what is drawn of the text, between its blocks too. */
function isInText({ target, clientY }: MouseEvent): boolean {
  const text = target instanceof Element ? target.closest('.document-text') : null
  const last = text?.lastElementChild?.getBoundingClientRect()
  return last !== undefined && clientY <= last.bottom
}

function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey && !altKey
}
