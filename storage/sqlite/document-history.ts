import type Database from 'better-sqlite3'
import { inflateSync, zstdCompressSync } from 'node:zlib'

import { columns, packRun, unpackRun, zstdRuns } from '#storage/columns/pack-run'
import { unpackEntries } from '#storage/columns/pack-entries'
import type {
  DocumentRecord,
  RecordBounds,
  RecordWishes,
  StoredEntry,
  StoredSizes,
} from '#storage/document-update-store'
import { decodeEntries } from '#storage/entry-codec'
import { damaged, endsBefore, takeChunks, tooLong, type Chunk, type RunRow } from '#storage/log-rows'
import {
  formatChecksum,
  zstdSnapshot,
  type DocumentLog,
  type DocumentRow,
} from '#storage/sqlite/document-log'
import { own } from '#storage/packed-updates'
import { decodeRun, encodeRun, type StoredRun } from '#storage/run-codec'

/** How `history.format` says that a chunk is entries (entry-codec.ts), deflated: of an earlier version. */
const deflatedEntries = 1

type ChunkRow = {
  first_sequence: number
  last_sequence: number
  checksum: number
  bytes: Buffer
  format: number
}

export type RecordQuery = RecordWishes & { readonly documentId: string }

/** Moves entries from the live log into compressed chunks, and reads both back as one sequence. */
export function documentHistory(db: Database.Database, log: DocumentLog) {
  const addChunk = db.prepare<[number, number, number, number, number, number, Uint8Array, number, number]>(
    'INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const nextChunk = db.prepare<[number, number], ChunkRow>(
    `SELECT first_sequence, last_sequence, checksum, bytes, format FROM history
     WHERE document_key = ? AND last_sequence > ? ORDER BY last_sequence LIMIT 1`,
  )
  const listChunks = db.prepare<[number], ChunkRow & { first_received_at: number; last_received_at: number }>(
    `SELECT first_sequence, last_sequence, first_received_at, last_received_at, checksum, bytes, format
     FROM history WHERE document_key = ? ORDER BY last_sequence`,
  )
  const firstSince = db.prepare<[number, number], { sequence: number | null }>(
    'SELECT min(first_sequence) AS sequence FROM history WHERE document_key = ? AND last_received_at > ?',
  )
  const sizeBehind = db.prepare<[number, number], { bytes: number | null }>(
    // What an earlier version packed unpacks to no less than it takes.
    `SELECT sum(coalesce(run_bytes, length(bytes))) AS bytes
     FROM history WHERE document_key = ? AND last_sequence > ?`,
  )
  const sizesOf = db.prepare<[string], StoredSizes>(
    `SELECT (SELECT coalesce(sum(length(bytes)), 0) FROM snapshots WHERE document_key = key)
        + (SELECT coalesce(sum(length(bytes)), 0) FROM runs WHERE document_key = key) AS presentBytes,
      (SELECT coalesce(sum(length(bytes)), 0) FROM history WHERE document_key = key) AS historyBytes
     FROM documents WHERE id = ?`,
  )
  const allSizes = db.prepare<[], StoredSizes>(
    `SELECT (SELECT coalesce(sum(length(bytes)), 0) FROM snapshots)
        + (SELECT coalesce(sum(length(bytes)), 0) FROM runs) AS presentBytes,
      (SELECT coalesce(sum(length(bytes)), 0) FROM history) AS historyBytes`,
  )
  const listForgettable = db.prepare<[number, number], { id: string }>(
    `SELECT id FROM documents WHERE created_at < ? AND last_sequence > snapshot_sequence
     UNION SELECT id FROM history JOIN documents ON key = document_key
     WHERE history.last_sequence > forgotten_through AND first_received_at < ? ORDER BY id`,
  )
  const dropChunks = db.prepare<[number, number]>(
    'DELETE FROM history WHERE document_key = ? AND last_sequence <= ?',
  )
  const moveForgotten = db.prepare<[number, number]>(
    'UPDATE documents SET forgotten_through = ? WHERE key = ?',
  )
  const dropRuns = db.prepare<[number, number]>(
    'DELETE FROM runs WHERE document_key = ? AND first_sequence <= ?',
  )
  const putSnapshot = db.prepare<[number, number, number, number, Uint8Array]>(
    `INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?, ${zstdSnapshot})`,
  )
  const moveSnapshot = db.prepare<[number, number]>(
    'UPDATE documents SET snapshot_sequence = ? WHERE key = ?',
  )

  /** The chunk that reaches behind a sequence. @throws {StorageError} `damaged` where there is none. */
  function chunkBehind(document: DocumentRow, sequence: number): ChunkRow {
    const chunk = nextChunk.get(document.key, sequence)
    if (!chunk || !isSound(chunk)) throw damaged(document.id, 'its history is changed')
    return chunk
  }

  /** Behind which entry the record begins. @throws {StorageError} `damaged` where it does not begin as it should */
  function begin(document: DocumentRow): number {
    const { key, id, forgotten_through: through, snapshot_sequence: folded } = document
    if (through === 0) return 0
    const chunk = through <= folded ? nextChunk.get(key, through - 1) : undefined
    if (chunk?.first_sequence !== through || chunk.last_sequence !== through)
      throw damaged(id, 'what stands for its forgotten past is missing')
    return through - 1
  }

  /** Behind which entry all lies that was received after this; the live log is short, and is not looked through. */
  function placeBefore(document: DocumentRow, since: number): number {
    const first = firstSince.get(document.key, since)?.sequence
    return first === undefined || first === null ? document.snapshot_sequence : first - 1
  }

  /** The record behind an entry, a row of runs at a time. */
  function* rowsBehind(document: DocumentRow, before: number): Generator<Omit<RunRow, 'checksum'>> {
    let last = before
    while (last < document.snapshot_sequence) {
      const chunk = chunkBehind(document, last)
      yield { ...chunk, bytes: runOf(document.id, chunk) }
      last = chunk.last_sequence
    }
    yield* log.readRuns(document, last)
  }

  const forget = db.transaction((entry: StoredEntry): void => {
    const { documentId, sequence } = entry
    const document = log.find(documentId)
    if (!document || sequence > document.snapshot_sequence || sequence <= document.forgotten_through) return
    const chunk = chunkBehind(document, sequence - 1)
    const kept = entriesOf(documentId, chunk).filter((one) => one.sequence > sequence)
    dropChunks.run(document.key, chunk.last_sequence)
    putChunk(document, encodeRun([entry]), { first: entry, last: entry })
    const [first, last] = [kept[0], kept.at(-1)]
    if (first && last) putChunk(document, encodeRun(kept), { first, last })
    moveForgotten.run(sequence, document.key)
  })

  function putChunk(
    document: Pick<DocumentRow, 'key' | 'id'>,
    run: Uint8Array,
    { first, last }: Pick<Chunk, 'first' | 'last'>,
  ): void {
    const { format, bytes, runBytes } = packRun(document.id, run)
    const place = [first.sequence, last.sequence, first.receivedAt, last.receivedAt] as const
    addChunk.run(document.key, ...place, formatChecksum(bytes, format), bytes, format, runBytes)
  }

  return {
    /** What goes is overwritten in the file (open-database.ts), and here in the write-ahead log that may hold it still. */
    forget: (entry: StoredEntry): void => {
      forget.immediate(entry)
      db.pragma('wal_checkpoint(TRUNCATE)')
    },

    findForgettable: (before: number): string[] => listForgettable.all(before, before).map(({ id }) => id),

    compact: db.transaction((documentId: string, throughSequence: number, snapshot: Uint8Array): void => {
      const document = log.find(documentId)
      if (!document || document.snapshot_sequence >= throughSequence) return
      const live = log.readRuns(document, document.snapshot_sequence)
      const { chunks, rest } = takeChunks(documentId, live, throughSequence)
      for (const chunk of chunks) putChunk(document, Buffer.concat(chunk.runs), chunk)
      dropRuns.run(document.key, throughSequence)
      if (rest.length > 0) {
        const [firstSequence, lastSequence] = [throughSequence + 1, throughSequence + rest.length]
        log.putRun(document, { firstSequence, lastSequence, bytes: encodeRun(rest) })
      }
      const packed = zstdCompressSync(snapshot)
      const checksum = formatChecksum(packed, zstdSnapshot)
      putSnapshot.run(document.key, throughSequence, Date.now(), checksum, packed)
      moveSnapshot.run(throughSequence, document.key)
    }),

    readEntries(documentId: string, afterSequence: number, limit: number): StoredEntry[] {
      const document = log.find(documentId)
      if (!document) return []
      const found: StoredEntry[] = []
      const after = Math.max(afterSequence, begin(document))
      const nextAfter = (): number => found.at(-1)?.sequence ?? after
      while (found.length < limit && nextAfter() < document.snapshot_sequence) {
        const chunk = chunkBehind(document, nextAfter())
        const wanted = entriesOf(documentId, chunk).filter(({ sequence }) => sequence > nextAfter())
        if (wanted[0]?.sequence !== nextAfter() + 1) throw damaged(document.id, 'its history has a gap')
        found.push(...wanted.slice(0, limit - found.length))
      }
      const entries = found.concat(log.readLive(document, nextAfter(), limit - found.length))
      const reached = entries.at(-1)?.sequence ?? after
      if (entries.length < limit && reached < document.last_sequence)
        throw damaged(document.id, 'the newest entries are missing')
      return entries
    },

    findBounds(documentId: string): RecordBounds | undefined {
      const document = log.find(documentId)
      if (!document) return undefined
      const { forgotten_through: through, last_sequence: lastSequence, changed_at: changedAt } = document
      return { firstSequence: Math.max(1, through), lastSequence, changedAt }
    },

    /** All of it, for a copy. @throws {StorageError} `damaged` */
    *readPieces(document: DocumentRow): Generator<StoredRun> {
      for (const chunk of listChunks.iterate(document.key)) {
        if (!isSound(chunk)) throw damaged(document.id, 'its history is changed')
        yield {
          firstSequence: chunk.first_sequence,
          lastSequence: chunk.last_sequence,
          firstReceivedAt: chunk.first_received_at,
          lastReceivedAt: chunk.last_received_at,
          bytes: runOf(document.id, chunk),
        }
      }
    },

    /** Of a copy. */
    putPiece(document: Pick<DocumentRow, 'key' | 'id'>, piece: StoredRun): void {
      const first = { sequence: piece.firstSequence, receivedAt: piece.firstReceivedAt }
      const last = { sequence: piece.lastSequence, receivedAt: piece.lastReceivedAt }
      putChunk(document, piece.bytes, { first, last })
    },

    measure: (documentId: string): StoredSizes | undefined => sizesOf.get(documentId),

    measureAll: (): StoredSizes => allSizes.get() ?? { presentBytes: 0, historyBytes: 0 },

    readRecord({ documentId, since, until, maxBytes = Infinity }: RecordQuery): DocumentRecord | undefined {
      const document = log.find(documentId)
      if (!document) return undefined
      const wanted = since === undefined ? 0 : placeBefore(document, since)
      const before = Math.max(wanted, begin(document))
      // Whoever opens a document waits for this thread meanwhile.
      if ((sizeBehind.get(document.key, before)?.bytes ?? 0) > maxBytes) throw tooLong(documentId, maxBytes)
      const runs: Uint8Array[] = []
      let last = before
      let bytes = 0
      const record = (): DocumentRecord => ({
        runBytes: own(Buffer.concat(runs)),
        firstSequence: before + 1,
        lastSequence: last,
      })
      for (const row of rowsBehind(document, before)) {
        if (row.first_sequence !== last + 1) throw damaged(document.id, 'its history has a gap')
        if (until && endsBefore(row.bytes, runs, until)) return record()
        bytes += row.bytes.byteLength
        if (bytes > maxBytes) throw tooLong(documentId, maxBytes)
        runs.push(row.bytes)
        last = row.last_sequence
      }
      if (last !== document.last_sequence) throw damaged(document.id, 'the newest entries are missing')
      return record()
    },
  }
}

function isSound({ checksum, bytes, format }: ChunkRow): boolean {
  return checksum === formatChecksum(bytes, format)
}

function runOf(documentId: string, chunk: ChunkRow): Uint8Array {
  const { format, bytes } = chunk
  return format === deflatedEntries ? encodeRun(entriesOf(documentId, chunk)) : unpackRun(format, bytes)
}

function entriesOf(documentId: string, { first_sequence: first, format, bytes }: ChunkRow): StoredEntry[] {
  if (format === columns) return unpackEntries(documentId, first, bytes)
  if (format === zstdRuns) return decodeRun(documentId, first, unpackRun(format, bytes))
  return decodeEntries(inflateSync(bytes)).map((entry, index) => ({ ...entry, sequence: first + index }))
}
