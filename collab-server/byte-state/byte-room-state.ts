import { adoptSnapshot } from '#collab-server/byte-state/adopt-snapshot'
import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { writeFrontCut } from '#collab-server/byte-state/front-cut'
import { IntegrationPlan, rowOf, type PlannedBlock } from '#collab-server/byte-state/integration-plan'
import { checkNesting } from '#collab-server/byte-state/nesting'
import { ScannedUpdate } from '#collab-server/byte-state/scanned-update'
import { decodeStateVector } from '#collab-server/byte-state/state-vector'
import { infoBit, StructCursor, structRef } from '#collab-server/byte-state/struct-cursor'
import { StoredDepths } from '#collab-server/byte-state/stored-depths'
import { StructStore, waitingRangeBytes } from '#collab-server/byte-state/struct-store'
import { UpdateNews } from '#collab-server/byte-state/update-news'
import type { WaitingStruct } from '#collab-server/byte-state/waiting-structs'
import {
  SpoiledStateError,
  type AppliedUpdate,
  type ApplyOptions,
  type RoomState,
} from '#collab-server/room-state'
import { maxNamedClients, updateBounds } from '#collab-server/update-bounds'
import { ProtocolError } from '#protocol/protocol-error'

/** What reading and writing needs; one for all rooms of a server, since each is done in one go. */
export class ByteTools {
  readonly scan = new ScannedUpdate()
  readonly cursor = new StructCursor()
}

/** A document as bytes: no Y.Doc, no object for each struct. */
export class ByteRoomState implements RoomState {
  /** Made with the first content: most documents that somebody merely opens are empty. */
  #content: StructStore | undefined
  readonly #tools: ByteTools
  /** The whole document as last asked for, until it changes. */
  #whole: Uint8Array | undefined
  /** Made with the first type that comes. */
  #depths: StoredDepths | undefined

  constructor(tools: ByteTools) {
    this.#tools = tools
  }

  get pendingBytes(): number {
    return this.#content?.waitingBytes ?? 0
  }

  /**
   * Adds something stored: unbounded, and taken for what was accepted once. The state shares its memory.
   * @throws {ProtocolError} it does not decode
   */
  load(update: Uint8Array): void {
    if (!this.#content) {
      this.#content = adoptSnapshot(update, this.#tools.cursor)
      if (this.#content) {
        this.#whole = update
        return
      }
    }
    this.#tools.scan.read(update, Infinity)
    this.#commit(this.#plan(), new UpdateNews(this.#tools.scan, this.#store))
  }

