import * as Y from 'yjs'

import { GatedWebSocket } from '#collab-server/testing/gated-web-socket'
import { applyPatches, type Patch } from '#collab-server/testing/recorded-trace'
import { stockClient, type StockClient } from '#collab-server/testing/stock-client'

/** What a transaction did, by which one sees whether another document has it. */
type Footprint = { readonly clientId: number; readonly clock: number; readonly deleted: readonly Y.ID[] }

/** One writer of a trace: a stock client that hears of the other only as far as the trace says. */
export class TraceWriter {
  readonly client: StockClient
  /** One for each transaction it made. */
  readonly footprints: Footprint[] = []
  /** How many transactions of the other it has merged. */
  #merged = 0

  constructor(url: string, roomName: string, clientId: number) {
    this.client = stockClient(url, roomName, { clientId, WebSocket: GatedWebSocket })
  }

  async sync(): Promise<void> {
    while (!this.client.provider.synced) await this.#take()
  }

  apply(patches: readonly Patch[]): void {
    const { doc } = this.client
    const deleted: Y.ID[] = []
    const keep = ({ deleteSet }: Y.Transaction): void => {
      for (const [clientId, ranges] of deleteSet.clients) {
        for (const { clock, len } of ranges) {
          for (let index = 0; index < len; index++) deleted.push(Y.createID(clientId, clock + index))
        }
      }
    }
    doc.once('afterTransaction', keep)
    applyPatches(doc, patches)
    this.footprints.push({ clientId: doc.clientID, clock: Y.getState(doc.store, doc.clientID), deleted })
  }

  /**
   * Lets in what the server relays until the first `count` transactions of the other are there, and not one
   * message more. The server relays each transaction as its own message, or not at all where it says nothing
   * new (both deleted the same letter): so it is the document that is asked, not a counter.
   * @returns whether there was anything to merge.
   */
  async merge(other: TraceWriter, count: number): Promise<boolean> {
    const due = this.#merged < count
    for (; this.#merged < count; this.#merged++) {
      const footprint = other.footprints[this.#merged]
      if (!footprint) throw new Error('the trace merges what is not written yet')
      while (!this.#has(footprint)) await this.#take()
    }
    return due
  }

  #has({ clientId, clock, deleted }: Footprint): boolean {
    const { store } = this.client.doc
    if (Y.getState(store, clientId) < clock) return false
    return deleted.every((id) => Y.getState(store, id.client) > id.clock && Y.getItem(store, id).deleted)
  }

  #take(): Promise<void> {
    const { ws } = this.client.provider
    if (!(ws instanceof GatedWebSocket)) throw new Error('the connection broke')
    return ws.take()
  }
}
