import type { ChatMention, ChatMessage } from '#features/chat/chat-message'
import type { ChatRequests, ChatText, SendOutcome } from '#features/chat/chat-requests'
import type { Outbox, Waiting } from '#features/chat/outbox'

export type ChatState = {
  readonly status: 'loading' | 'ready' | 'failed'
  /** In the order in which they were written. */
  readonly messages: readonly ChatMessage[]
  readonly waiting: readonly Waiting[]
  readonly hasOlder: boolean
  readonly unread: number
}

type Requests = Pick<ChatRequests, 'page' | 'changes' | 'send' | 'edit' | 'remove' | 'markRead'>

export type ChatOptions = {
  readonly requests: Requests
  readonly outbox: Outbox
  /** Whoever writes here. */
  readonly userId: string
  /** Hears that something is new, and of each opening of the connection. */
  readonly listen: (onNews: () => void) => () => void
}

/** So long somebody who was too fast waits. */
const restMs = 10_000
const retryMs = 15_000
const nothingYet = { status: 'loading', messages: [], waiting: [], hasOlder: false, unread: 0 } as const

/** The chat of one document, kept as new as the feed says while somebody looks. */
export class Chat {
  readonly #options: ChatOptions
  readonly #listeners = new Set<() => void>()
  #state: ChatState
  #change = 0
  #unlisten: (() => void) | undefined
  #refreshing: Promise<void> | undefined
  #again = false
  /** Unknown until it is said. */
  #isOnline: boolean | undefined
  #sending = false
  /** The messages that those on their way have become. */
  readonly #sentAs = new Map<string, number>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: ChatOptions) {
    this.#options = options
    this.#state = { ...nothingYet, waiting: options.outbox.read() }
  }

  readonly getState = (): ChatState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.#unlisten ??= this.#options.listen(() => {
      void this.refresh()
      void this.#sendWaiting()
    })
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#unlisten?.()
      this.#unlisten = undefined
      clearTimeout(this.#timer)
    }
  }

  /** Whether the document itself has a connection: without one nobody tells of news here, which are asked for after it. */
  setOnline(isOnline: boolean): void {
    const isBack = isOnline && this.#isOnline === false
    this.#isOnline = isOnline
    if (!isBack) return
    void this.refresh()
    void this.#sendWaiting()
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

  async loadOlder(): Promise<void> {
    const { hasOlder, messages } = this.#state
    const [first] = messages
    if (!hasOlder || !first) return
    try {
      const page = await this.#options.requests.page(first.id)
      this.#set({ messages: merged(this.#state.messages, page.messages), hasOlder: page.hasOlder })
    } catch {
      // The button that asked stays, to be pressed again.
    }
  }

  /** Shown at once as on its way. */
  async send(text: string, mentions: readonly ChatMention[]): Promise<void> {
    const key = newKey()
    const waiting: Waiting = { key, text, mentions, at: Date.now(), state: 'waiting' }
    this.#options.outbox.put(waiting)
    this.#set({ waiting: [...this.#state.waiting, waiting] })
    await this.#sendWaiting()
  }

  /** Tries one that was refused again, in its turn. */
  async retry(key: string): Promise<void> {
    this.#mark(key, 'waiting')
    await this.#sendWaiting()
  }

  discard(key: string): void {
    this.#forget([key])
  }

  async edit(id: number, said: ChatText): Promise<SendOutcome> {
    const outcome = await this.#options.requests.edit(id, said)
    if (outcome === 'sent') await this.refresh()
    return outcome
  }

  async remove(id: number): Promise<SendOutcome> {
    const outcome = await this.#options.requests.remove(id)
    if (outcome === 'sent') await this.refresh()
    return outcome
  }

  /** All that is here has been seen. */
  async markRead(): Promise<void> {
    const last = this.#state.messages.at(-1)
    if (!last || this.#state.unread === 0) return
    this.#set({ unread: 0 })
    await this.#options.requests.markRead(last.id)
  }

  async #refresh(): Promise<void> {
    try {
      if (this.#state.status !== 'ready') await this.#loadFirst()
      else await this.#loadChanges()
    } catch {
      // What was there stays; the feed says when there is a connection again.
      if (this.#state.status === 'loading') this.#set({ status: 'failed' })
    }
  }

  async #loadFirst(): Promise<void> {
    const { messages, hasOlder, change, unread } = await this.#options.requests.page(null)
    this.#change = change
    this.#set({ status: 'ready', messages, hasOlder, unread })
    this.#forgetSent(messages)
  }

  async #loadChanges(): Promise<void> {
    const { messages, unread, hasMore } = await this.#options.requests.changes(this.#change)
    this.#change = messages.at(-1)?.change ?? this.#change
    // One that was edited long ago and is not shown yet comes with its page.
    const oldest = this.#state.messages[0]?.id ?? 0
    const shown = messages.filter(({ id }) => id >= oldest || !this.#state.hasOlder)
    this.#set({ messages: merged(this.#state.messages, shown), unread })
    this.#forgetSent(messages)
    if (hasMore) await this.#loadChanges()
  }

  /** One after the other, in the order of writing. */
  async #sendWaiting(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    clearTimeout(this.#timer)
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        const { key, text, mentions } = next
        this.#mark(key, 'sending')
        // oxlint-disable-next-line no-await-in-loop -- in their order
        const { outcome, id } = await this.#options.requests.send(key, { text, mentions })
        if (outcome === 'sent') {
          this.#mark(key, 'sent')
          if (id !== undefined) this.#sentAs.set(key, id)
          this.#forgetSent([])
          void this.refresh()
        } else if (outcome === 'refused') {
          this.#mark(key, 'refused')
        } else {
          this.#mark(key, 'waiting')
          this.#timer = setTimeout(() => void this.#sendWaiting(), outcome === 'tooMany' ? restMs : retryMs)
          return
        }
      }
    } finally {
      this.#sending = false
    }
  }

  #next(): Waiting | undefined {
    return this.#state.waiting.find(({ state }) => state !== 'refused' && state !== 'sent')
  }

  #mark(key: string, state: Waiting['state']): void {
    this.#set({ waiting: this.#state.waiting.map((one) => (one.key === key ? { ...one, state } : one)) })
  }

  /** What came back was sent, also where its answer was lost. */
  #forgetSent(messages: readonly ChatMessage[]): void {
    const own = new Set(
      messages.flatMap(({ key, authorId }) =>
        key !== null && authorId === this.#options.userId ? [key] : [],
      ),
    )
    const [first] = this.#state.messages
    // Written long ago, where its answer was lost: it is among the older ones, and comes with no change.
    const isOlder = (key: string) => (this.#sentAs.get(key) ?? Infinity) < (first?.id ?? 0)
    const sent = this.#state.waiting.filter(({ key }) => own.has(key) || isOlder(key))
    if (sent.length > 0) this.#forget(sent.map(({ key }) => key))
  }

  #forget(keys: readonly string[]): void {
    for (const key of keys) {
      this.#options.outbox.remove(key)
      this.#sentAs.delete(key)
    }
    this.#set({ waiting: this.#state.waiting.filter(({ key }) => !keys.includes(key)) })
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** Each once, the later ones in place of the earlier. */
function merged(before: readonly ChatMessage[], changed: readonly ChatMessage[]): ChatMessage[] {
  const byId = new Map(before.map((message) => [message.id, message]))
  for (const message of changed) {
    if ((byId.get(message.id)?.change ?? 0) <= message.change) byId.set(message.id, message)
  }
  return [...byId.values()].toSorted((a, b) => a.id - b.id)
}

/** Without `crypto.randomUUID`, which plain http does not have. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(36).padStart(2, '0'),
  ).join('')
}
