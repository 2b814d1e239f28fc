import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

import type { StoredEntry } from '#storage/document-update-store'

/**
 * The byte format of a journal segment. A segment is batches back to back, then zeros: it is written full of
 * zeros before its first use, so that a batch changes no file size. Numbers are little-endian.
 *
 *     batch    "PLJ1" core crc32(core) | entries | table | 0 to 7 zeros | core crc32(core) "END1"
 *     core     8 salt of the segment, 4 number of the batch in the segment (1, 2, 3, ...),
 *              4 + 4 segment and end of the batch before (0 0 for the first of all),
 *              4 count of entries, 4 bytes of entries, 4 crc32(entries), 4 crc32(table)
 *     entries  each: 4 bytes of update, 2 of document id, 2 of user, 2 of session, 6 received at,
 *              6 sequence; then document id, user and session in UTF-8, then the update
 *     table    each: 8 key of the document id, 4 bytes of the entry, 4 crc32(entry)
 *
 * A batch is a multiple of 8 bytes long and begins at one. What is said twice is said at both ends, since
 * damage mostly hits one place: the core at the head and the foot, and whose an entry is in the entry and in
 * the table. The salt is random, so that nothing inside an update can pass for a batch.
 */
export type BatchCore = {
  readonly salt: bigint
  readonly batch: number
  readonly previousSegment: number
  readonly previousEnd: number
  readonly entryCount: number
  readonly entriesBytes: number
  readonly entriesChecksum: number
  readonly tableChecksum: number
}

/** Where a batch ends: everything up to there has been written before. */
export type JournalPosition = { readonly segment: number; readonly end: number }

export const headMagic = Buffer.from('PLJ1')
export const footMagic = Buffer.from('END1')
const coreBytes = 36
/** Of the head and of the foot alike. */
export const edgeBytes = coreBytes + 8
const tableRowBytes = 16
const entryHeadBytes = 22
/** Of a document id, user or session. */
export const maxNameBytes = 0xffff

const batchAlignment = 8

/** Entries that are to be on disk together, in the form in which they get there. */
export class JournalBatch {
  readonly bytes: Buffer
  readonly #core: Omit<BatchCore, 'salt' | 'batch' | 'previousSegment' | 'previousEnd'>

