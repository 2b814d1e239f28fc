/** Changes bytes in a way that often leaves most of a message in order. */
export function damaged(bytes: Uint8Array, other: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit)
  const at = below(bytes.byteLength)
  const choice = random()
  if (choice < 0.35) {
    const changed = bytes.slice()
    changed[at] = random() < 0.5 ? below(256) : (changed[at] ?? 0) ^ (1 << below(8))
    return changed
  }
  if (choice < 0.5) {
    const changed = bytes.slice()
    // Small numbers are lengths, counts, kinds and clocks.
    changed[at] = below(12)
    return changed
  }
  if (choice < 0.6) return bytes.slice(0, at)
  if (choice < 0.7) return Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + 1 + below(4))])
  if (choice < 0.8) return Uint8Array.from([...bytes.slice(0, at), below(256), ...bytes.slice(at)])
  if (choice < 0.9) {
    const from = below(other.byteLength)
    return Uint8Array.from([
      ...bytes.slice(0, at),
      ...other.slice(from, from + below(20)),
      ...bytes.slice(at),
    ])
  }
  const from = below(other.byteLength)
  return Uint8Array.from([...bytes.slice(0, at), ...other.slice(from)])
}
