import type { EditorView } from '@tiptap/pm/view'

import { firstInSight } from '#features/editor/long-text/first-in-sight'

/** Some 15 ms of layout. */
const blocksATurn = 100
/** What the text needs first has been done by then. */
const firstTurnMs = 700
/** Below this many pixels nothing has moved. */
const noticeablePx = 1

/** Something of the text that stays where it is in the window. */
type Anchor = {
  readonly topNow: () => number
  /** From the top of the page, as it was last seen: scrolling does not change it. */
  readonly pageTop: number
  /** Of the page, then. */
  readonly scrollY: number
}

/**
 * Blocks far from the window are as high as is guessed until they have once been laid out. Has all of them laid
 * out, a few at a time whenever there is nothing else to do, so that the page is as long as it is and a jump lands
 * where it should; and keeps what is in sight where it is whenever a guess above it gives way.
 */
export class BlockHeights {
  readonly #view: EditorView
  readonly #window: Window & typeof globalThis
  readonly #shown: CSSStyleSheet
  readonly #resized: ResizeObserver
  readonly #stopped = new AbortController()
  #measured = 0
  #isComplete = false
  #width = 0
  #anchor: Anchor | null = null
  #frame = 0
  #turn: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView) {
    const { defaultView: window } = view.dom.ownerDocument
    if (!window) throw new TypeError('the view must be in a page')
    this.#view = view
    this.#window = window
    this.#shown = new window.CSSStyleSheet()
    view.dom.ownerDocument.adoptedStyleSheets.push(this.#shown)
    this.#resized = new window.ResizeObserver(() => this.#sizeChanged())
    this.#resized.observe(view.dom)
    window.addEventListener('scroll', this.#keepSteady, { passive: true, signal: this.#stopped.signal })
  }

  /** What moves then is no guess that gave way. */
  textChanged(): void {
    this.#anchor = null
    this.#window.cancelAnimationFrame(this.#frame)
    this.#frame = this.#window.requestAnimationFrame(this.#keepSteady)
  }

  stop(): void {
    this.#stopped.abort()
    this.#resized.disconnect()
    this.#window.cancelAnimationFrame(this.#frame)
    clearTimeout(this.#turn)
    const { ownerDocument } = this.#view.dom
    ownerDocument.adoptedStyleSheets = ownerDocument.adoptedStyleSheets.filter(
      (sheet) => sheet !== this.#shown,
    )
  }

  #sizeChanged(): void {
    this.#keepSteady()
    // In another width every block is of another height.
    const { clientWidth } = this.#view.dom
    if (clientWidth === this.#width) return
    this.#width = clientWidth
    this.#measured = 0
    this.#isComplete = false
    this.#measureSoon(firstTurnMs)
  }

  readonly #keepSteady = (): void => {
    if (this.#stopped.signal.aborted) return
    const moved = this.#anchor
      ? this.#anchor.topNow() + this.#scrolledTo(this.#anchor) - this.#anchor.pageTop
      : 0
    if (this.#window.scrollY > 0 && Math.abs(moved) >= noticeablePx) {
      this.#window.scrollBy({ top: moved, behavior: 'instant' })
    }
    const topNow = this.#window.scrollY > 0 ? this.#inSight() : null
    const { scrollY } = this.#window
    this.#anchor = topNow && { topNow, pageTop: topNow() + scrollY, scrollY }
  }

  /** Where somebody has scrolled to: a page that became shorter than that is moved back by the browser itself. */
  #scrolledTo(anchor: Anchor): number {
    const { scrollY, innerHeight, document } = this.#window
    const isCutOff =
      scrollY < anchor.scrollY && scrollY + innerHeight >= document.documentElement.scrollHeight - 1
    return isCutOff ? anchor.scrollY : scrollY
  }

  /** Where the first block in sight is; while blocks below it may still move, where the caret is if it is in sight. */
  #inSight(): (() => number) | null {
    const { dom } = this.#view
    if (!this.#isComplete && this.#view.hasFocus()) {
      // The browser's: the editor hears of it a moment after the page has scrolled to it.
      const { focusNode, focusOffset = 0 } = dom.ownerDocument.getSelection() ?? {}
      const at = focusNode && dom.contains(focusNode) ? this.#view.posAtDOM(focusNode, focusOffset) : 0
      const caret = () => this.#view.coordsAtPos(at).top
      const top = caret()
      if (top >= 0 && top < this.#window.innerHeight) return caret
    }
    const block = firstInSight(dom)
    return block && (() => block.getBoundingClientRect().top)
  }

  #measureSoon(waitMs: number): void {
    clearTimeout(this.#turn)
    if (this.#stopped.signal.aborted) return
    this.#turn = setTimeout(() => {
      // Safari has no such callbacks.
      if (!('requestIdleCallback' in this.#window)) this.#measure()
      else this.#window.requestIdleCallback(() => this.#measure())
    }, waitMs)
  }

  #measure(): void {
    if (this.#stopped.signal.aborted) return
    // The text has changed in this moment: what is in sight now is what must stay.
    if (!this.#anchor) this.#keepSteady()
    this.#isComplete = this.#measured >= this.#view.dom.childElementCount
    const from = this.#measured + 1
    this.#measured += blocksATurn
    // Nothing in the text may be touched for it: that would be an edit.
    this.#shown.replaceSync(
      this.#isComplete
        ? ''
        : `.document-text.is-long > :nth-child(n + ${from}):nth-child(-n + ${this.#measured}) { content-visibility: visible; }`,
    )
    this.#keepSteady()
    if (this.#isComplete) return
    // Behind the frame that shows them, in which the browser learns their heights.
    this.#window.requestAnimationFrame(() => this.#measureSoon(0))
  }
}
