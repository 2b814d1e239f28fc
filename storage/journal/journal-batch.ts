import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

import type { JournalEntry } from '#storage/document-update-store'
import { entryBound, writeRun, type StoredRun } from '#storage/run-codec'

/**
 * The byte format of a journal segment. A segment is batches back to back, then zeros: it is written full of
 * zeros before its first use, so that a batch changes no file size. Numbers are little-endian.
 *
 *     batch    "PLJ2" core crc32(core) | shares | table | 0 to 7 zeros | core crc32(core) "END2"
 *     core     8 salt of the segment, 4 number of the batch in the segment (1, 2, 3, ...),
 *              4 + 4 segment and end of the batch before (0 0 for the first of all),
 *              4 count of shares, 4 bytes of shares, 4 crc32(shares), 4 crc32(table)
 *     shares   each: 4 bytes of run, 4 count of entries, 2 bytes of document id, 6 sequence of the first,
 *              6 + 6 when the first and the last were received; then the document id in UTF-8, then the
 *              entries as a run (run-codec.ts), which goes into the tables as it is
 *     table    each: 8 key of the document id, 4 bytes of the share, 4 crc32(share)
 *
 * A batch is a multiple of 8 bytes long and begins at one. What is said twice is said at both ends, since
 * damage mostly hits one place: the core at the head and the foot, and whose a share is in the share and in
 * the table. The salt is random, so that nothing inside an update can pass for a batch.
 */
export type BatchCore = {
  readonly salt: bigint
  readonly batch: number
  readonly previousSegment: number
  readonly previousEnd: number
  readonly shareCount: number
  readonly sharesBytes: number
  readonly sharesChecksum: number
  readonly tableChecksum: number
}

/** Where a batch ends: everything up to there has been written before. */
export type JournalPosition = { readonly segment: number; readonly end: number }

export const headMagic = Buffer.from('PLJ2')
export const footMagic = Buffer.from('END2')
const coreBytes = 36
/** Of the head and of the foot alike. */
export const edgeBytes = coreBytes + 8
const tableRowBytes = 16
const shareHeadBytes = 28
/** Of a document id, user or session. */
export const maxNameBytes = 0xffff

const batchAlignment = 8

/** Entries of one document in a batch, which follow each other. */
export type Share = {
  readonly documentId: string
  /** Of the document: {@link documentKey}. */
  readonly key: Uint8Array
  readonly firstSequence: number
  readonly entries: readonly JournalEntry[]
}

/** Entries that are to be on disk together, in the form in which they get there. */
export class JournalBatch {
  readonly bytes: Buffer
  readonly #core: Omit<BatchCore, 'salt' | 'batch' | 'previousSegment' | 'previousEnd'>

  constructor(shares: readonly Share[]) {
    let bound = 2 * edgeBytes + tableRowBytes * shares.length + batchAlignment
    for (const share of shares) bound += shareBound(share)
    const bytes = Buffer.allocUnsafeSlow(bound)
    const ends: number[] = []
    let at = edgeBytes
    for (const share of shares) ends.push((at = writeShare(bytes, at, share)))
    const sharesEnd = at
    let start = edgeBytes
    for (const [index, end] of ends.entries()) {
      bytes.set((shares[index] as Share).key, at)
      bytes.writeUInt32LE(end - start, at + 8)
      bytes.writeUInt32LE(crc32(bytes.subarray(start, end)), at + 12)
      at += tableRowBytes
      start = end
    }
    const length = aligned(at + edgeBytes)
    bytes.fill(0, at, length - edgeBytes)
    this.bytes = bytes.subarray(0, length)
    this.#core = {
      shareCount: shares.length,
      sharesBytes: sharesEnd - edgeBytes,
      sharesChecksum: crc32(bytes.subarray(edgeBytes, sharesEnd)),
      tableChecksum: crc32(bytes.subarray(sharesEnd, at)),
    }
  }

  /** Puts in its place what has to be the first attempt's or a later one's. */
  placeAt(salt: bigint, batch: number, previous: JournalPosition): void {
    const { bytes } = this
    const core = encodeCore({
      ...this.#core,
      salt,
      batch,
      previousSegment: previous.segment,
      previousEnd: previous.end,
    })
    bytes.set(headMagic, 0)
    bytes.set(core, headMagic.length)
    bytes.set(core, bytes.length - edgeBytes)
    bytes.set(footMagic, bytes.length - footMagic.length)
  }
}

/** By which damage is laid to a document even where its id cannot be read. */
export function documentKey(documentId: string): Buffer {
  return createHash('sha256').update(documentId).digest().subarray(0, 8)
}

export function batchLength({ sharesBytes, shareCount }: BatchCore): number {
  return aligned(2 * edgeBytes + sharesBytes + tableRowBytes * shareCount)
}

/** The core of the batch that begins here, where a sound head does. */
export function readHead(bytes: Buffer, at: number): BatchCore | undefined {
  if (at + edgeBytes > bytes.length || bytes.compare(headMagic, 0, 4, at, at + 4) !== 0) return undefined
  return decodeCore(bytes, at + 4)
}

