import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { DeleteSet } from '#collab-server/byte-state/delete-set'
import { FoldedRun } from '#collab-server/byte-state/folded-run'
import { countPieces, writePieces, type Piece } from '#collab-server/byte-state/pieces'
import { StructCursor } from '#collab-server/byte-state/struct-cursor'
import { StructRun } from '#collab-server/byte-state/struct-run'
import { WaitingStructs } from '#collab-server/byte-state/waiting-structs'

/** What a deletion that waits counts for. */
export const waitingRangeBytes = 10

/** A document as the bytes of its structs, client by client, with what is deleted and what still waits. */
export class StructStore {
  readonly runs = new Map<number, StructRun>()
  readonly deleted = new DeleteSet()
  readonly waiting = new WaitingStructs()
  readonly #cursor: StructCursor

  constructor(cursor: StructCursor) {
    this.#cursor = cursor
  }

  readonly clockOf = (client: number): number => this.runs.get(client)?.clock ?? 0

  /** Size of what waits for what it depends on. */
  get waitingBytes(): number {
    return this.waiting.bytes + waitingRangeBytes * this.deleted.countAhead(this.clockOf)
  }

  /** Structs and deletions that wait. */
  get waitingCount(): number {
    return this.waiting.count + this.deleted.countAhead(this.clockOf)
  }

  runOf(client: number): StructRun {
    let run = this.runs.get(client)
    if (!run) this.runs.set(client, (run = new StructRun(client)))
    return run
  }

  encodeStateVector(): Uint8Array {
    const writer = new ByteWriter(16 + this.runs.size * 10)
    writer.uint(this.runs.size)
    for (const client of descending(this.runs.keys())) {
      writer.uint(client)
      writer.uint(this.clockOf(client))
    }
    return writer.written
  }

  /** The whole document as one update, which is then also where the structs themselves are kept. */
  encodeWhole(): Uint8Array {
    const offsets = new Map<StructRun, number>()
    const writer = this.#write(new Map(), offsets)
    const { written } = writer
    for (const [run, offset] of offsets) run.moveInto(written, offset)
    return written
  }

  /** The whole document without the content of what is deleted; nothing may be waiting. */
  encodeFolded(): Uint8Array {
    const writer = new ByteWriter(this.wholeBytes)
    writer.uint(this.runs.size)
    for (const client of descending(this.runs.keys())) {
      const folded = new FoldedRun(client, this.#cursor)
      this.runOf(client).readAll(this.#cursor, (clock) => folded.add(clock, this.deleted))
      folded.writeTo(writer)
    }
    this.deleted.write(writer)
    return writer.written
  }

  /** Everything that lies behind the clocks of a state vector, and all deletions, as a Yjs V1 update. */
  encode(known: ReadonlyMap<number, number>): Uint8Array {
    return this.#write(known).written
  }

  /** @param offsets is told where each run begins */
  #write(known: ReadonlyMap<number, number>, offsets?: Map<StructRun, number>): ByteWriter {
    const clients = descending(new Set([...this.runs.keys(), ...this.waiting.clients])).filter(
      (client) => this.#endOf(client) > (known.get(client) ?? 0),
    )
    const writer = new ByteWriter(offsets ? this.wholeBytes : 1 << 10)
    writer.uint(clients.length)
    for (const client of clients) {
      this.#writeHead(writer, client, known.get(client) ?? 0)
      const run = this.runs.get(client)
      if (run) offsets?.set(run, writer.size)
      this.#writeStructs(writer, client, known.get(client) ?? 0)
    }
    this.deleted.write(writer)
    return writer
  }

  /** About as large as the whole document, and not smaller. */
  get wholeBytes(): number {
    const headBytes = 24
    let bytes = headBytes + this.waiting.bytes + this.deleted.bytes
    for (const run of this.runs.values()) bytes += run.bytes + headBytes
    return bytes
  }

  #endOf(client: number): number {
    return this.waiting.of(client).reduce((most, { end }) => Math.max(most, end), this.clockOf(client))
  }

  #writeHead(writer: ByteWriter, client: number, from: number): void {
    const run = this.runs.get(client)
    const hasRun = run !== undefined && run.clock > from
    const pieces = this.#piecesBehind(client, from)
    const piecesFrom = this.#piecesFrom(client, from)
    writer.uint((hasRun ? run.countSince(from, this.#cursor) : 0) + countPieces(pieces, piecesFrom))
    writer.uint(client)
    writer.uint(hasRun ? from : piecesFrom)
  }

  #writeStructs(writer: ByteWriter, client: number, from: number): void {
    const run = this.runs.get(client)
    if (run && run.clock > from) run.writeSince(writer, from, this.#cursor)
    const pieces = this.#piecesBehind(client, from)
    writePieces(writer, this.#cursor, client, pieces, this.#piecesFrom(client, from))
  }

  /** The clock at which what waits begins in an answer: behind what is integrated, or where there is anything. */
  #piecesFrom(client: number, from: number): number {
    const clock = this.clockOf(client)
    return clock > from ? clock : Math.max(from, this.#piecesBehind(client, from)[0]?.clock ?? 0)
  }

  /** What waits behind a clock. */
  #piecesBehind(client: number, from: number): readonly Piece[] {
    const behind = Math.max(from, this.clockOf(client))
    return this.waiting.of(client).filter(({ end }) => end > behind)
  }
}

function descending(clients: Iterable<number>): number[] {
  return [...clients].toSorted((one, other) => other - one)
}
