/** Updates back to back in one buffer: thousands of small ones are slow to hand from thread to thread. */
export type PackedUpdates = {
  readonly updateBytes: Uint8Array<ArrayBuffer>
  readonly updateLengths: Uint32Array<ArrayBuffer>
}

export function packUpdates(updates: readonly Uint8Array[]): PackedUpdates {
  const updateLengths = Uint32Array.from(updates, (update) => update.byteLength)
  const updateBytes = new Uint8Array(updateLengths.reduce((sum, length) => sum + length, 0))
  let end = 0
  for (const update of updates) {
    updateBytes.set(update, end)
    end += update.byteLength
  }
  return { updateBytes, updateLengths }
}

/** Views into the buffer. */
export function unpackUpdates({ updateBytes, updateLengths }: PackedUpdates): Uint8Array[] {
  let end = 0
  return Array.from(updateLengths, (length) => updateBytes.subarray(end, (end += length)))
}
