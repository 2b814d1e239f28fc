/** Somebody who waits for it does not notice. */
const leastRestMs = 200
/** Whoever names people without end in a long document does not keep the other threads at work without end. */
const restForWork = 2
/** A machine that is busy for a moment is no reason to rest for longer. */
const mostRestMs = 1_000

type Noted = { readonly authors: Map<string, string>; timer: NodeJS.Timeout | undefined }

/** Who named whom in which document since it was last projected, and when it is time to project it for that. */
export class MentionAuthors {
  readonly #noted = new Map<string, Noted>()
  /** By documents, of those that are open: who named whom on other nodes, which project it for that. */
  readonly #heard = new Map<string, Map<string, string>>()
  readonly #onDue: (documentId: string) => void

  /** `onDue`: a document shall be projected now; at once for the first, and after a rest for those that follow. */
  constructor(onDue: (documentId: string) => void) {
    this.#onDue = onDue
  }

  note(documentId: string, userIds: readonly string[], by: string): void {
    const noted = this.#noted.get(documentId)
    const { authors } = noted ?? { authors: new Map<string, string>() }
    // Who comes later has often only moved what was written: a line cut in two is written anew.
    for (const userId of userIds) if (!authors.has(userId)) authors.set(userId, by)
    if (noted) return
    this.#noted.set(documentId, { authors, timer: undefined })
    this.#onDue(documentId)
  }

  /** Somebody was named on another node. */
  hear(documentId: string, userIds: readonly string[], by: string): void {
    const authors = this.#heard.get(documentId) ?? new Map<string, string>()
    for (const userId of userIds) if (!authors.has(userId)) authors.set(userId, by)
    this.#heard.set(documentId, authors)
  }

  forgetHeard(documentId: string): void {
    this.#heard.delete(documentId)
  }

  /** Those noted until now, by whom they name; what comes later is for the next time. To be followed by {@link rest}. */
  take(documentId: string): ReadonlyMap<string, string> {
    const { authors } = this.#noted.get(documentId) ?? {}
    const taken = new Map([...(this.#heard.get(documentId) ?? []), ...(authors ?? [])])
    authors?.clear()
    this.#heard.delete(documentId)
    return taken
  }

  /** A document was projected, or could not be, which took so long. */
  rest(documentId: string, workMs: number): void {
    const noted = this.#noted.get(documentId)
    if (!noted || noted.timer !== undefined) return
    const restMs = Math.min(Math.max(leastRestMs, workMs * restForWork), mostRestMs)
    noted.timer = setTimeout(() => this.#rested(documentId, noted), restMs)
  }

  close(): void {
    for (const { timer } of this.#noted.values()) clearTimeout(timer)
    this.#noted.clear()
    this.#heard.clear()
  }

  #rested(documentId: string, noted: Noted): void {
    noted.timer = undefined
    if (noted.authors.size === 0) this.#noted.delete(documentId)
    else this.#onDue(documentId)
  }
}
