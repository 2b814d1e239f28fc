import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { packEntries, unpackEntries } from '#storage/columns/pack-entries'
import { decodeRun, encodeRun } from '#storage/run-codec'

/** How `history.format` says that a chunk is runs behind one another, by Zstandard; as both databases have it. */
export const zstdRuns = 2
/** The same of entries in columns. */
export const columns = 3

export type PackedRun = {
  readonly format: typeof zstdRuns | typeof columns
  readonly bytes: Uint8Array
  /** What it takes unpacked. */
  readonly runBytes: number
}

/**
 * Entries on their way to the history: in columns; as runs where they would give back anything but what they were given,
 * since nothing else is kept of it.
 * @param run runs of one document behind one another
 */
export function packRun(
  documentId: string,
  run: Uint8Array,
  pack: typeof packEntries = packEntries,
): PackedRun {
  const entries = decodeRun(documentId, 1, run)
  const plain = encodeRun(entries)
  const bytes = pack(entries)
  return givesBack(plain, bytes)
    ? { format: columns, bytes, runBytes: plain.byteLength }
    : { format: zstdRuns, bytes: zstdCompressSync(run), runBytes: run.byteLength }
}

/** The runs that were packed. @throws {Error} where they are not whole, or of a format that is not known */
export function unpackRun(format: number, bytes: Uint8Array): Uint8Array {
  if (format === zstdRuns) return zstdDecompressSync(bytes)
  if (format === columns) return encodeRun(unpackEntries('', 1, bytes))
  throw new RangeError(`chunks of the format ${format} are not known`)
}

function givesBack(run: Uint8Array, packed: Uint8Array): boolean {
  try {
    return Buffer.compare(unpackRun(columns, packed), run) === 0
  } catch {
    // Whatever it says: it cannot be read.
    return false
  }
}
