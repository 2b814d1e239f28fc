import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { DeleteSet } from '#collab-server/byte-state/delete-set'
import { writePieces, countPieces } from '#collab-server/byte-state/pieces'
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

  /** Everything that lies behind the clocks of a state vector, and all deletions, as a Yjs V1 update. */
  encode(known: ReadonlyMap<number, number>): Uint8Array {
    const clients = descending(new Set([...this.runs.keys(), ...this.waiting.clients])).filter(
      (client) => this.#endOf(client) > (known.get(client) ?? 0),
    )
    const writer = new ByteWriter(1 << 10)
    writer.uint(clients.length)
    for (const client of clients) this.#writeClient(writer, client, known.get(client) ?? 0)
    this.deleted.write(writer)
    return writer.written
  }

  #endOf(client: number): number {
    return this.waiting.of(client).reduce((most, { end }) => Math.max(most, end), this.clockOf(client))
  }

  #writeClient(writer: ByteWriter, client: number, from: number): void {
    const run = this.runs.get(client)
    const waiting = this.waiting.of(client)
    const hasRun = run !== undefined && run.clock > from
    const behind = Math.max(from, run?.clock ?? 0)
    const pieces = waiting.filter(({ end }) => end > behind)
    const start = hasRun ? from : Math.max(behind, pieces[0]?.clock ?? 0)
    const piecesFrom = hasRun ? run.clock : start
    writer.uint((hasRun ? run.countSince(from, this.#cursor) : 0) + countPieces(pieces, piecesFrom))
    writer.uint(client)
    writer.uint(start)
    if (hasRun) run.writeSince(writer, from, this.#cursor)
    writePieces(writer, this.#cursor, client, pieces, piecesFrom)
  }
}

function descending(clients: Iterable<number>): number[] {
  return [...clients].toSorted((one, other) => other - one)
}