  apply(update: Uint8Array, { mayAdd, maxPendingBytes }: ApplyOptions = {}): AppliedUpdate {
    const { scan, cursor } = this.#tools
    scan.read(update, maxNamedClients(this.#store.runs.size))
    const news = new UpdateNews(scan, this.#store)
    const { added } = news
    if (news.isEmpty) return { news: null, carried: this.#carried(), added, pendingBytes: 0 }
    this.#checkBounds(news)
    if (mayAdd && !added.every((client) => mayAdd(client)))
      throw new ProtocolError('clientIdInUse', "adds structs under somebody else's client id")
    const plan = this.#plan()
    this.#checkNesting(plan)
    const pendingBytes = this.#countPending(plan, news)
    if (maxPendingBytes !== undefined && pendingBytes > maxPendingBytes)
      throw new ProtocolError('resync', 'too much comes before what it depends on')
    const bytes = news.encode(cursor)
    try {
      this.#commit(plan, news)
    } catch (error) {
      // Whatever it is: some of the update may be in and some not.
      throw new SpoiledStateError(error)
    }
    return { news: bytes, carried: this.#carried(), added, pendingBytes }
  }

  encodeStateAsUpdate(stateVector: Uint8Array): Uint8Array {
    const known = decodeStateVector(stateVector, this.#content?.runs.size)
    if (!this.#content) return emptyUpdate
    return known.size === 0 ? (this.#whole ??= this.#store.encodeWhole()) : this.#store.encode(known)
  }

  fold(): Uint8Array | undefined {
    const store = this.#content
    if (!store || !store.waiting.isEmpty || store.wholeBytes > maxFoldedBytes) return undefined
    const folded = store.encodeFolded()
    const content = adoptSnapshot(folded, this.#tools.cursor)
    if (!content) return undefined
    this.#content = content
    this.#whole = folded
    this.#depths = undefined
    return folded
  }

  encodeStateVector(): Uint8Array {
    return this.#content?.encodeStateVector() ?? emptyStateVector
  }

  destroy(): void {
    this.#whole = undefined
  }

  get #store(): StructStore {
    return (this.#content ??= new StructStore(this.#tools.cursor))
  }

  #checkBounds(news: UpdateNews): void {
    const { clockOf, runs } = this.#store
    const { maxClients, maxNewClients, maxNewDeleteRanges } = updateBounds
    const newClients = news.added.filter((client) => clockOf(client) === 0).length
    if (newClients > maxNewClients) throw new ProtocolError('tooBig', 'too many new clients')
    if (newClients > 0 && runs.size + newClients > maxClients)
      throw new ProtocolError('documentFull', 'too many clients')
    if (this.#tools.scan.ranges > maxNewDeleteRanges && news.countNewRanges() > maxNewDeleteRanges)
      throw new ProtocolError('tooBig', 'too many new deletions')
  }

  /** What waits and stays as it is was measured when it came, and will be when it can go on. */
  #checkNesting({ waiting }: IntegrationPlan): void {
    const { scan, cursor } = this.#tools
    if (!scan.hasTypes && waiting.length === 0) return
    this.#depths ??= new StoredDepths(this.#store, cursor)
    this.#depths.begin()
    checkNesting(scan, this.#depths.depthOf, waiting)
  }

  #plan(): IntegrationPlan {
    const { clockOf, waiting } = this.#store
    const plan = new IntegrationPlan(this.#tools.scan, clockOf)
    if (waiting.isEmpty) return plan
    const concernsWaiting = plan.blocks.some(
      ({ client, clock, isStuck }) => isStuck || waiting.isMetBy(client, clock),
    )
    return concernsWaiting ? new IntegrationPlan(this.#tools.scan, clockOf, waiting) : plan
  }

  /** How much of the update will wait, in bytes. @throws {ProtocolError} `resync`: too many pieces would. */
  #countPending(plan: IntegrationPlan, news: UpdateNews): number {
    const { scan } = this.#tools
    let bytes = 0
    let count = 0
    for (const block of plan.blocks) {
      if (!block.isStuck) continue
      for (let index = block.next; index < block.count; index++) {
        const row = rowOf(block, index)
        if (row >= scan.ownRows || !news.isNewRow(block.client, row)) continue
        bytes += (scan.stop[row] as number) - (scan.start[row] as number)
        count++
      }
    }
    if (scan.ranges > 0)
      news.forEachNewRange((client, _start, end) => {
        if (end <= plan.clockOf(client)) return
        bytes += waitingRangeBytes
        count++
      })
    if (count > 0 && this.#store.waitingCount + count > updateBounds.maxWaiting)
      throw new ProtocolError('resync', 'too many pieces come before what they depend on')
    return bytes
  }

  #commit(plan: IntegrationPlan, news: UpdateNews): void {
    const { scan } = this.#tools
    const { deleted, clockOf } = this.#store
    this.#whole = undefined
    for (const block of plan.blocks) {
      // What stays behind is told by what was known before.
      const left = block.isStuck ? this.#leftOf(block, news) : noStructs
      if (block.clock > block.clockBefore) this.#integrate(block)
      this.#keepWaiting(block, left)
    }
    for (let range = 0; range < scan.ranges; range++) {
      const client = scan.rangeClient[range] as number
      deleted.add(client, scan.rangeStart[range] as number, scan.rangeEnd[range] as number, clockOf(client))
    }
  }

  #integrate(block: PlannedBlock): void {
    const { scan, cursor } = this.#tools
    const { client } = block
    const run = this.#store.runOf(client)
    for (let index = 0; index < block.next; index++) {
      const row = rowOf(block, index)
      const end = scan.end[row] as number
      if (end <= run.clock) continue
      const ref = (scan.info[row] as number) & infoBit.ref
      if (ref === structRef.gc || ref === structRef.deleted)
        this.#store.deleted.add(client, run.clock, end, end)
      const clock = scan.clock[row] as number
      const bytes = scan.sourceOf(row)
      const [start, stop] = [scan.start[row] as number, scan.stop[row] as number]
      if (clock === run.clock) {
        run.append({
          bytes,
          start,
          stop,
          end,
          contentStart: scan.contentStart[row] as number,
          textStart: scan.textStart[row] as number,
          info: scan.info[row] as number,
          originIsPrevious: scan.originClock[row] === clock - 1 && scan.originClient[row] === client,
          rightClient: scan.rightClient[row] as number,
          rightClock: scan.rightClock[row] as number,
        })
        continue
      }
      cursor.open(bytes, start, stop)
      cursor.readStruct(client, clock)
      const cut = new ByteWriter(stop - start + 16)
      writeFrontCut(cut, cursor, client, clock, run.clock)
      run.appendAlone(cut.written, cursor)
    }
  }

  #leftOf(block: PlannedBlock, news: UpdateNews): WaitingStruct[] {
    const { scan } = this.#tools
    const left: WaitingStruct[] = []
    for (let index = block.next; index < block.count; index++) {
      const row = rowOf(block, index)
      const [clock, end] = [scan.clock[row] as number, scan.end[row] as number]
      if (end <= block.clock) continue
      if (row >= scan.ownRows) left.push({ clock, end, bytes: scan.sourceOf(row) })
      else if (news.isNewRow(block.client, row)) {
        const bytes = new Uint8Array(scan.bytes.subarray(scan.start[row], scan.stop[row]))
        left.push({ clock, end, bytes })
      }
    }
    return left
  }

  #keepWaiting(block: PlannedBlock, left: readonly WaitingStruct[]): void {
    const { waiting } = this.#store
    const { client, rows, missingClient, missingClock } = block
    // Only a block that holds what waited may decide about it.
    if (left.length === 0 && (!rows || waiting.isEmpty)) return
    waiting.set(client, left, missingClient, missingClock)
  }

  #carried(): AppliedUpdate['carried'] {
    return this.#tools.scan.blocks.map(({ client }) => [client, this.#store.clockOf(client)] as const)
  }
}

/** What is larger is not folded where others wait for it. */
const maxFoldedBytes = 1 << 20
const noStructs: readonly WaitingStruct[] = []
const emptyUpdate = Uint8Array.of(0, 0)
const emptyStateVector = Uint8Array.of(0)
