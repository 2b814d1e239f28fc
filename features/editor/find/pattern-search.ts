import type { PatternRequest } from '#features/editor/find/pattern-worker'
import type { TextMatch } from '#features/editor/find/text-matches'

/** What a page has of a worker. */
export type PatternWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>

/** Longer is no search any more: `(a+)+b` would take years. */
const patienceMs = 1_500

/**
 * Looks for a person's own pattern beside the page, not in it: one that runs away is ended with its worker,
 * and nobody's typing stops for it. A newer search ends the one before.
 */
export class PatternSearch {
  readonly #start: () => PatternWorker
  #worker: PatternWorker | null = null
  #giveUp: (() => void) | null = null
  #lastId = 0

  constructor(start = () => new Worker(new URL('pattern-worker.ts', import.meta.url)) as PatternWorker) {
    this.#start = start
  }

  /** @returns the matches of each text; null where it took too long or a newer search came */
  async search(texts: readonly string[], pattern: RegExp): Promise<TextMatch[][] | 'slow' | 'superseded'> {
    this.#giveUp?.()
    const worker = (this.#worker ??= this.#start())
    const id = (this.#lastId += 1)
    return await new Promise((resolve) => {
      const end = (result: TextMatch[][] | 'slow' | 'superseded') => {
        clearTimeout(timer)
        listening.abort()
        this.#giveUp = null
        // Still at work on what nobody waits for.
        if (typeof result === 'string') this.#stop()
        resolve(result)
      }
      const listening = new AbortController()
      const timer = setTimeout(() => end('slow'), patienceMs)
      this.#giveUp = () => end('superseded')
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<{ id: number; matches: TextMatch[][] }>) =>
          data.id === id && end(data.matches),
        { signal: listening.signal },
      )
      worker.addEventListener('error', () => end('slow'), { signal: listening.signal })
      const { source, flags } = pattern
      worker.postMessage({ id, source, flags, texts } satisfies PatternRequest, [])
    })
  }

  close(): void {
    this.#giveUp?.()
    this.#stop()
  }

  #stop(): void {
    this.#worker?.terminate()
    this.#worker = null
  }
}
