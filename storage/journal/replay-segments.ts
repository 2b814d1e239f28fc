import { readContent, type JournalPosition, type ReadShare } from '#storage/journal/journal-batch'
import { isTorn, scanSegment, type ScannedBatch, type SegmentScan } from '#storage/journal/scan-segment'
import { StorageError } from '#storage/storage-error'

/** A segment of the catalogue, with where to begin in it. */
export type LeftSegment = {
  readonly segment: number
  readonly salt: bigint
  readonly drained: { readonly end: number; readonly batch: number }
  readonly file: string
  readonly bytes: Buffer
  /** Where in the file they begin: at the begin of a block, and not behind what is drained; else 0. */
  readonly base?: number
}

export type Replay = {
  /** In the order in which they were written. */
  readonly shares: readonly ReadShare[]
  /** Keys of documents of which an entry is lost. */
  readonly damagedKeys: readonly Buffer[]
  /** Where the last whole batch ends, and its number in the segment. */
  readonly end: JournalPosition & { readonly batch: number }
  /** Bytes of a batch that a power cut tore; nobody was told of it. */
  readonly tornBytes: number
}

type Scanned = LeftSegment & SegmentScan
/** A segment that counts, and how much of it a later one proves to have been on disk. */
type Link = { readonly scanned: Scanned; readonly provenEnd: number | undefined }

/**
 * Reads what a server that ended by itself left behind. An example, of segments written one after the other:
 *
 *     1  | drained        | batch 5 | batch 6 | what a failed write left |
 *     2  | batch 1, which says that the one before it ends in segment 1 behind batch 6 | batch 2 | zeros |
 *     3  | zeros: made ahead, and not used |
 *
 * `drained` is where the tables stand, and so where reading begins. Segment 2 gives segment 1 its
 * `provenEnd`: all before it was on disk, or damage is laid to somebody; what is behind it counts for nothing.
 * In the last one written to, here 2, nothing proves an end, and its last batch may be torn; a server that
 * reads after itself knows better, and says so by `through`. A `hole` is a stretch in which batches must have
 * been and none can be read: before a proven end it is a loss. `end` is where the last batch that counts ends.
 * `left` are the segments from the one drained last on,
 * in order. What a failed write left at the end of a segment does not count: the next segment names where the
 * one before it really ended. With `through` all up to there is known to be on disk, in the last of them.
 * @throws {StorageError} `damaged` where entries are lost and nothing tells whose.
 */
export function replaySegments(left: readonly LeftSegment[], through?: JournalPosition): Replay {
  const shares: ReadShare[] = []
  const damagedKeys: Buffer[] = []
  let end: Replay['end'] = { segment: 0, end: 0, batch: 0 }
  let tornBytes = 0
  for (const { scanned, provenEnd } of chain(left, through?.end)) {
    const { segment, bytes, base = 0, drained, hole } = scanned
    const kept = scanned.batches.filter((batch) => provenEnd === undefined || batch.end <= provenEnd)
    end = { segment, ...drained }
    if (hole && (provenEnd === undefined || hole.start < provenEnd)) throw lost(scanned, hole)
    for (const batch of kept) {
      const content = readContent(bytes, batch.start - base, batch.core)
      const isLast = provenEnd === undefined && batch === kept.at(-1)
      if (content?.damagedKeys.length !== 0 && isLast && isTorn(bytes, moved(batch, -base))) {
        tornBytes = base + bytes.length - batch.start
        break
      }
      if (!content) throw lost(scanned, batch)
      shares.push(...content.shares)
      damagedKeys.push(...content.damagedKeys)
      end = { segment, end: batch.end, batch: batch.core.batch }
    }
    if (provenEnd !== undefined && end.end !== provenEnd)
      throw lost(scanned, { start: end.end, end: provenEnd })
  }
  return { shares, damagedKeys, end, tornBytes }
}

/** The segments that count, in order: from the last one written to, each names the one before it. */
function chain(left: readonly LeftSegment[], through: number | undefined): Link[] {
  const links: Link[] = []
  let provenEnd = through
  let index = left.length - 1
  while (index >= 0) {
    const candidate = left[index] as LeftSegment
    const scanned = scan(candidate)
    const [first] = scanned.batches
    const used = candidate.drained.batch > 0 || first !== undefined || scanned.hole !== undefined
    if (!used && provenEnd === undefined) {
      index--
      continue
    }
    links.unshift({ scanned, provenEnd })
    // What is drained is the begin of the chain.
    if (candidate.drained.batch > 0 || !first || first.core.previousSegment === 0) break
    const { previousSegment } = first.core
    provenEnd = first.core.previousEnd
    index = left.findIndex(({ segment }) => segment === previousSegment)
    if (index < 0 && previousSegment >= (left[0]?.segment ?? 0)) {
      throw new StorageError('damaged', `segment ${previousSegment} of the journal is missing`)
    }
  }
  return links
}

/** Its places are those in the file. */
function scan(segment: LeftSegment): Scanned {
  const { bytes, base = 0, salt, drained } = segment
  const { batches, hole } = scanSegment(bytes, salt, { end: drained.end - base, batch: drained.batch })
  return { ...segment, batches: batches.map((batch) => moved(batch, base)), hole: hole && moved(hole, base) }
}

function moved<Stretch extends { readonly start: number; readonly end: number }>(
  stretch: Stretch,
  by: number,
): Stretch {
  return { ...stretch, start: stretch.start + by, end: stretch.end + by }
}

function lost({ file }: LeftSegment, { start, end }: Pick<ScannedBatch, 'start' | 'end'>): StorageError {
  return new StorageError(
    'damaged',
    `${file} is damaged from byte ${start} to ${end}, and nothing tells whose edits were there`,
  )
}
