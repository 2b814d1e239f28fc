import type { CommentMention } from '#features/comments/comment-thread'
import type { Draft } from '#features/comments/comments'

/** `key`: under which it was sent, if it was and nobody knows whether it is there. */
export type KeptWords = {
  readonly text: string
  readonly mentions: readonly CommentMention[]
  readonly key?: string
}

/** Of one person: another may sign in within the tab. */
type Writer = { readonly documentId: string; readonly userId: string }

const prefix = 'pliego_draft_'

/** What somebody has begun to say about a document and not sent: kept in this tab, so that a reload takes nothing away. */
export class KeptDrafts {
  readonly #prefix: string

  constructor({ documentId, userId }: Writer) {
    this.#prefix = `${prefix}${userId}_${documentId}_`
  }

  /** What was written of an answer or a new thread; null where that is nothing. */
  words(place: string): KeptWords | null {
    const { text, mentions, key } = (this.#read(place) ?? {}) as Partial<KeptWords>
    if (typeof text !== 'string' || text.trim() === '' || !Array.isArray(mentions)) return null
    return { text, mentions, ...(typeof key === 'string' ? { key } : {}) }
  }

  keep(place: string, words: KeptWords | null): void {
    this.#write(place, words === null || words.text.trim() === '' ? null : words)
  }

  /** It is there: what was written since then stays. */
  sent(place: string, key: string): void {
    if (this.words(place)?.key === key) this.#write(place, null)
  }

  /** New threads in which something was written. */
  threads(): readonly Draft[] {
    const kept = this.#read('threads')
    if (!Array.isArray(kept)) return []
    return (kept as Draft[]).filter((draft) => this.words(placeOfNew(draft)) !== null)
  }

  /** Whether these were written in the list of all. */
  wasListOpen(): boolean {
    return this.#read('list') === true
  }

  /** The new threads there are now; of others nothing is kept. */
  keepThreads(drafts: readonly Draft[], isListOpen: boolean): void {
    const known = new Set(drafts.map(({ thread }) => thread))
    for (const ended of this.threads()) if (!known.has(ended.thread)) this.#write(placeOfNew(ended), null)
    this.#write('threads', drafts.length === 0 ? null : drafts)
    this.#write('list', drafts.length > 0 && isListOpen ? true : null)
  }

  #read(place: string): unknown {
    try {
      return JSON.parse(sessionStorage.getItem(this.#prefix + place) ?? 'null') as unknown
    } catch (error) {
      console.warn('What was begun is not remembered', error)
      return null
    }
  }

  #write(place: string, value: unknown): void {
    try {
      if (value === null) sessionStorage.removeItem(this.#prefix + place)
      else sessionStorage.setItem(this.#prefix + place, JSON.stringify(value))
    } catch (error) {
      // It is in the field all the same; only a reload takes it away.
      console.warn('What is being written will not be remembered', error)
    }
  }
}

export const placeOfReply = (threadId: string): string => `reply_${threadId}`
export const placeOfNew = ({ thread }: Pick<Draft, 'thread'>): string => `new_${thread}`

/** Whoever uses this tab next finds nothing of it. */
export function forgetKeptDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
}
