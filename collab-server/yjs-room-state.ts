import * as Y from 'yjs'

import {
  SpoiledStateError,
  type AppliedUpdate,
  type ApplyOptions,
  type RoomState,
} from '#collab-server/room-state'
import { updateBounds } from '#collab-server/update-bounds'
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

  apply(update: Uint8Array, { mayAdd }: ApplyOptions = {}): AppliedUpdate {
    const { structs, deleted } = decodeBounded(update)
    const { store } = this.#doc
    const clocksBefore = new Map<number, number>()
    for (const { client } of structs) clocksBefore.set(client, Y.getState(store, client))
    const added = this.#addedClients(structs)
    const newClients = added.filter((clientId) => clocksBefore.get(clientId) === 0)
    if (newClients.length > updateBounds.maxNewClients)
      throw new ProtocolError('tooBig', 'too many new clients')
    if (this.#countNewRanges(deleted) > updateBounds.maxNewDeleteRanges)
      throw new ProtocolError('tooBig', 'too many new deletions')
    if (mayAdd && !added.every(mayAdd))
      throw new ProtocolError('clientIdInUse', "adds structs under somebody else's client id")
    const pendingBefore = this.pendingBytes
    // Yjs adds to what is pending in place: only its bytes are new then, not the object around them.
    const pendingStructs = store.pendingStructs?.update
    const { pendingDs } = store
    const emitted = this.#applyToDoc(update)
    const carried = [...clocksBefore.keys()].map(
      (clientId) => [clientId, Y.getState(store, clientId)] as const,
    )

    const pendingChanged =
      !equalBytes(store.pendingStructs?.update, pendingStructs) ||
      !equalBytes(store.pendingDs ?? undefined, pendingDs ?? undefined)
    const pendingBytes = Math.max(0, this.pendingBytes - pendingBefore)
    const moved = this.#deletedAny || carried.some(([client, clock]) => clock !== clocksBefore.get(client))
    if (!moved && !pendingChanged) return { news: null, carried, added, pendingBytes }
    // What Yjs emits leaves out what is pending, so then everything is kept as it came.
    return { news: pendingChanged ? update : (emitted ?? update), carried, added, pendingBytes }
  }

  get pendingBytes(): number {
    const { pendingStructs, pendingDs } = this.#doc.store
    return (pendingStructs?.update.byteLength ?? 0) + (pendingDs?.byteLength ?? 0)
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

  /** Those of whom the update holds structs that are neither integrated nor waiting. */
  #addedClients(structs: readonly ClockRange[]): number[] {
    const { store } = this.#doc
    const unknown = structs.filter(({ client, clock, length }) => clock + length > Y.getState(store, client))
    if (unknown.length === 0) return []
    const waiting = store.pendingStructs ? Y.decodeUpdateV2(store.pendingStructs.update).structs : []
    const isWaiting = (range: ClockRange): boolean =>
      waiting.some(
        (struct) =>
          !(struct instanceof Y.Skip) &&
          struct.id.client === range.client &&
          struct.id.clock <= Math.max(range.clock, Y.getState(store, range.client)) &&
          struct.id.clock + struct.length >= range.clock + range.length,
      )
    return [...new Set(unknown.filter((range) => !isWaiting(range)).map(({ client }) => client))]
  }

  #countNewRanges(deleted: readonly ClockRange[]): number {
    if (deleted.length <= updateBounds.maxNewDeleteRanges) return deleted.length
    const { store } = this.#doc
    return deleted.filter(({ client, clock, length }) => {
      const end = clock + length
      const structs = store.clients.get(client) ?? []
      if (end > Y.getState(store, client)) return true
      for (let index = Y.findIndexSS(structs, clock); (structs[index]?.id.clock ?? end) < end; index++)
        if (!structs[index]?.deleted) return true
      return false
    }).length
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

function equalBytes(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one && other ? Buffer.compare(one, other) === 0 : one === other
}

type ClockRange = { readonly client: number; readonly clock: number; readonly length: number }

/** Decodes the whole update before anything of it touches the document. @throws {ProtocolError} `malformed` */
function decodeBounded(update: Uint8Array): { structs: ClockRange[]; deleted: ClockRange[] } {
  try {
    const decoded = Y.decodeUpdate(update)
    const structs = decoded.structs
      .filter((struct) => !(struct instanceof Y.Skip))
      .map(({ id, length }) => ({ client: id.client, clock: id.clock, length }))
    const deleted = [...decoded.ds.clients].flatMap(([client, ranges]) =>
      ranges.map(({ clock, len }) => ({ client, clock, length: len })),
    )
    for (const { clock, length } of [
      ...decoded.structs.map(({ id, length }) => ({ clock: id.clock, length })),
      ...deleted,
    ]) {
      if (length === 0) throw new Error('a run of no length')
      if (clock + length > updateBounds.maxClock) throw new Error('a run beyond every clock')
    }
    return { structs, deleted }
  } catch (error) {
    throw new ProtocolError('malformed', 'update does not decode', error)
  }
}
