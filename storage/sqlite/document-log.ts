import type Database from 'better-sqlite3'
import { crc32, zstdDecompressSync } from 'node:zlib'

import type { LoadedDocument, StoredEntry } from '#storage/document-update-store'
import { documentKey } from '#storage/journal/journal-batch'
import { decodeRun, decodeUpdates, encodeRun, runChecksum } from '#storage/sqlite/run-codec'
import { StorageError } from '#storage/storage-error'

export type DocumentRow = {
  key: number
  id: string
  changed_at: number
  last_sequence: number
  snapshot_sequence: number
}

export type RunRow = { first_sequence: number; last_sequence: number; checksum: number; bytes: Buffer }

type SnapshotRow = { sequence: number; checksum: number; bytes: Buffer; format: number }

/** How `snapshots.format` says that the bytes are compressed. */
export const zstdSnapshot = 2

/** CRC-32 of bytes and of how they are to be read, beginning with the format: 0 where it is the first. */
export function formatChecksum(bytes: Uint8Array, format: number): number {
  return crc32(bytes, format === 1 ? 0 : format)
}

/** A run is decoded whole to read one entry of it. */
const maxRunEntries = 4_096
const maxRunBytes = 256 << 10

/** Documents and their live logs in an open database; synchronous, for the database's own thread. */
export function documentLog(db: Database.Database) {
  const findDocument = db.prepare<[string], DocumentRow>(
    'SELECT key, id, changed_at, last_sequence, snapshot_sequence FROM documents WHERE id = ?',
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
    if (!document && findKey.get(documentKey(documentId)))
      throw damaged({ id: documentId }, 'its row is not found')
    return document
  }

  function addDocumentRow(documentId: string, at: number): number {
    const key = Number(addDocument.run(documentId, at, at).lastInsertRowid)
    addKey.run(documentKey(documentId), key)
    return key
  }

  function putRun(document: Pick<DocumentRow, 'key' | 'id'>, entries: readonly StoredEntry[]): void {
    const [first, last] = [entries[0] as StoredEntry, entries.at(-1) as StoredEntry]
    const run = encodeRun(entries)
    const checksum = runChecksum(document.id, first.sequence, last.sequence, run)
    addRun.run(document.key, first.sequence, last.sequence, checksum, run)
  }

  /** The live log's rows that reach behind a sequence, in order, each one checked. @throws {StorageError} `damaged` */
  function* readRuns(document: DocumentRow, afterSequence: number): Generator<RunRow> {
    let last: number | undefined
    for (const run of listRuns.iterate(document.key, afterSequence)) {
      const follows =
        last === undefined ? run.first_sequence <= afterSequence + 1 : run.first_sequence === last + 1
      const checksum = runChecksum(document.id, run.first_sequence, run.last_sequence, run.bytes)
      if (!follows || checksum !== run.checksum) {
        throw damaged(document, `entry ${(last ?? afterSequence) + 1} is missing or changed`)
      }
      yield run
      last = run.last_sequence
    }
  }

  function entriesOf(document: DocumentRow, run: RunRow): StoredEntry[] {
    const entries = decodeRow(document, () => decodeRun(document.id, run.first_sequence, run.bytes))
    if (entries.at(-1)?.sequence !== run.last_sequence) throw damaged(document, 'its log has a gap')
    return entries
  }

  /** Entries of the live log behind a sequence, in order. @throws {StorageError} `damaged` */
  function readLive(document: DocumentRow, afterSequence: number, limit: number): StoredEntry[] {
    const found: StoredEntry[] = []
    if (limit <= 0) return found
    for (const run of readRuns(document, afterSequence)) {
      for (const entry of entriesOf(document, run)) if (entry.sequence > afterSequence) found.push(entry)
      if (found.length >= limit) break
    }
    return found.slice(0, limit)
  }

  /** Of the entries behind the snapshot. */
  function readUpdates(document: DocumentRow): Uint8Array[] {
    const found: Uint8Array[] = []
    for (const run of readRuns(document, document.snapshot_sequence)) {
      // Rows are cut where the snapshot is.
      const updates = decodeRow(document, () => decodeUpdates(run.bytes))
      if (run.first_sequence + updates.length - 1 !== run.last_sequence)
        throw damaged(document, 'its log has a gap')
      for (const update of updates) found.push(update)
    }
    return found
  }

  function readSnapshot(document: DocumentRow): Uint8Array | null {
    const snapshot = findSnapshot.get(document.key)
    if ((snapshot?.sequence ?? 0) !== document.snapshot_sequence)
      throw damaged(document, 'the snapshot is missing')
    if (!snapshot) return null
    if (snapshot.checksum !== formatChecksum(snapshot.bytes, snapshot.format))
      throw damaged(document, 'the snapshot is changed')
    return snapshot.format === zstdSnapshot ? zstdDecompressSync(snapshot.bytes) : snapshot.bytes
  }

  return {
    find,

    /** Puts entries that continue a document's numbers behind what is there; for use in a transaction. */
    append(documentId: string, entries: readonly StoredEntry[]): void {
      const [first, last] = [entries[0], entries.at(-1)]
      if (!first || !last) return
      const key = find(documentId)?.key ?? addDocumentRow(documentId, first.receivedAt)
      for (const part of inParts(entries)) putRun({ key, id: documentId }, part)
      moveDocument.run(last.sequence, last.receivedAt, key)
    },

    putRun,
    readRuns,
    entriesOf,
    readLive,

    load(documentId: string): LoadedDocument | undefined {
      const document = find(documentId)
      if (!document) return undefined
      const snapshot = readSnapshot(document)
      const updates = readUpdates(document)
      if (document.snapshot_sequence + updates.length !== document.last_sequence) {
        throw damaged(document, 'the newest entries are missing')
      }
      return {
        snapshot,
        snapshotSequence: document.snapshot_sequence,
        updates,
        lastSequence: document.last_sequence,
        changedAt: document.changed_at,
      }
    },
  }
}

export type DocumentLog = ReturnType<typeof documentLog>

export function damaged(document: Pick<DocumentRow, 'id'>, what: string, cause?: unknown): StorageError {
  return new StorageError('damaged', `document ${JSON.stringify(document.id)}: ${what}`, cause)
}

function decodeRow<Value>(document: DocumentRow, decode: () => Value): Value {
  try {
    return decode()
  } catch (error) {
    throw damaged(document, 'its log does not decode', error)
  }
}

function inParts(entries: readonly StoredEntry[]): StoredEntry[][] {
  const parts: StoredEntry[][] = []
  let bytes = Infinity
  for (const entry of entries) {
    const part = parts.at(-1)
    if (!part || part.length >= maxRunEntries || bytes + entry.update.byteLength > maxRunBytes) {
      parts.push([entry])
      bytes = entry.update.byteLength
    } else {
      part.push(entry)
      bytes += entry.update.byteLength
    }
  }
  return parts
}
