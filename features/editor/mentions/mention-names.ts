import type { MentionSource, PersonInSight } from '#features/editor/mentions/mention-source'

/** Shown mentions of documents, to be told what these are called now. */
type Shown = { readonly id: string; readonly show: (title: string | null) => void }

const freshForMs = 60_000
/** As many as the app answers at once. */
const atOnce = 50

/**
 * What is mentioned in the words of now: titles of documents as far as this reader may know them, asked for all at
 * once and not again for a minute; colours of people who are here.
 */
export class MentionNames {
  readonly #source: () => MentionSource
  readonly #titles = new Map<string, { readonly title: string | null | undefined; readonly at: number }>()
  readonly #shown = new Set<Shown>()
  readonly #wanted = new Set<string>()
  #isAsking = false

  constructor(source: () => MentionSource) {
    this.#source = source
  }

  /** @returns how to stop */
  followTitle(id: string, show: Shown['show']): () => void {
    const shown = { id, show }
    this.#shown.add(shown)
    const known = this.#titles.get(id)
    if (known?.title !== undefined) show(known.title)
    if (!known || Date.now() - known.at > freshForMs) this.#want(id)
    return () => this.#shown.delete(shown)
  }

  person(id: string): PersonInSight | undefined {
    return this.#source().people.find((person) => person.id === id)
  }

  #want(id: string): void {
    this.#wanted.add(id)
    if (this.#isAsking) return
    this.#isAsking = true
    // After everything that comes with the same change.
    setTimeout(() => void this.#ask())
  }

  async #ask(): Promise<void> {
    const ids = [...this.#wanted].slice(0, atOnce)
    for (const id of ids) this.#wanted.delete(id)
    const titles = await this.#source()
      .titles(ids)
      .catch((error: unknown) => {
        // Offline, say: what it was called when it was written is shown until it is asked again.
        console.warn('What mentioned documents are called could not be asked', error)
        return {}
      })
    const at = Date.now()
    for (const id of ids) this.#titles.set(id, { title: titleIn(titles, id), at })
    for (const { id, show } of this.#shown) {
      const title = ids.includes(id) ? this.#titles.get(id)?.title : undefined
      if (title !== undefined) show(title)
    }
    this.#isAsking = false
    if (this.#wanted.size > 0) this.#want([...this.#wanted][0] ?? '')
  }
}

/** Ids come from the shared document: one may be a name that every object has. */
function titleIn(titles: Readonly<Record<string, unknown>>, id: string): string | null | undefined {
  const title = Object.hasOwn(titles, id) ? titles[id] : undefined
  return typeof title === 'string' || title === null ? title : undefined
}
