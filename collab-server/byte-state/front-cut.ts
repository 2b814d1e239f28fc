import { ByteWriter } from '#collab-server/byte-state/byte-writer'
import { infoBit, structRef, type StructCursor } from '#collab-server/byte-state/struct-cursor'
import { cutUtf16, replacementBytes } from '#collab-server/byte-state/utf8'
import { anyEnd } from '#collab-server/byte-state/value-checks'

/**
 * Writes the struct under the cursor from a clock inside it on, as Yjs cuts it (`write` with an offset in
 * yjs/src/structs/Item.js): what was cut off is its origin, it needs no parent then, and the right origin stays.
 */
export function writeFrontCut(
  writer: ByteWriter,
  cursor: StructCursor,
  client: number,
  structClock: number,
  clock: number,
): void {
  const { bytes, start, pos: stop, info, ref, length, rightClient, rightClock, contentStart } = cursor
  const offset = clock - structClock
  if (offset === 0) return writer.copy(bytes, start, stop)
  if (ref === structRef.gc || ref === structRef.skip) {
    writer.byte(ref)
    writer.uint(length - offset)
    return
  }
  writer.byte(info | infoBit.origin)
  writer.uint(client)
  writer.uint(clock - 1)
  if (rightClock >= 0) {
    writer.uint(rightClient)
    writer.uint(rightClock)
  }
  if (ref === structRef.deleted) return writer.uint(length - offset)
  if (ref === structRef.string) {
    const { pos, halvesPair } = cutUtf16(bytes, cursor.textStart, offset)
    writer.uint(stop - pos + (halvesPair ? replacementBytes.length : 0))
    if (halvesPair) writer.copy(replacementBytes, 0, replacementBytes.length)
    return writer.copy(bytes, pos, stop)
  }
  writer.uint(length - offset)
  writer.copy(bytes, skipValues(cursor, ref, contentStart, offset), stop)
}

/** Where the values behind the first few begin. */
function skipValues(
  { bytes, pos: stop }: StructCursor,
  ref: number,
  contentStart: number,
  count: number,
): number {
  let pos = skipUint(bytes, contentStart).pos
  for (let left = count; left > 0; left--) {
    if (ref === structRef.any) pos = anyEnd(bytes, pos, stop)
    else {
      const length = skipUint(bytes, pos)
      pos = length.pos + length.value
    }
  }
  return pos
}

function skipUint(bytes: Uint8Array, start: number): { value: number; pos: number } {
  let value = 0
  let pos = start
  for (let factor = 1; ; factor *= 0x80) {
    const byte = bytes[pos++] as number
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, pos }
  }
}
