import { RunCursor } from '#storage/run-codec'

/** Updates in one buffer: thousands of small ones are slow to hand from thread to thread. */
export type PackedUpdates = {
  readonly updateBytes: Uint8Array<ArrayBuffer>
  /** Where each update begins and ends in the bytes, one pair after the other. */
  readonly updateBounds: Uint32Array<ArrayBuffer>
}

/** The updates of runs, where they are if they are in a buffer of their own. @throws {Error} if these are no runs */
export function packRuns(runs: readonly Uint8Array[]): PackedUpdates {
  const [only] = runs
  const updateBytes = own(only && runs.length === 1 ? only : Buffer.concat(runs))
  const counting = new RunCursor(updateBytes)
  while (counting.next());
  const updateBounds = new Uint32Array(counting.count * 2)
  const cursor = new RunCursor(updateBytes)
  for (let at = 0; cursor.next(); at += 2) {
    updateBounds[at] = cursor.updateStart
    updateBounds[at + 1] = cursor.updateEnd
  }
  return { updateBytes, updateBounds }
}

export function countUpdates({ updateBounds }: PackedUpdates): number {
  return updateBounds.length / 2
}

/** Views into the buffer. */
export function unpackUpdates({ updateBytes, updateBounds }: PackedUpdates): Uint8Array[] {
  return Array.from({ length: updateBounds.length / 2 }, (_, index) => {
    const [start = 0, end = 0] = [updateBounds[index * 2], updateBounds[index * 2 + 1]]
    return new Uint8Array(updateBytes.buffer, updateBytes.byteOffset + start, end - start)
  })
}

/** Bytes that have a buffer to themselves, so that it can move to another thread: these, or a copy. */
export function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) return new Uint8Array(buffer)
  return new Uint8Array(bytes)
}
