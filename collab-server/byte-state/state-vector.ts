import { StructCursor } from '#collab-server/byte-state/struct-cursor'

/** A state vector (PROTOCOL S1) as a map. @throws {ProtocolError} `malformed` */
export function decodeStateVector(bytes: Uint8Array): Map<number, number> {
  const cursor = new StructCursor()
  cursor.open(bytes)
  const clocks = new Map<number, number>()
  for (let left = cursor.uint(); left > 0; left--) {
    const client = cursor.uint()
    clocks.set(client, cursor.uint())
  }
  return clocks
}
