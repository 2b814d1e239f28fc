import type {
  CommentOutcome,
  CommentRequests,
  CommentText,
  NewThread,
  SuggestionOf,
} from '#features/comments/comment-requests'
import type {
  CommentPlace,
  CommentThread,
  ReactionSign,
  ThreadComment,
} from '#features/comments/comment-thread'

export type CommentsState = {
  readonly status: 'loading' | 'ready' | 'failed'
  /** In the order in which they were begun; none that is deleted. */
  readonly threads: readonly CommentThread[]
}

type Requests = Pick<
  CommentRequests,
  | 'changes'
  | 'start'
  | 'reply'
  | 'replyToSuggestion'
  | 'recordDecision'
  | 'setResolved'
  | 'noteRead'
  | 'removeThread'
  | 'edit'
  | 'remove'
  | 'react'
>

export type CommentsOptions = {
  readonly requests: Requests
  /** Hears that something is new, and of each opening of the connection. */
  readonly listen: (onNews: () => void) => () => void
}

/** The threads of one document, kept as new as the feed says while somebody looks. */
export class Comments {
  readonly #options: CommentsOptions
  readonly #listeners = new Set<() => void>()
  readonly #threads = new Map<string, CommentThread>()
  #state: CommentsState = { status: 'loading', threads: [] }
  #change = 0
  #unlisten: (() => void) | undefined
  #refreshing: Promise<void> | undefined
  #again = false
  /** Decisions that the app does not know yet, in their order. */
  readonly #unrecorded: unknown[] = []
  #isRecording = false
  /** By thread, the change up to which it was read. */
  readonly #read = new Map<string, number>()

  constructor(options: CommentsOptions) {
    this.#options = options
  }

