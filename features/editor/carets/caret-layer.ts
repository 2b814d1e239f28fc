import type { EditorView } from '@tiptap/pm/view'

import { CaretElement } from '#features/editor/carets/caret-element'
import { flagPlace, type FlagPlace } from '#features/editor/carets/flag-place'
import type { OtherCaret } from '#features/editor/carets/other-carets'

/** How near the pointer must come for a name to show. */
const nearPx = 8

/**
 * Draws the carets of the others over the text and not in it: what stands in the text splits the word
 * somebody composes, makes phones answer Enter twice beside it, and can scroll the page.
 */
export class CaretLayer {
  readonly #view: EditorView
  readonly #layer = document.createElement('div')
  readonly #elements = new Map<number, CaretElement>()
  readonly #resized: ResizeObserver
  #carets: ReadonlyMap<number, OtherCaret> = new Map()
  #frame = 0

  constructor(view: EditorView) {
    this.#view = view
    this.#layer.className = 'carets'
    this.#layer.setAttribute('aria-hidden', 'true')
    this.#resized = new ResizeObserver(this.#drawSoon)
    this.#resized.observe(view.dom)
    // Captured, for tables that scroll by themselves.
    view.dom.addEventListener('scroll', this.#drawSoon, true)
    view.dom.addEventListener('load', this.#drawSoon, true)
    view.dom.addEventListener('mousemove', this.#pointerMoved)
    document.fonts.addEventListener('loadingdone', this.#drawSoon)
  }

  show(carets: ReadonlyMap<number, OtherCaret>): void {
    this.#carets = carets
    this.#drawSoon()
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#resized.disconnect()
    const { dom } = this.#view
    dom.removeEventListener('scroll', this.#drawSoon, true)
    dom.removeEventListener('load', this.#drawSoon, true)
    dom.removeEventListener('mousemove', this.#pointerMoved)
    document.fonts.removeEventListener('loadingdone', this.#drawSoon)
    for (const element of this.#elements.values()) element.remove()
    this.#layer.remove()
  }

  readonly #drawSoon = (): void => {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#draw())
  }

  #draw(): void {
    const { parentElement } = this.#view.dom
    if (!parentElement) return
    if (this.#layer.parentElement !== parentElement) parentElement.append(this.#layer)
    for (const [clientId, element] of this.#elements) {
      if (this.#carets.has(clientId)) continue
      element.remove()
      this.#elements.delete(clientId)
    }
    const origin = this.#layer.getBoundingClientRect()
    const own = this.#view.hasFocus() ? this.#placeOf(this.#view.state.selection.head) : null
    for (const [clientId, caret] of this.#carets) {
      const element = this.#elements.get(clientId) ?? new CaretElement(this.#layer)
      this.#elements.set(clientId, element)
      const at = this.#placeOf(caret.head)
      element.placeFlag(at && this.#flagPlace(caret.head, at))
      element.draw(caret, at && relativeTo(at, origin), this.#selectedRects(caret, origin))
      element.tuckFlag(own !== null && overlaps(element.flagRect(), own))
    }
  }

  /** Null where the text is not laid out, as in a table that scrolled away. */
  #placeOf(position: number): DOMRect | null {
    const { doc } = this.#view.state
    if (position < 0 || position > doc.content.size) return null
    const { left, top, bottom } = this.#view.coordsAtPos(position, -1)
    return new DOMRect(left, top, 0, bottom - top)
  }

  #flagPlace(head: number, at: DOMRect): FlagPlace | null {
    const { node } = this.#view.domAtPos(head)
    const element = node instanceof Element ? node : node.parentElement
    const block = element?.closest('p, h1, h2, h3, h4, h5, h6')
    // Elsewhere, as in code, what stands at the right has a use of its own.
    if (!block) return null
    const text = document.createRange()
    text.selectNodeContents(block)
    const bounds = block.closest('td, th') ?? this.#view.dom
    return flagPlace(at, [...text.getClientRects()], bounds.getBoundingClientRect().right - edgePx)
  }

  #selectedRects({ anchor, head }: OtherCaret, origin: DOMRect): DOMRect[] {
    const { doc } = this.#view.state
    const [from, to] = [Math.min(anchor, head), Math.min(Math.max(anchor, head), doc.content.size)]
    if (from >= to || from < 0) return []
    const range = document.createRange()
    const [start, end] = [this.#view.domAtPos(from), this.#view.domAtPos(to)]
    range.setStart(start.node, start.offset)
    range.setEnd(end.node, end.offset)
    // Rectangles of whole blocks hold those of their lines, and would tint everything twice.
    const rects = [...range.getClientRects()].filter(({ width }) => width > 0)
    const lines = rects.filter((rect) => !rects.some((other) => other !== rect && contains(rect, other)))
    return lines.slice(0, maxRects).map((rect) => relativeTo(rect, origin))
  }

  readonly #pointerMoved = ({ clientX, clientY }: MouseEvent): void => {
    for (const element of this.#elements.values()) {
      const rect = element.caretRect()
      const isNear =
        rect !== null &&
        Math.abs(clientX - rect.x) < nearPx &&
        clientY > rect.top - nearPx &&
        clientY < rect.bottom + nearPx
      element.hover(isNear)
    }
  }
}

/** What a flag keeps from the edge of the sheet, or of a cell. */
const edgePx = 4

/** A selection of a whole book is tinted as far as anybody scrolls at once. */
const maxRects = 400

function relativeTo(rect: DOMRect, origin: DOMRect): DOMRect {
  return new DOMRect(rect.x - origin.x, rect.y - origin.y, rect.width, rect.height)
}

function contains(outer: DOMRect, inner: DOMRect): boolean {
  return (
    outer.left <= inner.left &&
    outer.right >= inner.right &&
    outer.top <= inner.top &&
    outer.bottom >= inner.bottom &&
    outer.width * outer.height > inner.width * inner.height
  )
}

/** Whether a flag lies over the line somebody reads or writes, near their caret. */
function overlaps(flag: DOMRect, own: DOMRect): boolean {
  const besidePx = 160
  return (
    flag.top < own.bottom &&
    flag.bottom > own.top &&
    flag.left < own.x + besidePx &&
    flag.right > own.x - besidePx
  )
}
