import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'

import { type HeldHeight, heldHeight, holdHeight, isPlainText } from '#features/editor/long-text/held-height'

/** Somebody who has not written for so long has paused. */
const pauseMs = 2000
/** Below this many pixels nothing has moved; what is laid out are fractions. */
const noticeablePx = 0.5

/**
 * A browser lays out every block of the text, though only to find it as it was, when one of them may have got
 * another height; and that may be with each letter. While somebody writes in a paragraph its height is therefore
 * held, and changed when a line comes or goes. Whatever else there is that makes a text higher, as other fonts or
 * another width, finds it free a moment after the last letter at the latest.
 */
export class BlockWrittenIn {
  readonly #editor: Editor
  readonly #window: Window & typeof globalThis
  readonly #resized: ResizeObserver
  /** The block as it was when its height was right, and from its top to the end of its text then. */
  #right: { readonly node: Node; readonly textHeight: number } | null = null
  #frame = 0
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(editor: Editor) {
    const { defaultView: window } = editor.view.dom.ownerDocument
    if (!window) throw new TypeError('the view must be in a page')
    this.#editor = editor
    this.#window = window
    this.#resized = new window.ResizeObserver(() => this.#keepRight())
    this.#resized.observe(editor.view.dom)
  }

  /** @param isOwn whether it is this person who has written */
  textChanged(isOwn: boolean): void {
    const { state } = this.#editor
    const held = heldHeight(state)
    if (held && state.doc.nodeAt(held.pos) !== this.#right?.node) this.#keepRight()
    const at = isOwn ? blockWithCaret(this.#editor) : null
    if (at === null) return
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#letGo(), pauseMs)
    if (heldHeight(state)?.pos === at) return
    // Behind the frame that shows the letter, in which everything is laid out.
    this.#window.cancelAnimationFrame(this.#frame)
    this.#frame = this.#window.requestAnimationFrame(() => {
      this.#frame = this.#window.requestAnimationFrame(() => this.#hold())
    })
  }

  stop(): void {
    this.#resized.disconnect()
    this.#window.cancelAnimationFrame(this.#frame)
    clearTimeout(this.#pause)
  }

  #hold(): void {
    const { view, state } = this.#editor
    const at = blockWithCaret(this.#editor)
    if (at === null || view.composing) return
    this.#change({ pos: at, height: elementAt(view, at).getBoundingClientRect().height })
    this.#right = { node: state.doc.child(state.doc.resolve(at).index()), textHeight: textHeight(view, at) }
  }

  /** Lines may have come or gone. */
  #keepRight(): void {
    const { view, state } = this.#editor
    const held = heldHeight(state)
    if (!held || !this.#right) return
    const node = state.doc.nodeAt(held.pos)
    const height = textHeight(view, held.pos)
    const more = height - this.#right.textHeight
    if (node) this.#right = { node, textHeight: height }
    if (Math.abs(more) >= noticeablePx) {
      this.#change({ pos: held.pos, height: held.height + more })
    } else {
      const { scrollHeight, clientHeight } = elementAt(view, held.pos)
      if (scrollHeight > clientHeight + 1) this.#letGo()
    }
  }

  #letGo(): void {
    this.#right = null
    if (heldHeight(this.#editor.state)) this.#change(null)
  }

  #change(held: HeldHeight | null): void {
    const { view, state } = this.#editor
    view.dispatch(holdHeight(state.tr, held))
  }
}

/** Before the paragraph or heading that the caret is in, where that is a block of the text itself. */
function blockWithCaret({ state }: Editor): number | null {
  const { $head, empty } = state.selection
  const isBlockOfText = empty && $head.depth === 1 && isPlainText($head.parent)
  return isBlockOfText ? $head.before() : null
}

/** From the top of a block to below its last letter, in pixels. */
function textHeight(view: EditorView, at: number): number {
  const end = at + (view.state.doc.nodeAt(at)?.nodeSize ?? 2) - 1
  return view.coordsAtPos(end, -1).bottom - elementAt(view, at).getBoundingClientRect().top
}

function elementAt(view: EditorView, at: number): HTMLElement {
  const element = view.nodeDOM(at)
  if (!(element instanceof HTMLElement)) throw new TypeError('a block is an element')
  return element
}
