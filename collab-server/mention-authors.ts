/** Whoever names people without end does not keep the other threads at work without end. */
const restMs = 1_000

type Noted = { readonly authors: Map<string, string>; timer: NodeJS.Timeout | undefined }

/** Who named whom in which document since it was last projected, and when it is time to project it for that. */
export class MentionAuthors {
  readonly #noted = new Map<string, Noted>()
  readonly #onDue: (documentId: string) => void

  /** `onDue`: a document shall be projected now; at once for the first, and then about once a second. */
  constructor(onDue: (documentId: string) => void) {
    this.#onDue = onDue
  }

  note(documentId: string, userIds: readonly string[], by: string): void {
    const noted = this.#noted.get(documentId) ?? { authors: new Map(), timer: undefined }
    this.#noted.set(documentId, noted)
    // Who comes later has often only moved what was written: a line cut in two is written anew.
    for (const userId of userIds) if (!noted.authors.has(userId)) noted.authors.set(userId, by)
    if (noted.timer !== undefined) return
    noted.timer = setTimeout(() => this.#rested(documentId, noted), restMs)
    this.#onDue(documentId)
  }

  /** Those noted until now, by whom they name; what comes later is for the next time. */
  take(documentId: string): ReadonlyMap<string, string> {
    const { authors } = this.#noted.get(documentId) ?? {}
    const taken = new Map(authors)
    authors?.clear()
    return taken
  }

  close(): void {
    for (const { timer } of this.#noted.values()) clearTimeout(timer)
    this.#noted.clear()
  }

  #rested(documentId: string, noted: Noted): void {
    noted.timer = undefined
    if (noted.authors.size === 0) {
      this.#noted.delete(documentId)
      return
    }
    noted.timer = setTimeout(() => this.#rested(documentId, noted), restMs)
    this.#onDue(documentId)
  }
}
