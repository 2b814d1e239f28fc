import { randomBytes } from 'node:crypto'

import { NodeNews, type News } from '#collab-server/bus/node-news'
import { NodeRoster } from '#collab-server/bus/node-roster'
import type { RoomBus } from '#collab-server/bus/room-bus'
import { RoomLinks } from '#collab-server/bus/room-links'
import type { Limits } from '#collab-server/limits'
import type { Log } from '#collab-server/log'
import type { SharedDocumentUpdateStore } from '#storage/shared-document-update-store'

/** By which a server works with others on one store. */
export type SharedBackend = { readonly store: SharedDocumentUpdateStore; readonly bus: RoomBus }

type NodesOptions = SharedBackend & { readonly limits: Limits; readonly log: Log }

/** Of a node that ends in the middle of something, that is free again after this. */
const leaseMs = 60_000

/** This server as one of several: what its rooms tell those of others, and who the others are. */
export class Nodes {
  /** Of this process, and of no other one before or after it. */
  readonly node: string = randomBytes(9).toString('base64url')
  readonly bus: RoomBus
  readonly links: RoomLinks
  readonly #store: SharedDocumentUpdateStore
  readonly #roster: NodeRoster
  readonly #news: NodeNews
  #onNews: (news: News) => void = () => undefined
  #onLost: () => void = () => undefined

  constructor({ store, bus, limits, log }: NodesOptions) {
    const { node } = this
    const roster = new NodeRoster({
      node,
      bus,
      limits,
      onLost: (lost) => {
        log('info', 'node-gone', { node: lost })
        this.links.loseNode(lost)
        this.#onLost()
      },
      onBack: () => this.links.sayAll(),
    })
    this.bus = bus
    this.#store = store
    this.#roster = roster
    const onNews = (told: News): void => this.#onNews(told)
    const news = new NodeNews({ node, bus, store, onNews, log })
    this.#news = news
    this.links = new RoomLinks({ node, bus, store, log, roster, limits, onLook: () => news.look() })
    bus.onChange((isUp) => {
      log(isUp ? 'info' : 'warn', isUp ? 'bus-up' : 'bus-down')
      if (!isUp) return this.links.lookAlone()
      roster.sayAgain()
      this.links.sayAll()
    })
  }

  /**
   * Resolves once this node knows what the others were told; before that nobody may come in. `onNews`: another node was
   * asked for this; `onLost`: one has ended. Not to throw. @throws {StorageError}
   */
  listen(onNews: (news: News) => void, onLost: () => void): Promise<void> {
    this.#onNews = onNews
    this.#onLost = onLost
    return this.#news.look()
  }

  /** Resolves once all others will hear of it. @throws {StorageError} */
  tell(news: News): Promise<void> {
    return this.#news.tell(news)
  }

  /** Does something that one node is to do at a time. @returns whether it was this one's turn. @throws {StorageError} */
  async inTurn(name: string, work: () => Promise<void>): Promise<boolean> {
    const { node } = this
    if (!(await this.#store.takeLease(name, node, leaseMs))) return false
    try {
      await work()
    } finally {
      // It is over by itself after a while.
      await this.#store.releaseLease(name, node).catch(() => undefined)
    }
    return true
  }

  /** To be called once all rooms are closed. */
  async close(): Promise<void> {
    this.links.close()
    this.#news.close()
    this.#roster.close()
    await this.bus.close()
  }
}
