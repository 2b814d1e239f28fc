import type { FlagPlace } from '#features/editor/carets/flag-place'
import type { OtherCaret } from '#features/editor/carets/other-carets'
import { inkOn } from '#ui/ink-on'

const flagShownMs = 2_000
const idleAfterMs = 60_000

/** Caret, flag and tint of one person. Made of text and checked colours only, never of markup. */
export class CaretElement {
  readonly #tint = element('caret-tint')
  readonly #caret = element('caret')
  readonly #flag = element('caret-flag')
  #place = ''
  #name = ''
  #flagPlace: FlagPlace | null = null
  #isNear = false
  #flagTimer: ReturnType<typeof setTimeout> | undefined
  #idleTimer: ReturnType<typeof setTimeout> | undefined

  constructor(layer: HTMLElement) {
    this.#caret.append(this.#flag)
    layer.append(this.#tint, this.#caret)
  }

  /** @param rects of the selected text, in the layer's coordinates, as is `at` */
  draw(caret: OtherCaret, at: DOMRect | null, rects: readonly DOMRect[]): void {
    for (const part of [this.#caret, this.#tint]) {
      part.style.setProperty('--person', caret.color)
      part.style.setProperty('--person-ink', inkOn(caret.color))
    }
    this.#name = caret.name
    this.#showFlag()
    this.#caret.hidden = at === null
    if (at) {
      this.#caret.style.translate = `${at.x}px ${at.y}px`
      this.#caret.style.height = `${at.height}px`
    }
    this.#tint.replaceChildren(
      ...rects.map((rect) => {
        const stretch = element('caret-stretch')
        stretch.style.translate = `${rect.x}px ${rect.y}px`
        stretch.style.width = `${rect.width}px`
        stretch.style.height = `${rect.height}px`
        return stretch
      }),
    )
    if (caret.place !== this.#place) this.#moved(caret.place)
  }

  /** Null for above the line. */
  placeFlag(place: FlagPlace | null): void {
    this.#flagPlace = place
    this.#showFlag()
  }

  /** Out of the way of what is being read there. */
  tuckFlag(tucked: boolean): void {
    this.#caret.classList.toggle('is-tucked', tucked)
  }

  hover(isNear: boolean): void {
    this.#isNear = isNear
    this.#caret.classList.toggle('is-near', isNear)
    this.#showFlag()
  }

  caretRect(): DOMRect | null {
    return this.#caret.hidden ? null : this.#caret.getBoundingClientRect()
  }

  flagRect(): DOMRect {
    return this.#flag.getBoundingClientRect()
  }

  remove(): void {
    clearTimeout(this.#flagTimer)
    clearTimeout(this.#idleTimer)
    this.#caret.remove()
    this.#tint.remove()
  }

  #showFlag(): void {
    // Whoever points at a caret wants its name, and no more to read on.
    const place = this.#isNear && this.#flagPlace?.isShort ? null : this.#flagPlace
    const text = place?.isShort ? initialOf(this.#name) : this.#name
    if (this.#flag.textContent !== text) this.#flag.textContent = text
    this.#caret.classList.toggle('is-beside', place !== null)
    this.#caret.classList.toggle('is-short', place?.isShort === true)
    this.#flag.style.left = place ? `${place.left}px` : ''
    this.#flag.style.maxWidth = place ? `min(12rem, ${place.maxWidth}px)` : ''
  }

  #moved(place: string): void {
    this.#place = place
    this.#caret.classList.add('is-moving')
    this.#caret.classList.remove('is-idle')
    clearTimeout(this.#flagTimer)
    clearTimeout(this.#idleTimer)
    this.#flagTimer = setTimeout(() => this.#caret.classList.remove('is-moving'), flagShownMs)
    this.#idleTimer = setTimeout(() => this.#caret.classList.add('is-idle'), idleAfterMs)
  }
}

function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim())
  return first?.segment.toLocaleUpperCase() ?? ''
}

function element(className: string): HTMLElement {
  const made = document.createElement('span')
  made.className = className
  return made
}
