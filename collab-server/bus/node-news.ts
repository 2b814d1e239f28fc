import type { BusSubscription, RoomBus } from '#collab-server/bus/room-bus'
import { describeError, type Log } from '#collab-server/log'
import type { FeedTopic } from '#protocol/feed'
import type { SharedDocumentUpdateStore } from '#storage/shared-document-update-store'

const topic = 'news'

/** What one node is asked to do by the app, and all others have to do too. */
export type News =
  | {
      readonly kind: 'access'
      readonly documentId: string
      /** By the app's clock. */
      readonly changedAt: number
      readonly via?: readonly string[] | undefined
    }
  | { readonly kind: 'sessionEnds'; readonly sessionIds: readonly string[] }
  | { readonly kind: 'feed'; readonly topic: FeedTopic; readonly userIds?: readonly string[] | undefined }
  | { readonly kind: 'removal'; readonly documentId: string; readonly removedAt: number }

export type NodeNewsOptions = {
  /** The name of this node. */
  readonly node: string
  readonly bus: RoomBus
  readonly store: Pick<SharedDocumentUpdateStore, 'addNews' | 'readNews'>
  /** Another node was asked for it. Not to throw. */
  readonly onNews: (news: News) => void
  readonly log: Log
}

/**
 * What every node has to hear of, above all who may come in no more. It is told once it is in the store, in one order; the
 * bus only makes it quick. So nobody keeps a role over a message that was lost.
 */
export class NodeNews {
  readonly #options: NodeNewsOptions
  readonly #subscription: BusSubscription
  #last = 0
  #reading: Promise<void> | undefined
  #hasLooked = false

  constructor(options: NodeNewsOptions) {
    this.#options = options
    this.#subscription = options.bus.subscribe(topic, (bytes) => this.#receive(Buffer.from(bytes).toString()))
  }

  /** Resolves once all others will hear of it, or are gone for longer than any token lives. @throws {StorageError} */
  async tell(news: News): Promise<void> {
    const { node, bus, store } = this.#options
    const text = `${node} ${JSON.stringify(news)}`
    const number = await store.addNews(text)
    bus.publish(topic, Buffer.from(`${number} ${text}`))
    this.#hear(number, text)
  }

  /**
   * Reads what was not heard; at first all that is kept, so that a token from before is refused here too, whatever the
   * clocks say. @throws {StorageError}
   */
  look(): Promise<void> {
    this.#hasLooked = true
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  close(): void {
    this.#subscription.end()
  }

  #receive(message: string): void {
    const [number, ...rest] = message.split(' ')
    this.#hear(Number(number), rest.join(' '))
  }

  #hear(number: number, text: string): void {
    // The first look finds it.
    if (!this.#hasLooked) return
    if (number === this.#last + 1) this.#take(number, text)
    else if (number > this.#last)
      this.look().catch((error: unknown) =>
        this.#options.log('warn', 'catch-up-failed', { reason: describeError(error) }),
      )
  }

  async #read(): Promise<void> {
    for (const { number, text } of await this.#options.store.readNews(this.#last))
      if (number > this.#last) this.#take(number, text)
  }

  #take(number: number, text: string): void {
    this.#last = number
    const at = text.indexOf(' ')
    if (text.slice(0, at) === this.#options.node) return
    this.#options.onNews(JSON.parse(text.slice(at + 1)) as News)
  }
}