  /** `keys` are those of the entries' documents. */
  constructor(entries: readonly StoredEntry[], keys: readonly Uint8Array[]) {
    const tableBytes = tableRowBytes * entries.length
    const bound = entries.reduce(
      (sum, entry) => sum + entryBound(entry),
      2 * edgeBytes + tableBytes + batchAlignment,
    )
    const bytes = Buffer.allocUnsafeSlow(bound)
    const ends: number[] = []
    let at = edgeBytes
    for (const entry of entries) {
      at = writeEntry(bytes, at, entry)
      ends.push(at)
    }
    const entriesEnd = at
    let start = edgeBytes
    for (const [index, end] of ends.entries()) {
      bytes.set(keys[index] as Uint8Array, at)
      bytes.writeUInt32LE(end - start, at + 8)
      bytes.writeUInt32LE(crc32(bytes.subarray(start, end)), at + 12)
      at += tableRowBytes
      start = end
    }
    const length = aligned(at + edgeBytes)
    bytes.fill(0, at, length - edgeBytes)
    this.bytes = bytes.subarray(0, length)
    this.#core = {
      entryCount: entries.length,
      entriesBytes: entriesEnd - edgeBytes,
      entriesChecksum: crc32(bytes.subarray(edgeBytes, entriesEnd)),
      tableChecksum: crc32(bytes.subarray(entriesEnd, at)),
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

export function batchLength({ entriesBytes, entryCount }: BatchCore): number {
  return aligned(2 * edgeBytes + entriesBytes + tableRowBytes * entryCount)
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

export type BatchContent = {
  readonly entries: readonly StoredEntry[]
  /** Keys of the documents of which an entry is lost. */
  readonly damagedKeys: readonly Buffer[]
}

/** What a batch holds; undefined where not even the owners of what is damaged can be told. Updates are views. */
export function readContent(bytes: Buffer, start: number, core: BatchCore): BatchContent | undefined {
  const from = start + edgeBytes
  const end = from + core.entriesBytes
  const table = bytes.subarray(end, end + tableRowBytes * core.entryCount)
  if (crc32(bytes.subarray(from, end)) === core.entriesChecksum) {
    const entries: StoredEntry[] = []
    for (let at = from; at < end;) {
      const length = entryLength(bytes, at)
      entries.push(readEntry(bytes, at))
      at += length
    }
    return { entries, damagedKeys: [] }
  }
  if (crc32(table) !== core.tableChecksum) return undefined
  const entries: StoredEntry[] = []
  const damagedKeys: Buffer[] = []
  let at = from
  for (let row = 0; row < table.length; row += tableRowBytes) {
    const length = table.readUInt32LE(row + 8)
    const sound = crc32(bytes.subarray(at, at + length)) === table.readUInt32LE(row + 12)
    if (sound) entries.push(readEntry(bytes, at))
    else damagedKeys.push(Buffer.from(table.subarray(row, row + 8)))
    at += length
  }
  return { entries, damagedKeys }
}

/** A character is up to three bytes for each unit of its length. */
function entryBound({ documentId, userId, sessionId, update }: StoredEntry): number {
  return entryHeadBytes + 3 * (documentId.length + userId.length + sessionId.length) + update.byteLength
}

/** Returns where it ends. */
function writeEntry(bytes: Buffer, start: number, entry: StoredEntry): number {
  const { documentId, userId, sessionId, update } = entry
  let at = start + entryHeadBytes
  const idBytes = bytes.write(documentId, at)
  at += idBytes
  const userBytes = userId === '' ? 0 : bytes.write(userId, at)
  at += userBytes
  const sessionBytes = bytes.write(sessionId, at)
  at += sessionBytes
  bytes.set(update, at)
  bytes.writeUInt32LE(update.byteLength, start)
  bytes.writeUInt16LE(idBytes, start + 4)
  bytes.writeUInt16LE(userBytes, start + 6)
  bytes.writeUInt16LE(sessionBytes, start + 8)
  bytes.writeUIntLE(entry.receivedAt, start + 10, 6)
  bytes.writeUIntLE(entry.sequence, start + 16, 6)
  return at + update.byteLength
}

function entryLength(bytes: Buffer, at: number): number {
  const names = bytes.readUInt16LE(at + 4) + bytes.readUInt16LE(at + 6) + bytes.readUInt16LE(at + 8)
  return entryHeadBytes + names + bytes.readUInt32LE(at)
}

function readEntry(bytes: Buffer, start: number): StoredEntry {
  const [id, user, session] = [
    bytes.readUInt16LE(start + 4),
    bytes.readUInt16LE(start + 6),
    bytes.readUInt16LE(start + 8),
  ]
  const from = start + entryHeadBytes
  const end = from + id + user + session
  const names = bytes.toString('utf8', from, end)
  // Mostly one byte a character: then one call does for the three.
  const cut =
    names.length === end - from
      ? (first: number, last: number): string => names.slice(first, last)
      : (first: number, last: number): string => bytes.toString('utf8', from + first, from + last)
  return {
    receivedAt: bytes.readUIntLE(start + 10, 6),
    sequence: bytes.readUIntLE(start + 16, 6),
    documentId: cut(0, id),
    userId: cut(id, id + user),
    sessionId: cut(id + user, id + user + session),
    update: bytes.subarray(end, end + bytes.readUInt32LE(start)),
  }
}

function encodeCore(core: BatchCore): Buffer {
  const bytes = Buffer.allocUnsafe(coreBytes + 4)
  bytes.writeBigUInt64LE(core.salt)
  bytes.writeUInt32LE(core.batch, 8)
  bytes.writeUInt32LE(core.previousSegment, 12)
  bytes.writeUInt32LE(core.previousEnd, 16)
  bytes.writeUInt32LE(core.entryCount, 20)
  bytes.writeUInt32LE(core.entriesBytes, 24)
  bytes.writeUInt32LE(core.entriesChecksum, 28)
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
    entryCount: bytes.readUInt32LE(at + 20),
    entriesBytes: bytes.readUInt32LE(at + 24),
    entriesChecksum: bytes.readUInt32LE(at + 28),
    tableChecksum: bytes.readUInt32LE(at + 32),
  }
}

function aligned(length: number): number {
  return Math.ceil(length / batchAlignment) * batchAlignment
}
