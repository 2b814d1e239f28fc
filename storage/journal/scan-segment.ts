import {
  batchLength,
  edgeBytes,
  footMagic,
  headMagic,
  readFoot,
  readHead,
  type BatchCore,
} from '#storage/journal/journal-batch'

export type ScannedBatch = { readonly start: number; readonly end: number; readonly core: BatchCore }

export type SegmentScan = {
  readonly batches: readonly ScannedBatch[]
  /** See the drawing in replay-segments.ts. Begin and end of the first stretch that held batches and is beyond reading; nothing is told of what follows. */
  readonly hole: { readonly start: number; readonly end: number } | undefined
}

/** A power cut leaves whole blocks of this size written or as they were. */
export const blockBytes = 512

/**
 * Finds the batches behind a place in a segment. The last one may be torn: a batch is only written once the
 * one before is on disk, so of all batches only the last can be. {@link isTorn} tells that from damage.
 */
export function scanSegment(bytes: Buffer, salt: bigint, from: { end: number; batch: number }): SegmentScan {
  const batches: ScannedBatch[] = []
  let { end, batch } = from
  for (;;) {
    const start = end
    const head = readHead(bytes, start)
    const core =
      head && head.salt === salt && head.batch === batch + 1 ? head : findFoot(bytes, start, salt, batch + 1)
    if (!core) {
      const next = findLater(bytes, start, salt, batch + 1)
      if (next === undefined && isUnwritten(bytes, start)) return { batches, hole: undefined }
      return { batches, hole: { start, end: next ?? bytes.length } }
    }
    end = start + batchLength(core)
    batch++
    batches.push({ start, end, core })
    if (end >= bytes.length) return { batches, hole: undefined }
  }
}

/**
 * Whether a batch that does not read as it was written looks as a power cut leaves it: its end was not
 * written, or some block of it was not. What was not written is zeros, or the file is shorter; damage that
 * happens to be a whole block of zeros in the very last batch passes for a tear.
 */
export function isTorn(bytes: Buffer, { start, end }: ScannedBatch): boolean {
  if (end > bytes.length || bytes[end - 1] === 0) return true
  for (let from = start; from < end;) {
    const to = Math.min(end, from - (from % blockBytes) + blockBytes)
    if (isZero(bytes, from, to)) return true
    from = to
  }
  return false
}

/** Whether what is here can be no batch that was written whole: no head, or only the begin of one. */
function isUnwritten(bytes: Buffer, start: number): boolean {
  const headEnd = start + edgeBytes
  const blockEnd = start - (start % blockBytes) + blockBytes
  if (isZero(bytes, start, Math.min(headEnd, blockEnd))) return true
  if (headEnd > blockEnd && isZero(bytes, blockEnd, headEnd)) return true
  return isZero(bytes, headEnd, bytes.length)
}

/** The core of the batch that begins at `start`, by its foot. */
function findFoot(bytes: Buffer, start: number, salt: bigint, batch: number): BatchCore | undefined {
  for (const end of places(bytes, footMagic, start)) {
    const core = readFoot(bytes, end + footMagic.length)
    if (core?.salt !== salt || core.batch !== batch) continue
    if (end + footMagic.length - batchLength(core) === start) return core
  }
  return undefined
}

/** Where there is something of a batch after this one: its head, or else its foot. */
function findLater(bytes: Buffer, start: number, salt: bigint, batch: number): number | undefined {
  const isLater = (core: BatchCore | undefined): boolean => core?.salt === salt && core.batch > batch
  for (const at of places(bytes, headMagic, start)) if (isLater(readHead(bytes, at))) return at
  for (const at of places(bytes, footMagic, start))
    if (isLater(readFoot(bytes, at + footMagic.length))) return at
  return undefined
}

function* places(bytes: Buffer, magic: Buffer, from: number): Generator<number> {
  for (let at = bytes.indexOf(magic, from); at >= 0; at = bytes.indexOf(magic, at + 1)) yield at
}

function isZero(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < Math.min(end, bytes.length); at++) if (bytes[at] !== 0) return false
  return true
}
