import type { Editor } from '@tiptap/core'

import { isThreadId } from '#schema/marks/comment'

/** Where threads are in the text that is shown, in px from the top of what they stand beside. */
export type Anchors = {
  readonly tops: ReadonlyMap<string, number>
  /** Whether there is room for cards beside the sheet. */
  readonly hasMargin: boolean
}

const noAnchors: Anchors = { tops: new Map(), hasMargin: false }
/** Not at every key: what stands beside the text may follow a moment later. */
const settleMs = 80
/** Of a narrow card with the space around it: what a window of 1440 px has beside the sheet and its scroll bar. */
const marginPx = 296
const markedText = 'span[data-thread], [data-pending-thread]'

/** Follows where commented text is shown. Asks the page and not the document, since what counts is how it lies there. */
export class AnchorWatch {
  readonly #editor: Editor
  readonly #listeners = new Set<() => void>()
  readonly #resizes: ResizeObserver
  #anchors = noAnchors
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(editor: Editor) {
    this.#editor = editor
    this.#resizes = new ResizeObserver(() => this.lookSoon())
  }

  readonly getAnchors = (): Anchors => this.#anchors

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) this.#start()
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  readonly lookSoon = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      if (!this.#editor.isDestroyed) this.#look()
    }, settleMs)
  }

  #start(): void {
    this.#editor.on('transaction', this.lookSoon)
    this.#resizes.observe(this.#editor.view.dom)
    const desk = deskOf(this.#editor)
    if (desk) this.#resizes.observe(desk)
    this.lookSoon()
  }

  #stop(): void {
    this.#editor.off('transaction', this.lookSoon)
    this.#resizes.disconnect()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #look(): void {
    const now = anchorsOf(this.#editor)
    if (isSame(now, this.#anchors)) return
    this.#anchors = now
    for (const listener of this.#listeners) listener()
  }
}

/** What the sheet lies on, and the cards beside it. */
export function deskOf(editor: Editor): HTMLElement | null {
  return editor.view.dom.closest<HTMLElement>('.desk')
}

/** The first piece of a thread's text. */
export function textOfThread(editor: Editor, thread: string): HTMLElement | null {
  if (!isThreadId(thread)) return null
  return editor.view.dom.querySelector<HTMLElement>(
    `span[data-thread="${thread}"], [data-pending-thread="${thread}"]`,
  )
}

function anchorsOf(editor: Editor): Anchors {
  const desk = deskOf(editor)
  const sheet = desk?.querySelector('.sheet')
  if (!desk || !sheet) return noAnchors
  const place = desk.getBoundingClientRect()
  const tops = new Map<string, number>()
  for (const piece of editor.view.dom.querySelectorAll<HTMLElement>(markedText)) {
    const thread = piece.dataset['thread'] ?? piece.dataset['pendingThread'] ?? ''
    if (!tops.has(thread)) tops.set(thread, Math.round(topOf(piece) - place.top))
  }
  return { tops, hasMargin: place.right - sheet.getBoundingClientRect().right >= marginPx }
}

/** In what is folded up, that of what it is folded up in. */
function topOf(piece: HTMLElement): number {
  let shown: Element = piece
  while (shown.getClientRects().length === 0 && shown.parentElement) shown = shown.parentElement
  return shown.getBoundingClientRect().top
}

function isSame(one: Anchors, other: Anchors): boolean {
  return (
    one.hasMargin === other.hasMargin &&
    one.tops.size === other.tops.size &&
    [...one.tops].every(([thread, top]) => other.tops.get(thread) === top)
  )
}
