import * as Y from 'yjs'

import { SpoiledStateError, type AppliedUpdate, type RoomState } from '#collab-server/room-state'
import { ProtocolError } from '#protocol/protocol-error'
import type { LoadedDocument } from '#storage/document-update-store'
import { StorageError } from '#storage/storage-error'

/**
 * A reconnecting client's step 2 repeats the whole delete set of the document; above this size only what
 * is new in an update is journaled and relayed. Below it, encoding anew costs more than it saves.
 */
const minDiffedBytes = 512

/** The reference implementation: Yjs itself. */
export class YjsRoomState implements RoomState {
  readonly #doc = new Y.Doc()
  #deletedAny = false

  constructor(document: LoadedDocument | undefined) {
    this.#doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => {
      // Yjs tidies formatting up in a transaction of its own, which must not hide what the update deleted.
      this.#deletedAny ||= deleteSet.clients.size > 0
    })
    if (!document) return
    try {
      // One transaction, so that Yjs tidies up once and not after each update.
      this.#doc.transact(() => {
        if (document.snapshot) Y.applyUpdate(this.#doc, document.snapshot)
        for (const update of document.updates) Y.applyUpdate(this.#doc, update)
      })
    } catch (error) {
      this.#doc.destroy()
      throw new StorageError('damaged', 'the stored updates do not make a document', error)
    }
  }

  apply(update: Uint8Array): AppliedUpdate {
    const clientIds = carriedClientIds(update)
    const { store } = this.#doc
    const clocksBefore = clientIds.map((clientId) => Y.getState(store, clientId))
    // Yjs adds to what is pending in place: only its bytes are new then, not the object around them.
    const pendingStructs = store.pendingStructs?.update
    const { pendingDs } = store
    const emitted = this.#applyToDoc(update)
    const carried = clientIds.map((clientId) => [clientId, Y.getState(store, clientId)] as const)

    const pendingChanged = store.pendingStructs?.update !== pendingStructs || store.pendingDs !== pendingDs
    const moved = this.#deletedAny || carried.some(([, clock], index) => clock !== clocksBefore[index])
    if (!moved && !pendingChanged) return { news: null, carried }
    // What Yjs emits leaves out what is pending, so then everything is kept as it came.
    return { news: pendingChanged ? update : (emitted ?? update), carried }
  }

  encodeStateAsUpdate(stateVector: Uint8Array): Uint8Array {
    try {
      return Y.encodeStateAsUpdate(this.#doc, stateVector)
    } catch (error) {
      throw new ProtocolError('malformed', 'state vector does not decode', error)
    }
  }

  encodeStateVector(): Uint8Array {
    return Y.encodeStateVector(this.#doc)
  }

  destroy(): void {
    this.#doc.destroy()
  }

  #applyToDoc(update: Uint8Array): Uint8Array | undefined {
    // Of one update more than one may come out: what it changed, and formatting tidied up after it.
    const emitted: Uint8Array[] = []
    const keep = (bytes: Uint8Array): void => {
      emitted.push(bytes)
    }
    const diff = update.byteLength >= minDiffedBytes
    if (diff) this.#doc.on('update', keep)
    this.#deletedAny = false
    try {
      Y.applyUpdate(this.#doc, update)
    } catch (error) {
      throw new SpoiledStateError(error)
    } finally {
      if (diff) this.#doc.off('update', keep)
    }
    return emitted.length > 1 ? Y.mergeUpdates(emitted) : emitted[0]
  }
}

/** Decodes the whole update before anything of it touches the document. @throws {ProtocolError} `malformed` */
function carriedClientIds(update: Uint8Array): number[] {
  try {
    const clientIds = new Set<number>()
    for (const struct of Y.decodeUpdate(update).structs) {
      // Nobody writes one; to Yjs it is poison: what is inserted beside it later stays pending for ever.
      if (struct.length === 0) throw new Error('a struct of no length')
      if (!(struct instanceof Y.Skip)) clientIds.add(struct.id.client)
    }
    return [...clientIds]
  } catch (error) {
    throw new ProtocolError('malformed', 'update does not decode', error)
  }
}
