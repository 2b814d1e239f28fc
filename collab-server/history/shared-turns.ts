/** One piece of work after the other. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** `work`: not to throw. */
  add(work: () => Promise<void>): void {
    this.#last = this.#last.then(work)
  }
}

type Asker<Question, Answer> = {
  readonly question: Question
  readonly signal: AbortSignal | undefined
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Questions about documents. Those about the same one that wait for their turn together are answered in one. */
export class SharedTurns<Question, Answer> {
  readonly #turns: Turns
  readonly #answer: (documentId: string, questions: readonly Question[]) => Promise<readonly Answer[]>
  readonly #waiting = new Map<string, Asker<Question, Answer>[]>()

  /** `answer`: all questions about a document, in their order. */
  constructor(
    turns: Turns,
    answer: (documentId: string, questions: readonly Question[]) => Promise<readonly Answer[]>,
  ) {
    this.#turns = turns
    this.#answer = answer
  }

  /** @throws what `answer` throws; the reason of `signal`, where that is aborted before its turn. */
  ask(documentId: string, question: Question, signal?: AbortSignal): Promise<Answer> {
    let askers = this.#waiting.get(documentId)
    if (!askers) {
      const together: Asker<Question, Answer>[] = (askers = [])
      this.#waiting.set(documentId, together)
      this.#turns.add(() => {
        // What is worked on already may lack what has come since; what still waits does not.
        this.#waiting.delete(documentId)
        return this.#answerAll(documentId, together)
      })
    }
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    askers.push({ question, signal, resolve, reject })
    return promise
  }

  async #answerAll(documentId: string, askers: readonly Asker<Question, Answer>[]): Promise<void> {
    const present = askers.filter(({ signal }) => !signal?.aborted)
    for (const { signal, reject } of askers) if (signal?.aborted) reject(signal.reason)
    if (present.length === 0) return
    try {
      const answers = await this.#answer(
        documentId,
        present.map(({ question }) => question),
      )
      for (const [index, { resolve }] of present.entries()) resolve(answers[index] as Answer)
    } catch (error) {
      for (const { reject } of present) reject(error)
    }
  }
}
