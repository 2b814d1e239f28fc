/** How many UTF-16 units (the length of a JavaScript string) UTF-8 bytes stand for; -1 where they are no UTF-8. */
export function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let units = 0
  let pos = start
  while (pos < end) {
    const lead = bytes[pos++] as number
    units++
    if (lead < 0x80) continue
    if (lead < 0xc2 || lead > 0xf4) return -1
    const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3
    if (pos + more > end) return -1
    // The shortest form only, no surrogates, nothing beyond U+10FFFF: all of it shows in the second byte.
    const second = bytes[pos] as number
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    if (second < least || second > most) return -1
    if (more > 1 && ((bytes[pos + 1] as number) & 0xc0) !== 0x80) return -1
    if (more > 2) {
      if (((bytes[pos + 2] as number) & 0xc0) !== 0x80) return -1
      units++
    }
    pos += more
  }
  return units
}

/** U+FFFD, which stands for half of a surrogate pair. */
export const replacementBytes = Uint8Array.of(0xef, 0xbf, 0xbd)

export type Utf16Cut = {
  /** Where the text behind the cut begins. */
  readonly pos: number
  /** The cut goes through a surrogate pair: `pos` is behind it, and U+FFFD stands for its second half. */
  readonly halvesPair: boolean
}

/** Finds the place `units` UTF-16 units into valid UTF-8. */
export function cutUtf16(bytes: Uint8Array, start: number, units: number): Utf16Cut {
  let pos = start
  let left = units
  while (left > 0) {
    const lead = bytes[pos] as number
    if (lead < 0xf0) {
      pos += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : 3
      left--
      continue
    }
    pos += 4
    if (left === 1) return { pos, halvesPair: true }
    left -= 2
  }
  return { pos, halvesPair: false }
}
