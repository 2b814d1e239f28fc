/** Where things are in the text that is shown, in px from the top of what they stand beside. */
export type Anchors = {
  readonly tops: ReadonlyMap<string, number>
  /** Whether there is room for cards beside the sheet. */
  readonly hasMargin: boolean
}

export type AnchoredText = {
  /** The element that the text is in, on a `.sheet` that lies on a `.desk`. */
  readonly text: HTMLElement
  /** The pieces by what they belong to, in the order of the text; the first of each counts. */
  readonly pieces: () => Iterable<readonly [id: string, piece: HTMLElement]>
  /** Hears of each change of the text. @returns what ends it */
  readonly onChange: (listener: () => void) => () => void
}

const noAnchors: Anchors = { tops: new Map(), hasMargin: false }
/** Not at every key: what stands beside the text may follow a moment later. */
const settleMs = 80
/** Of a narrow card with the space around it: what a window of 1440 px has beside the sheet and its scroll bar. */
const marginPx = 296

/** Follows where pieces of a text are shown. Asks the page and not the document, since what counts is how it lies there. */
export class MarginAnchors {
  readonly #anchored: AnchoredText
  readonly #listeners = new Set<() => void>()
  readonly #resizes: ResizeObserver
  #unlisten: (() => void) | undefined
  #anchors = noAnchors
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(anchored: AnchoredText) {
    this.#anchored = anchored
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
      this.#look()
    }, settleMs)
  }

  #start(): void {
    const { text, onChange } = this.#anchored
    this.#unlisten = onChange(this.lookSoon)
    this.#resizes.observe(text)
    const desk = deskOf(text)
    if (desk) this.#resizes.observe(desk)
    this.lookSoon()
  }

  #stop(): void {
    this.#unlisten?.()
    this.#resizes.disconnect()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #look(): void {
    const now = anchorsOf(this.#anchored)
    if (isSame(now, this.#anchors)) return
    this.#anchors = now
    for (const listener of this.#listeners) listener()
  }
}

/** What the sheet lies on, and the cards beside it. */
export function deskOf(text: HTMLElement): HTMLElement | null {
  return text.closest<HTMLElement>('.desk')
}

function anchorsOf({ text, pieces }: AnchoredText): Anchors {
  const desk = deskOf(text)
  const sheet = desk?.querySelector('.sheet')
  if (!desk || !sheet) return noAnchors
  const place = desk.getBoundingClientRect()
  const tops = new Map<string, number>()
  for (const [id, piece] of pieces()) {
    if (!tops.has(id)) tops.set(id, placeOf(piece, place))
  }
  return { tops, hasMargin: place.right - sheet.getBoundingClientRect().right >= marginPx }
}

/** Within a line by how far in it: parts of a pixel keep the order. What is folded up stands where it is folded up in. */
function placeOf(piece: HTMLElement, desk: DOMRect): number {
  let shown: Element = piece
  while (shown.getClientRects().length === 0 && shown.parentElement) shown = shown.parentElement
  const { top, left } = shown.getClientRects()[0] ?? shown.getBoundingClientRect()
  return Math.round(top - desk.top) + Math.min(Math.max(left - desk.left, 0), 9_999) / 10_000
}

function isSame(one: Anchors, other: Anchors): boolean {
  return (
    one.hasMargin === other.hasMargin &&
    one.tops.size === other.tops.size &&
    [...one.tops].every(([id, top]) => other.tops.get(id) === top)
  )
}
