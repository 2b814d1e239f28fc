const mostBytes = 5

/** Of how many clients an update (Yjs V1) says that it has structs: its first number, read without the rest. */
export function countClients(update: Uint8Array): number {
  let count = 0
  let factor = 1
  for (const byte of update.subarray(0, mostBytes)) {
    count += (byte & 127) * factor
    if (byte < 128) break
    factor *= 128
  }
  return count
}
