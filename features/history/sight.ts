/** What is in sight of something that is scrolled, in px from its beginning. */
export type Sight = { readonly top: number; readonly height: number }

/** Where somebody has scrolled to, for those who draw by it. */
export class ScrolledSight {
  #sight: Sight | null = null

  /** Null where nothing is laid out. */
  get now(): Sight | null {
    return this.#sight
  }

  /** Watches an element, or nothing, until the end of it is called; `tell` hears of each change. */
  watch(scroller: HTMLElement | null, tell: () => void): () => void {
    const note = () => {
      const { scrollTop: top = 0, clientHeight: height = 0 } = scroller ?? {}
      this.#sight = height > 0 ? { top, height } : null
      tell()
    }
    note()
    const stops = new AbortController()
    const { signal } = stops
    scroller?.addEventListener('scroll', note, { passive: true, signal })
    window.addEventListener('resize', note, { signal })
    return () => stops.abort()
  }
}