/** The core of the batch that ends here, where a sound foot does. */
export function readFoot(bytes: Buffer, end: number): BatchCore | undefined {
  if (end < edgeBytes || bytes.compare(footMagic, 0, 4, end - 4, end) !== 0) return undefined
  return decodeCore(bytes, end - edgeBytes)
}

export type ReadShare = { readonly documentId: string; readonly run: StoredRun }

export type BatchContent = {
  readonly shares: readonly ReadShare[]
  /** Keys of the documents of which an entry is lost. */
  readonly damagedKeys: readonly Buffer[]
}

/** What a batch holds; undefined where not even the owners of what is damaged can be told. Runs are views. */
export function readContent(bytes: Buffer, start: number, core: BatchCore): BatchContent | undefined {
  const from = start + edgeBytes
  const end = from + core.sharesBytes
  const shares: ReadShare[] = []
  if (crc32(bytes.subarray(from, end)) === core.sharesChecksum) {
    for (let at = from; at < end; at += shareLength(bytes, at)) shares.push(readShare(bytes, at))
    return { shares, damagedKeys: [] }
  }
  const table = bytes.subarray(end, end + tableRowBytes * core.shareCount)
  if (crc32(table) !== core.tableChecksum) return undefined
  const damagedKeys: Buffer[] = []
  let at = from
  for (let row = 0; row < table.length; row += tableRowBytes) {
    const length = table.readUInt32LE(row + 8)
    const sound = crc32(bytes.subarray(at, at + length)) === table.readUInt32LE(row + 12)
    if (sound) shares.push(readShare(bytes, at))
    else damagedKeys.push(Buffer.from(table.subarray(row, row + 8)))
    at += length
  }
  return { shares, damagedKeys }
}

/** A character is up to three bytes for each unit of its length. */
function shareBound({ documentId, entries }: Share): number {
  let bound = shareHeadBytes + 3 * documentId.length
  for (const entry of entries) bound += entryBound(entry)
  return bound
}

/** @returns where it ends */
function writeShare(bytes: Buffer, start: number, { documentId, firstSequence, entries }: Share): number {
  const idBytes = bytes.write(documentId, start + shareHeadBytes)
  const runStart = start + shareHeadBytes + idBytes
  const end = writeRun(bytes, runStart, entries)
  bytes.writeUInt32LE(end - runStart, start)
  bytes.writeUInt32LE(entries.length, start + 4)
  bytes.writeUInt16LE(idBytes, start + 8)
  bytes.writeUIntLE(firstSequence, start + 10, 6)
  bytes.writeUIntLE(entries[0]?.receivedAt ?? 0, start + 16, 6)
  bytes.writeUIntLE(entries.at(-1)?.receivedAt ?? 0, start + 22, 6)
  return end
}

function shareLength(bytes: Buffer, at: number): number {
  return shareHeadBytes + bytes.readUInt16LE(at + 8) + bytes.readUInt32LE(at)
}

function readShare(bytes: Buffer, start: number): ReadShare {
  const idStart = start + shareHeadBytes
  const runStart = idStart + bytes.readUInt16LE(start + 8)
  const firstSequence = bytes.readUIntLE(start + 10, 6)
  return {
    documentId: bytes.toString('utf8', idStart, runStart),
    run: {
      firstSequence,
      lastSequence: firstSequence + bytes.readUInt32LE(start + 4) - 1,
      firstReceivedAt: bytes.readUIntLE(start + 16, 6),
      lastReceivedAt: bytes.readUIntLE(start + 22, 6),
      bytes: bytes.subarray(runStart, runStart + bytes.readUInt32LE(start)),
    },
  }
}

function encodeCore(core: BatchCore): Buffer {
  const bytes = Buffer.allocUnsafe(coreBytes + 4)
  bytes.writeBigUInt64LE(core.salt)
  bytes.writeUInt32LE(core.batch, 8)
  bytes.writeUInt32LE(core.previousSegment, 12)
  bytes.writeUInt32LE(core.previousEnd, 16)
  bytes.writeUInt32LE(core.shareCount, 20)
  bytes.writeUInt32LE(core.sharesBytes, 24)
  bytes.writeUInt32LE(core.sharesChecksum, 28)
  bytes.writeUInt32LE(core.tableChecksum, 32)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, coreBytes)), coreBytes)
  return bytes
}

function decodeCore(bytes: Buffer, at: number): BatchCore | undefined {
  if (crc32(bytes.subarray(at, at + coreBytes)) !== bytes.readUInt32LE(at + coreBytes)) return undefined
  return {
    salt: bytes.readBigUInt64LE(at),
    batch: bytes.readUInt32LE(at + 8),
    previousSegment: bytes.readUInt32LE(at + 12),
    previousEnd: bytes.readUInt32LE(at + 16),
    shareCount: bytes.readUInt32LE(at + 20),
    sharesBytes: bytes.readUInt32LE(at + 24),
    sharesChecksum: bytes.readUInt32LE(at + 28),
    tableChecksum: bytes.readUInt32LE(at + 32),
  }
}

function aligned(length: number): number {
  return Math.ceil(length / batchAlignment) * batchAlignment
}
