import { fail, type StructCursor } from '#collab-server/byte-state/struct-cursor'
import { updateBounds } from '#collab-server/update-bounds'
import { ProtocolError } from '#protocol/protocol-error'

/**
 * Reads what an update says is deleted (yjs/src/utils/DeleteSet.js):
 *
 *     varUint clients; each: varUint client, varUint ranges; each: varUint clock, varUint length
 *
 * Yjs writes ranges in order, each of some length, and gets lost in others where it has to keep them for later.
 * @throws {ProtocolError} `malformed` or `tooBig`
 */
export function readDeleteSet(
  cursor: StructCursor,
  found: (client: number, start: number, end: number) => void,
): void {
  const clientCount = cursor.uint()
  if (clientCount > updateBounds.maxClients) throw new ProtocolError('tooBig', 'too many clients')
  const clients = clientCount > 1 ? new Set<number>() : undefined
  for (let clientsLeft = clientCount; clientsLeft > 0; clientsLeft--) {
    const client = cursor.uint()
    if (clients && clients.size === clients.add(client).size) fail('two delete sets of one client')
    let end = 0
    for (let left = cursor.uint(); left > 0; left--) {
      const start = cursor.clock()
      if (start < end) fail('deletions out of order')
      const length = cursor.uint()
      if (length === 0) fail('a deletion of nothing')
      end = start + length
      if (end > updateBounds.maxClock) fail('beyond every clock')
      found(client, start, end)
    }
  }
}
