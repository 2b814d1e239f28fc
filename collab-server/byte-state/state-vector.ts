import { StructCursor } from '#collab-server/byte-state/struct-cursor'
import { maxNamedClients } from '#collab-server/update-bounds'
import { ProtocolError } from '#protocol/protocol-error'

/**
 * A state vector (PROTOCOL S1) as a map; `knownClients`: how many the document has.
 * @throws {ProtocolError} `malformed` or `tooBig`
 */
export function decodeStateVector(bytes: Uint8Array, knownClients = 0): Map<number, number> {
  const cursor = new StructCursor()
  cursor.open(bytes)
  const clocks = new Map<number, number>()
  const count = cursor.uint()
  if (count > maxNamedClients(knownClients)) throw new ProtocolError('tooBig', 'too many clients')
  for (let left = count; left > 0; left--) {
    const client = cursor.uint()
    clocks.set(client, cursor.uint())
  }
  return clocks
}
