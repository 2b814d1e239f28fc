/** So many client ids are each person's own (PROTOCOL I5). */
const idsOfPerson = 2 ** 28
/** Beyond what Yjs draws for anybody, which has 32 bits; all of them have 53, as the wire's numbers do. */
const firstShare = 2 ** 4
const shares = 2 ** 24 - firstShare

/**
 * Tells which client ids are a person's own, under which nobody else writes who may only suggest (PROTOCOL I5). It
 * takes nothing else than the two, so that nobody has to remember whose an id is.
 */
export function ownClientIds(userId: string): (clientId: number) => boolean {
  const share = shareOf(userId)
  return (clientId) => Math.floor(clientId / idsOfPerson) === share
}

/** One of the person's own, by chance. */
export function drawOwnClientId(userId: string): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
  return shareOf(userId) * idsOfPerson + (drawn % idsOfPerson)
}

function shareOf(userId: string): number {
  return firstShare + (fnv1a(new TextEncoder().encode(userId)) % shares)
}

/** FNV-1a of 32 bits (draft-eastlake-fnv): nobody chooses their user id, so that it need not be one-way. */
function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