  readonly getState = (): CommentsState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.#unlisten ??= this.#options.listen(() => void this.refresh())
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#unlisten?.()
      this.#unlisten = undefined
    }
  }

  /** Asks for what is new; asked while an answer is on its way, once more after it. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true
      return this.#refreshing
    }
    this.#refreshing = this.#refresh().finally(() => {
      this.#refreshing = undefined
      if (this.#again) void this.refresh()
      this.#again = false
    })
    return this.#refreshing
  }

  /** `thread` and `key` as of an earlier try, so that it is there once. */
  async start(thread: NewThread): Promise<CommentOutcome> {
    return this.#after(this.#options.requests.start(thread))
  }

  async reply(threadId: string, key: string, said: CommentText): Promise<CommentOutcome> {
    return this.#after(this.#options.requests.reply(threadId, key, said))
  }

  async replyToSuggestion(suggestion: SuggestionOf, key: string, said: CommentText): Promise<CommentOutcome> {
    return this.#after(this.#options.requests.replyToSuggestion(suggestion, key, said))
  }

  /** Has kept what was decided about suggestions; while the app does not answer, again with each connection. */
  recordDecision(decision: unknown): void {
    this.#unrecorded.push(decision)
    void this.#record()
  }

  /** Somebody has read a thread as it was with this change; said once. */
  async noteRead({ id, change }: Pick<CommentThread, 'id' | 'change'>): Promise<void> {
    if ((this.#read.get(id) ?? -1) >= change) return
    this.#read.set(id, change)
    // The next look at it says so again.
    if ((await this.#options.requests.noteRead(id)) !== 'done') this.#read.delete(id)
  }

  async edit(commentId: number, said: CommentText): Promise<CommentOutcome> {
    return this.#after(this.#options.requests.edit(commentId, said))
  }

  async remove(commentId: number): Promise<CommentOutcome> {
    return this.#after(this.#options.requests.remove(commentId))
  }

  async removeThread(threadId: string): Promise<CommentOutcome> {
    return this.#after(this.#options.requests.removeThread(threadId))
  }

  /** Shown at once. */
  async setResolved(threadId: string, resolved: boolean): Promise<CommentOutcome> {
    const before = this.#threads.get(threadId)
    const shown = resolved ? { by: null, at: Date.now() } : null
    if (before) this.#show({ ...before, resolved: shown })
    const outcome = await this.#after(this.#options.requests.setResolved(threadId, resolved))
    if (outcome !== 'done' && before) this.#showAgain(before)
    return outcome
  }

  /** Shown at once. */
  async react(threadId: string, commentId: number, sign: ReactionSign, on: boolean): Promise<CommentOutcome> {
    const before = this.#threads.get(threadId)
    if (before) {
      const comments = before.comments.map((comment) =>
        comment.id === commentId ? reacted(comment, sign, on) : comment,
      )
      this.#show({ ...before, comments })
    }
    const outcome = await this.#after(this.#options.requests.react(commentId, sign, on))
    if (outcome !== 'done' && before) this.#showAgain(before)
    return outcome
  }

  async #after(request: Promise<CommentOutcome>): Promise<CommentOutcome> {
    const outcome = await request
    if (outcome === 'done') await this.refresh()
    return outcome
  }

  async #refresh(): Promise<void> {
    try {
      for (let hasMore = true; hasMore;) {
        // oxlint-disable-next-line no-await-in-loop -- each begins where the one before has ended
        const changes = await this.#options.requests.changes(this.#change)
        for (const thread of changes.threads) {
          if (thread.isDeleted) this.#threads.delete(thread.id)
          else this.#threads.set(thread.id, thread)
        }
        this.#change = changes.threads.at(-1)?.change ?? this.#change
        ;({ hasMore } = changes)
      }
      this.#set('ready')
      void this.#record()
    } catch {
      // What was there stays; the feed says when there is a connection again.
      if (this.#state.status === 'loading') this.#set('failed')
    }
  }

  /** One after the other: what was decided last shall be what is known. */
  async #record(): Promise<void> {
    if (this.#isRecording || this.#unrecorded.length === 0) return
    this.#isRecording = true
    for (let next = this.#unrecorded.at(0); next !== undefined; next = this.#unrecorded.at(0)) {
      // oxlint-disable-next-line no-await-in-loop
      const outcome = await this.#options.requests.recordDecision(next)
      if (outcome === 'unreachable' || outcome === 'tooMany') break
      if (outcome !== 'done') console.warn('a decision about suggestions was not taken down', outcome)
      this.#unrecorded.shift()
    }
    this.#isRecording = false
    // What is left waits for the next connection.
    if (this.#unrecorded.length === 0) await this.refresh()
  }

  #show(thread: CommentThread): void {
    this.#threads.set(thread.id, thread)
    this.#set(this.#state.status)
  }

  /** What was shown before its time was refused; not over what has come meanwhile. */
  #showAgain(before: CommentThread): void {
    if (this.#threads.get(before.id)?.change === before.change) this.#show(before)
  }

  #set(status: CommentsState['status']): void {
    const threads = [...this.#threads.values()].toSorted((a, b) => a.createdAt - b.createdAt)
    this.#state = { status, threads }
    for (const listener of this.#listeners) listener()
  }
}

function reacted(comment: ThreadComment, sign: ReactionSign, on: boolean): ThreadComment {
  const others = comment.reactions.filter((reaction) => reaction.sign !== sign)
  const present = comment.reactions.find((reaction) => reaction.sign === sign)
  const before = present?.isOwn ? present.count - 1 : (present?.count ?? 0)
  const count = before + (on ? 1 : 0)
  return { ...comment, reactions: count > 0 ? [...others, { sign, count, isOwn: on }] : others }
}

/** 128 bits, as ids of documents; without `crypto.randomUUID`, which plain http does not have. */
export function newThreadId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

export const newCommentKey: () => string = newThreadId

/** A thread that is being written: where it shall be, and how it will be known. */
export type Draft = {
  readonly thread: string
  readonly key: string
  readonly place: CommentPlace | null
}

export function newDraft(place: CommentPlace | null): Draft {
  return { thread: newThreadId(), key: newCommentKey(), place }
}
