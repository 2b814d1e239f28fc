import type { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { writeFrontCut } from '#collab-server/byte-state/front-cut'
import { structRef, type StructCursor } from '#collab-server/byte-state/struct-cursor'

/** A struct somewhere in some bytes. */
export type Piece = {
  readonly clock: number
  readonly end: number
  readonly bytes: Uint8Array
  readonly start?: number
  readonly stop?: number
}

/** How many structs `writePieces` writes. */
export function countPieces(pieces: readonly Piece[], from: number): number {
  let count = 0
  let at = from
  for (const { clock, end } of pieces) {
    if (end <= at) continue
    count += clock > at ? 2 : 1
    at = end
  }
  return count
}

/** Writes structs of one client, sorted by clock, from a clock on: gaps as Skips, and nothing twice. */
export function writePieces(
  writer: ByteWriter,
  cursor: StructCursor,
  client: number,
  pieces: readonly Piece[],
  from: number,
): void {
  let at = from
  for (const { clock, end, bytes, start = 0, stop = bytes.byteLength } of pieces) {
    if (end <= at) continue
    if (clock > at) {
      writer.byte(structRef.skip)
      writer.uint(clock - at)
    }
    if (clock >= at) writer.copy(bytes, start, stop)
    else {
      cursor.open(bytes, start, stop)
      cursor.readStruct(client, clock)
      writeFrontCut(writer, cursor, client, clock, at)
    }
    at = end
  }
}
