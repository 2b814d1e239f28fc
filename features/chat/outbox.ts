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

export type OutboxStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * What somebody wrote and the app does not have yet, kept in this browser so that a page that is closed without a network
 * sends it when it is opened again.
 */
export class Outbox {
  readonly #storage: OutboxStorage | null
  readonly #name: string

  /** `storage`: null where the browser keeps nothing. */
  constructor(storage: OutboxStorage | null, documentId: string, userId: string) {
    this.#storage = storage
    this.#name = `pliego_chat_${documentId}_${userId}`
  }

  read(): Waiting[] {
    try {
      const kept: unknown = JSON.parse(this.#storage?.getItem(this.#name) ?? '[]')
      return Array.isArray(kept) ? kept.filter(isWaiting).map((one) => ({ ...one, state: 'waiting' })) : []
    } catch {
      // Of a browser that forbids it, or of somebody else's making.
      return []
    }
  }

  write(waiting: readonly Waiting[]): void {
    try {
      if (waiting.length === 0) this.#storage?.removeItem(this.#name)
      else this.#storage?.setItem(this.#name, JSON.stringify(waiting))
    } catch (error) {
      console.warn('A message is not kept in this browser until it is sent', error)
    }
  }
}

function isWaiting(value: unknown): value is Waiting {
  const { key, text, mentions, at } = (value ?? {}) as Record<string, unknown>
  return (
    typeof key === 'string' && typeof text === 'string' && Array.isArray(mentions) && typeof at === 'number'
  )
}
