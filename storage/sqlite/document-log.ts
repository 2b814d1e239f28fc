import type Database from 'better-sqlite3'
import { crc32, zstdDecompressSync } from 'node:zlib'

import type { PackedDocument, StoredEntry } from '#storage/document-update-store'
import { documentKey } from '#storage/journal/journal-batch'
import { checkLength, damaged, entriesOfRow, type RunRow } from '#storage/log-rows'
import { countUpdates, packRuns } from '#storage/packed-updates'
import { maxRunBytes, maxRunEntries, runChecksum, type StoredRun } from '#storage/run-codec'

export type DocumentRow = {
  key: number
  id: string
  changed_at: number
  last_sequence: number
  snapshot_sequence: number
  forgotten_through: number
}

type SnapshotRow = { sequence: number; checksum: number; bytes: Buffer; format: number }

/** How `snapshots.format` says that the bytes are compressed. */
export const zstdSnapshot = 2

/** CRC-32 of bytes and of how they are to be read, beginning with the format: 0 where it is the first. */
export function formatChecksum(bytes: Uint8Array, format: number): number {
  return crc32(bytes, format === 1 ? 0 : format)
}

/** Documents and their live logs in an open database; synchronous, for the database's own thread. */
export function documentLog(db: Database.Database) {
  const findDocument = db.prepare<[string], DocumentRow>(
    'SELECT key, id, changed_at, last_sequence, snapshot_sequence, forgotten_through FROM documents WHERE id = ?',
  )
  const addDocument = db.prepare<[string, number, number]>(
    'INSERT INTO documents (id, created_at, changed_at, last_sequence) VALUES (?, ?, ?, 0)',
  )
  const moveDocument = db.prepare<[number, number, number]>(
    'UPDATE documents SET last_sequence = ?, changed_at = max(changed_at, ?) WHERE key = ?',
  )
  const findKey = db.prepare<[Buffer]>('SELECT 1 FROM document_keys WHERE name_key = ?')
  const addKey = db.prepare<[Buffer, number]>('INSERT INTO document_keys VALUES (?, ?)')
  const addRun = db.prepare<[number, number, number, number, Uint8Array]>(
    'INSERT INTO runs VALUES (?, ?, ?, ?, ?)',
  )
  const listRuns = db.prepare<[number, number], RunRow>(
    `SELECT first_sequence, last_sequence, checksum, bytes FROM runs
     WHERE document_key = ? AND last_sequence > ? ORDER BY last_sequence`,
  )
  const findSnapshot = db.prepare<[number], SnapshotRow>(
    'SELECT sequence, checksum, bytes, format FROM snapshots WHERE document_key = ?',
  )

  /** @throws {StorageError} `damaged` where only the way to the document is broken. */
  function find(documentId: string): DocumentRow | undefined {
    const document = findDocument.get(documentId)
    if (!document && findKey.get(documentKey(documentId))) throw damaged(documentId, 'its row is not found')
    return document
  }

  function addDocumentRow(documentId: string, at: number): number {
    const key = Number(addDocument.run(documentId, at, at).lastInsertRowid)
    addKey.run(documentKey(documentId), key)
    return key
  }

  /** As one row. */
  function putRun(document: Pick<DocumentRow, 'key' | 'id'>, run: Omit<StoredRun, keyof Times>): void {
    const { firstSequence, lastSequence, bytes } = run
    const checksum = runChecksum(document.id, firstSequence, lastSequence, bytes)
    addRun.run(document.key, firstSequence, lastSequence, checksum, bytes)
  }

  /** The live log's rows that reach behind a sequence, in order, each one checked. @throws {StorageError} `damaged` */
  function* readRuns(document: DocumentRow, afterSequence: number): Generator<RunRow> {
    let last: number | undefined
    for (const run of listRuns.iterate(document.key, afterSequence)) {
      const follows =
        last === undefined ? run.first_sequence <= afterSequence + 1 : run.first_sequence === last + 1
      const checksum = runChecksum(document.id, run.first_sequence, run.last_sequence, run.bytes)
      if (!follows || checksum !== run.checksum) {
        throw damaged(document.id, `entry ${(last ?? afterSequence) + 1} is missing or changed`)
      }
      yield run
      last = run.last_sequence
    }
  }

  /** Entries of the live log behind a sequence, in order. @throws {StorageError} `damaged` */
  function readLive(document: DocumentRow, afterSequence: number, limit: number): StoredEntry[] {
    const found: StoredEntry[] = []
    if (limit <= 0) return found
    for (const run of readRuns(document, afterSequence)) {
      for (const entry of entriesOfRow(document.id, run))
        if (entry.sequence > afterSequence) found.push(entry)
      if (found.length >= limit) break
    }
    return found.slice(0, limit)
  }

  /** Of the entries behind the snapshot: rows are cut where that is. */
  function readUnfolded(document: DocumentRow): Uint8Array[] {
    const found: Uint8Array[] = []
    for (const run of readRuns(document, document.snapshot_sequence)) {
      checkLength(document.id, run)
      found.push(run.bytes)
    }
    return found
  }

  function readSnapshot(document: DocumentRow): Uint8Array | null {
    const snapshot = findSnapshot.get(document.key)
    if ((snapshot?.sequence ?? 0) !== document.snapshot_sequence)
      throw damaged(document.id, 'the snapshot is missing')
    if (!snapshot) return null
    if (snapshot.checksum !== formatChecksum(snapshot.bytes, snapshot.format))
      throw damaged(document.id, 'the snapshot is changed')
    return snapshot.format === zstdSnapshot ? zstdDecompressSync(snapshot.bytes) : snapshot.bytes
  }

  return {
    find,

    /** Puts runs that continue a document's numbers behind what is there; for use in a transaction. */
    append(documentId: string, runs: readonly StoredRun[]): void {
      const [first, last] = [runs[0], runs.at(-1)]
      if (!first || !last) return
      const key = find(documentId)?.key ?? addDocumentRow(documentId, first.firstReceivedAt)
      for (const row of inRows(runs)) putRun({ key, id: documentId }, row)
      moveDocument.run(last.lastSequence, last.lastReceivedAt, key)
    },

    putRun,
    readRuns,
    readLive,

    /** A document with what waits to be put into its log. */
    load(documentId: string, undrained: readonly StoredRun[]): PackedDocument | undefined {
      const document = find(documentId)
      const newest = undrained.at(-1)
      if (!document && !newest) return undefined
      const snapshot = document ? readSnapshot(document) : null
      const snapshotSequence = document?.snapshot_sequence ?? 0
      const runs = document ? readUnfolded(document) : []
      for (const { bytes } of undrained) runs.push(bytes)
      const packed = packRuns(runs)
      const lastSequence = newest?.lastSequence ?? document?.last_sequence ?? 0
      if (snapshotSequence + countUpdates(packed) !== lastSequence)
        throw damaged(documentId, 'the newest entries are missing')
      const changedAt = Math.max(document?.changed_at ?? 0, newest?.lastReceivedAt ?? 0)
      return { snapshot, snapshotSequence, lastSequence, changedAt, ...packed }
    },
  }
}

export type DocumentLog = ReturnType<typeof documentLog>

type Times = Pick<StoredRun, 'firstReceivedAt' | 'lastReceivedAt'>

/** Runs put behind one another up to the size of a row. */
function* inRows(runs: readonly StoredRun[]): Generator<Omit<StoredRun, keyof Times>> {
  let from = 0
  while (from < runs.length) {
    const first = runs[from] as StoredRun
    let last = first
    let bytes = first.bytes.byteLength
    let to = from + 1
    for (; to < runs.length; to++) {
      const next = runs[to] as StoredRun
      bytes += next.bytes.byteLength
      if (bytes > maxRunBytes || next.lastSequence - first.firstSequence >= maxRunEntries) break
      last = next
    }
    const parts = runs.slice(from, to).map((run) => run.bytes)
    const joined = parts.length === 1 ? first.bytes : Buffer.concat(parts)
    yield { firstSequence: first.firstSequence, lastSequence: last.lastSequence, bytes: joined }
    from = to
  }
}
