import { marginTops } from '#ui/margin-tops'

const gapPx = 8

/**
 * Where the cards of one margin stand, whoever has put them there: each as near to its place as the others allow, and
 * none over another.
 */
export class MarginLayout {
  readonly #listeners = new Set<() => void>()
  readonly #items = new Map<string, { readonly top: number; readonly height: number }>()
  #activeId: string | null = null
  #tops: ReadonlyMap<string, number> = new Map()

  readonly getTops = (): ReadonlyMap<string, number> => this.#tops

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** In px of the margin: where a card belongs, and how high it is. */
  put(id: string, top: number, height: number): void {
    const there = this.#items.get(id)
    if (there?.top === top && there.height === height) return
    this.#items.set(id, { top, height })
    this.#place()
  }

  remove(id: string): void {
    if (this.#items.delete(id)) this.#place()
  }

  /** The one that stands exactly at its text: whichever was chosen last. */
  activate(id: string): void {
    if (this.#activeId === id) return
    this.#activeId = id
    this.#place()
  }

  deactivate(id: string): void {
    if (this.#activeId !== id) return
    this.#activeId = null
    this.#place()
  }

  #place(): void {
    const items = [...this.#items].map(([id, item]) => ({ id, ...item }))
    this.#tops = marginTops(items, this.#activeId, gapPx)
    for (const listener of this.#listeners) listener()
  }
}
