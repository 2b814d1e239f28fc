import * as Y from 'yjs'

import { IntegrationPlan, rowOf } from '#collab-server/byte-state/integration-plan'
import { checkNesting } from '#collab-server/byte-state/nesting'
import { ScannedUpdate, type ScannedBlock } from '#collab-server/byte-state/scanned-update'
import { decodeStateVector } from '#collab-server/byte-state/state-vector'
import {
  SpoiledStateError,
  type AppliedUpdate,
  type ApplyOptions,
  type RoomState,
} from '#collab-server/room-state'
import { maxNamedClients, updateBounds } from '#collab-server/update-bounds'
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
  readonly #scan = new ScannedUpdate()
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

  apply(update: Uint8Array, { mayAdd, maxPendingBytes }: ApplyOptions = {}): AppliedUpdate {
    const scan = this.#scan
    const { store } = this.#doc
    const { maxClients, maxNewClients } = updateBounds
    scan.read(update, maxNamedClients(store.clients.size))
    const clocksBefore = new Map(scan.blocks.map(({ client }) => [client, Y.getState(store, client)]))
    const added = this.#addedClients()
    const newClients = added.filter((clientId) => clocksBefore.get(clientId) === 0)
    if (newClients.length > maxNewClients) throw new ProtocolError('tooBig', 'too many new clients')
    if (newClients.length > 0 && store.clients.size + newClients.length > maxClients)
      throw new ProtocolError('documentFull', 'too many clients')
    if (this.#countNewRanges() > updateBounds.maxNewDeleteRanges)
      throw new ProtocolError('tooBig', 'too many new deletions')
    if (mayAdd && !added.every((clientId) => mayAdd(clientId)))
      throw new ProtocolError('clientIdInUse', "adds structs under somebody else's client id")
    this.#checkNesting(update)
    const pending = this.#countPending()
    if (pending.count > 0 && this.#waitingCount + pending.count > updateBounds.maxWaiting)
      throw new ProtocolError('resync', 'too many pieces come before what they depend on')
    if (maxPendingBytes !== undefined && pending.bytes > maxPendingBytes)
      throw new ProtocolError('resync', 'too much comes before what it depends on')
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
    decodeStateVector(stateVector, this.#doc.store.clients.size)
    try {
      return Y.encodeStateAsUpdate(this.#doc, stateVector)
    } catch (error) {
      throw new ProtocolError('malformed', 'state vector does not decode', error)
    }
  }

  /** Off the hot path, where others do not wait for it. */
  fold(): undefined {
    return undefined
  }

  encodeStateVector(): Uint8Array {
    return Y.encodeStateVector(this.#doc)
  }

  destroy(): void {
    this.#doc.destroy()
  }

  /** Those of whom the update holds structs that are neither integrated nor waiting. */
  #addedClients(): number[] {
    const { store } = this.#doc
    const scan = this.#scan
    const waiting = store.pendingStructs ? Y.decodeUpdateV2(store.pendingStructs.update).structs : []
    const isWaiting = (client: number, start: number, end: number): boolean =>
      waiting.some(
        (struct) =>
          !(struct instanceof Y.Skip) &&
          struct.id.client === client &&
          struct.id.clock <= start &&
          struct.id.clock + struct.length >= end,
      )
    const adds = ({ client, from, to }: ScannedBlock): boolean => {
      const known = Y.getState(store, client)
      for (let row = to - 1; row >= from && (scan.end[row] as number) > known; row--) {
        const start = Math.max(known, scan.clock[row] as number)
        if (!isWaiting(client, start, scan.end[row] as number)) return true
      }
      return false
    }
    return scan.blocks.filter(adds).map(({ client }) => client)
  }

  #checkNesting(update: Uint8Array): void {
    const { pendingStructs } = this.#doc.store
    if (!pendingStructs) return checkNesting(this.#scan, this.#depthOf)
    const withPending = new ScannedUpdate()
    withPending.read(Y.mergeUpdates([update, Y.convertUpdateFormatV2ToV1(pendingStructs.update)]))
    checkNesting(withPending, this.#depthOf)
  }

  #countNewRanges(): number {
    const { ranges, rangeClient, rangeStart, rangeEnd } = this.#scan
    if (ranges <= updateBounds.maxNewDeleteRanges) return ranges
    let count = 0
    for (let range = 0; range < ranges; range++) {
      const [start, end] = [rangeStart[range] as number, rangeEnd[range] as number]
      if (!this.#isDeleted(rangeClient[range] as number, start, end)) count++
    }
    return count
  }

  #isDeleted(client: number, start: number, end: number): boolean {
    const { store } = this.#doc
    const structs = store.clients.get(client) ?? []
    if (end > Y.getState(store, client)) return false
    for (let index = Y.findIndexSS(structs, start); (structs[index]?.id.clock ?? end) < end; index++)
      if (!structs[index]?.deleted) return false
    return true
  }

  /** How much of the update will wait; `count` is of deletions too. */
  #countPending(): { readonly bytes: number; readonly count: number } {
    const scan = this.#scan
    const clockOf = (client: number): number => Y.getState(this.#doc.store, client)
    const plan = new IntegrationPlan(scan, clockOf)
    let bytes = 0
    let count = 0
    for (const block of plan.blocks) {
      for (let index = block.next; index < block.count; index++) {
        const row = rowOf(block, index)
        bytes += (scan.stop[row] as number) - (scan.start[row] as number)
        count++
      }
    }
    for (let range = 0; range < scan.ranges; range++)
      if ((scan.rangeEnd[range] as number) > plan.clockOf(scan.rangeClient[range] as number)) count++
    return { bytes, count }
  }

  /** Structs and deletions that wait. */
  get #waitingCount(): number {
    const { pendingStructs, pendingDs } = this.#doc.store
    let count = 0
    if (pendingStructs)
      for (const struct of Y.decodeUpdateV2(pendingStructs.update).structs)
        if (!(struct instanceof Y.Skip)) count++
    if (pendingDs)
      for (const ranges of Y.decodeUpdateV2(pendingDs).ds.clients.values()) count += ranges.length
    return count
  }

  readonly #depthOf = (client: number, clock: number): number | undefined => {
    const { store } = this.#doc
    if (clock >= Y.getState(store, client)) return undefined
    let depth = 0
    let struct: Y.Item | Y.GC | null = Y.getItem(store, Y.createID(client, clock))
    while (struct instanceof Y.Item && struct.parent instanceof Y.AbstractType) {
      const { _item: within }: { readonly _item: Y.Item | null } = struct.parent
      struct = within
      if (struct) depth++
    }
    return depth
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
