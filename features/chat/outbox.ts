import type { ChatMention } from '#features/chat/chat-message'

/** A message on its way. */
export type Waiting = {
  readonly key: string
  readonly text: string
  readonly mentions: readonly ChatMention[]
  /** Milliseconds since the epoch. */
  readonly at: number
  /** `refused` waits for its author, `sent` to come back; the others go by themselves. */
  readonly state: 'sending' | 'waiting' | 'refused' | 'sent'
}

export type OutboxStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/**
 * What somebody wrote and the app does not have yet, kept in this browser so that a page that is closed without a network
 * sends it when it is opened again. Each message by itself: several pages may have the same document open.
 */
export class Outbox {
  readonly #storage: OutboxStorage | null
  readonly #prefix: string

  /** `storage`: null where the browser keeps nothing. */
  constructor(storage: OutboxStorage | null, documentId: string, userId: string) {
    this.#storage = storage
    this.#prefix = `pliego_chat_${documentId}_${userId}:`
  }

  /** In the order of writing, of all pages. */
  read(): Waiting[] {
    try {
      const length = this.#storage?.length ?? 0
      const names = Array.from({ length }, (_, index) => this.#storage?.key(index) ?? '')
      const kept = names.filter((name) => name.startsWith(this.#prefix)).flatMap((name) => this.#kept(name))
      return kept.toSorted((a, b) => a.at - b.at)
    } catch {
      // Of a browser that forbids it.
      return []
    }
  }

  put(waiting: Waiting): void {
    try {
      this.#storage?.setItem(this.#prefix + waiting.key, JSON.stringify(waiting))
    } catch (error) {
      console.warn('A message is not kept in this browser until it is sent', error)
    }
  }

  remove(key: string): void {
    try {
      this.#storage?.removeItem(this.#prefix + key)
    } catch (error) {
      console.warn('A message stays in this browser though it was sent', error)
    }
  }

  #kept(name: string): Waiting[] {
    try {
      const one: unknown = JSON.parse(this.#storage?.getItem(name) ?? 'null')
      return isWaiting(one) ? [{ ...one, state: 'waiting' }] : []
    } catch {
      // Of somebody else's making.
      return []
    }
  }
}

function isWaiting(value: unknown): value is Waiting {
  const { key, text, mentions, at } = (value ?? {}) as Record<string, unknown>
  return (
    typeof key === 'string' && typeof text === 'string' && Array.isArray(mentions) && typeof at === 'number'
  )
}
