import type {
  CommentChanges,
  CommentMention,
  CommentPlace,
  ReactionSign,
} from '#features/comments/comment-thread'

export type CommentText = { readonly text: string; readonly mentions: readonly CommentMention[] }

/** `by`: the user id of who made it. */
export type SuggestionOf = { readonly id: string; readonly by: string }

export type NewThread = CommentText & {
  readonly thread: string
  readonly key: string
  /** Null for the whole document. */
  readonly place: CommentPlace | null
}

/** `unreachable` and `tooMany` may pass by themselves; the others do not. `gone`: what it was about is deleted. */
export type CommentOutcome =
  | 'done'
  | 'unreachable'
  | 'tooMany'
  | 'tooManyComments'
  | 'threadFull'
  | 'documentFull'
  | 'gone'
  | 'refused'

/** By the code in the answer: statuses are also what a proxy says. */
const outcomes = new Map<unknown, CommentOutcome>([
  ['tooManyComments', 'tooManyComments'],
  ['threadFull', 'threadFull'],
  ['documentFull', 'documentFull'],
  ['commentUnknown', 'gone'],
])

/** The requests about one document's comments. The one that reads throws where the app does not answer or says no. */
export class CommentRequests {
  readonly #path: string

  constructor(documentId: string) {
    this.#path = `/api/documents/${documentId}/comments`
  }

  async changes(after: number): Promise<CommentChanges> {
    const response = await fetch(`${this.#path}?after=${after}`)
    if (!response.ok) throw new Error(`the comments answered ${response.status}`)
    return (await response.json()) as CommentChanges
  }

  start(thread: NewThread): Promise<CommentOutcome> {
    return this.#write('POST', '', thread)
  }

  reply(threadId: string, key: string, said: CommentText): Promise<CommentOutcome> {
    return this.#write('POST', `/${threadId}`, { key, ...said })
  }

  /** `suggestion`: which one, and who made it. */
  replyToSuggestion(suggestion: SuggestionOf, key: string, said: CommentText): Promise<CommentOutcome> {
    return this.#write('POST', '/suggestions', { suggestion, key, ...said })
  }

  /** What was decided about suggestions, as the app takes it. */
  recordDecision(decision: unknown): Promise<CommentOutcome> {
    return this.#write('PUT', '/suggestions', decision)
  }

  setResolved(threadId: string, resolved: boolean): Promise<CommentOutcome> {
    return this.#write('PATCH', `/${threadId}`, { resolved })
  }

  /** What one was told of a thread, one knows. */
  noteRead(threadId: string): Promise<CommentOutcome> {
    return this.#write('PUT', `/${threadId}/read`)
  }

  removeThread(threadId: string): Promise<CommentOutcome> {
    return this.#write('DELETE', `/${threadId}`)
  }

  edit(commentId: number, said: CommentText): Promise<CommentOutcome> {
    return this.#write('PATCH', `/entries/${commentId}`, said)
  }

  remove(commentId: number): Promise<CommentOutcome> {
    return this.#write('DELETE', `/entries/${commentId}`)
  }

  react(commentId: number, sign: ReactionSign, on: boolean): Promise<CommentOutcome> {
    return this.#write('PUT', `/entries/${commentId}`, { sign, on })
  }

  async #write(method: string, path: string, body?: unknown): Promise<CommentOutcome> {
    const headers = { 'content-type': 'application/json' }
    const content = body === undefined ? {} : { headers, body: JSON.stringify(body) }
    try {
      const response = await fetch(this.#path + path, { method, ...content })
      if (response.ok) return 'done'
      // What a proxy or a server in trouble says is no answer of ours.
      if (response.status >= 500) return 'unreachable'
      if (response.status === 429) return 'tooMany'
      const said = (await response.json().catch(() => null)) as { error?: unknown } | null
      return outcomes.get(said?.error) ?? 'refused'
    } catch {
      return 'unreachable'
    }
  }
}
