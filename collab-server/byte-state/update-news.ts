import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { countPieces, writePieces, type Piece } from '#collab-server/byte-state/pieces'
import type { ScannedBlock, ScannedUpdate } from '#collab-server/byte-state/scanned-update'
import type { StructCursor } from '#collab-server/byte-state/struct-cursor'
import type { StructStore } from '#collab-server/byte-state/struct-store'

type Range = { readonly start: number; readonly end: number }

/** What of a scanned update a store does not have yet; to be asked before the store changes. */
export class UpdateNews {
  /** Clients of whom there are new structs. */
  readonly added: readonly number[]
  readonly isEmpty: boolean
  readonly #scan: ScannedUpdate
  readonly #store: StructStore
  /** Nothing of the update is known. */
  readonly #isWhole: boolean

  constructor(scan: ScannedUpdate, store: StructStore) {
    this.#scan = scan
    this.#store = store
    const added: number[] = []
    let isWhole = scan.updateEnd === scan.bytes.byteLength
    for (const block of scan.blocks) {
      const newRows = this.#countNewRows(block)
      if (newRows > 0) added.push(block.client)
      const isCut = (scan.clock[block.from] as number) < store.clockOf(block.client)
      if (newRows < block.to - block.from || isCut) isWhole = false
    }
    let hasNewRanges = false
    for (let range = 0; range < scan.ranges; range++) {
      const [start, end] = [scan.rangeStart[range] as number, scan.rangeEnd[range] as number]
      let isWholeRange = false
      store.deleted.forEachMissing(scan.rangeClient[range] as number, start, end, (from, to) => {
        hasNewRanges = true
        isWholeRange = from === start && to === end
      })
      if (!isWholeRange) isWhole = false
    }
    this.added = added
    this.isEmpty = added.length === 0 && !hasNewRanges
    this.#isWhole = isWhole
  }

  isNewRow(client: number, row: number): boolean {
    const scan = this.#scan
    const known = this.#store.clockOf(client)
    const end = scan.end[row] as number
    if (end <= known) return false
    return !this.#store.waiting.covers(client, Math.max(known, scan.clock[row] as number), end)
  }

  countNewRanges(): number {
    let count = 0
    this.forEachNewRange(() => count++)
    return count
  }

  forEachNewRange(found: (client: number, start: number, end: number) => void): void {
    const scan = this.#scan
    for (let range = 0; range < scan.ranges; range++) {
      const client = scan.rangeClient[range] as number
      const [start, end] = [scan.rangeStart[range] as number, scan.rangeEnd[range] as number]
      this.#store.deleted.forEachMissing(client, start, end, (from, to) => found(client, from, to))
    }
  }

  /** The news as an update; the update itself where nothing of it is known. */
  encode(cursor: StructCursor): Uint8Array {
    if (this.#isWhole) return this.#scan.bytes
    const writer = new ByteWriter(256)
    const added = new Set(this.added)
    const blocks = this.#scan.blocks.filter(({ client }) => added.has(client))
    writer.uint(blocks.length)
    for (const block of blocks) this.#writeBlock(writer, cursor, block)
    const ranges = new Map<number, Range[]>()
    this.forEachNewRange((client, start, end) => {
      const own = ranges.get(client)
      if (own) own.push({ start, end })
      else ranges.set(client, [{ start, end }])
    })
    writer.uint(ranges.size)
    for (const [client, own] of ranges) {
      writer.uint(client)
      writer.uint(own.length)
      for (const { start, end } of own) {
        writer.uint(start)
        writer.uint(end - start)
      }
    }
    return writer.written
  }

  #countNewRows({ client, from, to }: ScannedBlock): number {
    const { end } = this.#scan
    const known = this.#store.clockOf(client)
    if ((end[to - 1] as number) <= known) return 0
    let count = 0
    const hasWaiting = this.#store.waiting.of(client).length > 0
    for (let row = to - 1; row >= from && (end[row] as number) > known; row--)
      if (!hasWaiting || this.isNewRow(client, row)) count++
    return count
  }

  #writeBlock(writer: ByteWriter, cursor: StructCursor, { client, from, to }: ScannedBlock): void {
    const scan = this.#scan
    const pieces: Piece[] = []
    for (let row = from; row < to; row++) {
      if (!this.isNewRow(client, row)) continue
      const [clock, end] = [scan.clock[row] as number, scan.end[row] as number]
      const [start, stop] = [scan.start[row] as number, scan.stop[row] as number]
      pieces.push({ clock, end, bytes: scan.bytes, start, stop })
    }
    const first = Math.max(pieces[0]?.clock ?? 0, this.#store.clockOf(client))
    writer.uint(countPieces(pieces, first))
    writer.uint(client)
    writer.uint(first)
    writePieces(writer, cursor, client, pieces, first)
  }
}
