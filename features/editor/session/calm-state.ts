import type { SessionState } from '#features/editor/collab-session'

type Source = { subscribe: (listener: () => void) => () => void; getState: () => SessionState }

const savedAfterMs = 400

/**
 * A session's state as a page shows it: "saved" only when it has been so for a moment. While somebody types the
 * two follow each other at every key, and whatever is drawn then costs with the length of the text, since React
 * looks through all of what has the focus. Bad news passes at once.
 */
export class CalmState {
  readonly #source: Source
  readonly #listeners = new Set<() => void>()
  #shown: SessionState
  #timer: ReturnType<typeof setTimeout> | undefined
  #stop: (() => void) | undefined

  constructor(source: Source) {
    this.#source = source
    this.#shown = source.getState()
  }

  readonly getState = (): SessionState => this.#shown

  /** Listens to the session only while it is listened to. */
  readonly subscribe = (listener: () => void): (() => void) => {
    if (!this.#stop) {
      this.#stop = this.#source.subscribe(() => this.#changed())
      this.#show()
    }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      clearTimeout(this.#timer)
      this.#stop?.()
      this.#stop = undefined
    }
  }

  #changed(): void {
    const next = this.#source.getState()
    clearTimeout(this.#timer)
    const keys = Object.keys(next) as (keyof SessionState)[]
    const differing = keys.filter((key) => next[key] !== this.#shown[key])
    const isOnlySaved =
      differing.length === 1 && this.#shown.saveStatus === 'saving' && next.saveStatus === 'saved'
    if (isOnlySaved) this.#timer = setTimeout(() => this.#show(), savedAfterMs)
    else if (differing.length > 0) this.#show()
  }

  #show(): void {
    const next = this.#source.getState()
    if (next === this.#shown) return
    this.#shown = next
    for (const listener of this.#listeners) listener()
  }
}
