import { randomBytes } from 'node:crypto'

import { NodeRoster } from '#collab-server/bus/node-roster'
import type { RoomBus } from '#collab-server/bus/room-bus'
import { RoomLinks } from '#collab-server/bus/room-links'
import type { Limits } from '#collab-server/limits'
import type { Log } from '#collab-server/log'
import type { SharedDocumentUpdateStore } from '#storage/shared-document-update-store'

/** By which a server works with others on one store. */
export type SharedBackend = { readonly store: SharedDocumentUpdateStore; readonly bus: RoomBus }

type NodesOptions = SharedBackend & { readonly limits: Limits; readonly log: Log }

/** This server as one of several: what its rooms tell those of others, and who the others are. */
export class Nodes {
  /** Of this process, and of no other one before or after it. */
  readonly node: string = randomBytes(9).toString('base64url')
  readonly links: RoomLinks
  readonly #bus: RoomBus
  readonly #roster: NodeRoster

  constructor({ store, bus, limits, log }: NodesOptions) {
    const { node } = this
    const roster = new NodeRoster({
      node,
      bus,
      limits,
      onLost: (lost) => {
        log('warn', 'node-lost', { node: lost })
        this.links.loseNode(lost)
      },
      onBack: () => this.links.sayAll(),
    })
    this.#bus = bus
    this.#roster = roster
    this.links = new RoomLinks({ node, bus, store, log, roster, limits })
    bus.onChange((isUp) => {
      log(isUp ? 'info' : 'warn', isUp ? 'bus-up' : 'bus-down')
      if (!isUp) return
      roster.sayAgain()
      this.links.sayAll()
    })
  }

  /** To be called once all rooms are closed. */
  async close(): Promise<void> {
    this.links.close()
    this.#roster.close()
    await this.#bus.close()
  }
}
