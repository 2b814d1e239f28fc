import { RunCursor } from '#storage/run-codec'

/** Updates back to back in one buffer: thousands of small ones are slow to hand from thread to thread. */
export type PackedUpdates = {
  readonly updateBytes: Uint8Array<ArrayBuffer>
  readonly updateLengths: Uint32Array<ArrayBuffer>
}

/** The updates of runs. @throws {Error} where the bytes are no runs */
export function packRuns(runs: readonly Uint8Array[]): PackedUpdates {
  let [bytes, count] = [0, 0]
  for (const run of runs) {
    const cursor = new RunCursor(run)
    while (cursor.next()) bytes += cursor.updateEnd - cursor.updateStart
    count += cursor.count
  }
  const updateBytes = new Uint8Array(bytes)
  const updateLengths = new Uint32Array(count)
  let [end, index] = [0, 0]
  for (const run of runs) {
    const cursor = new RunCursor(run)
    while (cursor.next()) {
      const { updateStart, updateEnd } = cursor
      updateBytes.set(run.subarray(updateStart, updateEnd), end)
      updateLengths[index++] = updateEnd - updateStart
      end += updateEnd - updateStart
    }
  }
  return { updateBytes, updateLengths }
}

/** Views into the buffer. */
export function unpackUpdates({ updateBytes, updateLengths }: PackedUpdates): Uint8Array[] {
  let end = 0
  return Array.from(updateLengths, (length) => updateBytes.subarray(end, (end += length)))
}
