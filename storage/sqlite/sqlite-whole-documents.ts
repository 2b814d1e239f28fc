import type Database from 'better-sqlite3'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { documentKey } from '#storage/journal/journal-batch'
import { damaged } from '#storage/log-rows'
import { documentHistory } from '#storage/sqlite/document-history'
import { documentLog, formatChecksum, zstdSnapshot, type DocumentRow } from '#storage/sqlite/document-log'
import { documentRemoval } from '#storage/sqlite/document-removal'
import type {
  DocumentMark,
  ListedDocument,
  WholeDocument,
  WholeDocumentStore,
  WholeProjection,
} from '#storage/whole-document'

const marks = `id, created_at AS createdAt, changed_at AS changedAt, last_sequence AS lastSequence,
  snapshot_sequence AS snapshotSequence, projected_sequence AS projectedSequence,
  forgotten_through AS forgottenThrough`

type SnapshotRow = { sequence: number; madeAt: number; checksum: number; bytes: Buffer; format: number }

/** Whole documents in an open `collab.sqlite` whose journal is drained; the caller ends it. */
export function sqliteWholeDocuments(db: Database.Database): WholeDocumentStore {
  const log = documentLog(db)
  const history = documentHistory(db, log)
  const removeDocument = documentRemoval(db)
  const count = db.prepare<[], number>('SELECT count(*) FROM documents').pluck()
  const list = db.prepare<[string, number], ListedDocument>(
    `SELECT ${marks},
      (SELECT coalesce(sum(length(bytes)), 0) FROM snapshots WHERE document_key = key)
        + (SELECT coalesce(sum(length(bytes)), 0) FROM runs WHERE document_key = key)
        + (SELECT coalesce(sum(coalesce(run_bytes, length(bytes))), 0) FROM history WHERE document_key = key)
        AS storedBytes
      FROM documents WHERE id > ? ORDER BY id LIMIT ?`,
  )
  const between = db.prepare<[string, string | null, string | null], DocumentMark>(
    `SELECT ${marks} FROM documents WHERE id > ? AND (? IS NULL OR id <= ?) ORDER BY id`,
  )
  const markOf = db.prepare<[number], DocumentMark>(`SELECT ${marks} FROM documents WHERE key = ?`)
  const isDamaged = db.prepare<[Buffer]>('SELECT 1 FROM damaged_documents WHERE document_key = ?')
  const findSnapshot = db.prepare<[number], SnapshotRow>(
    'SELECT sequence, made_at AS madeAt, checksum, bytes, format FROM snapshots WHERE document_key = ?',
  )
  const findProjection = db.prepare<[number], WholeProjection>(
    `SELECT change, sequence, title, excerpt, search_text AS searchText, changed_at AS changedAt, mentions
      FROM projections WHERE document_key = ?`,
  )
  const addDocument = db.prepare(
    `INSERT INTO documents (id, created_at, changed_at, last_sequence, snapshot_sequence, projected_sequence,
        forgotten_through)
      VALUES (@id, @createdAt, @changedAt, @lastSequence, @snapshotSequence, @projectedSequence, @forgottenThrough)`,
  )
  const addKey = db.prepare<[Buffer, number]>('INSERT INTO document_keys VALUES (?, ?)')
  const addSnapshot = db.prepare<[number, number, number, number, Uint8Array]>(
    `INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, ${zstdSnapshot})`,
  )
  const addProjection = db.prepare(
    `INSERT INTO projections (document_key, change, sequence, title, excerpt, search_text, changed_at, mentions)
      VALUES (@key, @change, @sequence, @title, @excerpt, @searchText, @changedAt, @mentions)`,
  )
  const lastChange = db.prepare<[], number>('SELECT last_change FROM projection_counter').pluck()
  const setLastChange = db.prepare<[number]>('UPDATE projection_counter SET last_change = ?')

  function read(id: string): WholeDocument | undefined {
    if (isDamaged.get(documentKey(id))) throw damaged(id, 'the journal lost an entry of it')
    const row = log.find(id)
    const mark = row && markOf.get(row.key)
    if (!mark) return undefined
    return {
      ...mark,
      snapshot: readSnapshot(row),
      history: [...history.readPieces(row)],
      live: Array.from(
        log.readRuns(row, row.snapshot_sequence),
        ({ first_sequence: firstSequence, last_sequence: lastSequence, bytes }) => ({
          firstSequence,
          lastSequence,
          bytes,
        }),
      ),
      projection: findProjection.get(row.key) ?? null,
    }
  }

  function readSnapshot({ key, id, snapshot_sequence: folded }: DocumentRow): WholeDocument['snapshot'] {
    const found = findSnapshot.get(key)
    if ((found?.sequence ?? 0) !== folded) throw damaged(id, 'the snapshot is missing')
    if (!found) return null
    const { madeAt, checksum, bytes, format } = found
    if (checksum !== formatChecksum(bytes, format)) throw damaged(id, 'the snapshot is changed')
    return { madeAt, bytes: format === zstdSnapshot ? zstdDecompressSync(bytes) : bytes }
  }

  function add(document: WholeDocument): void {
    const { id, snapshot, projection } = document
    const key = Number(addDocument.run(document).lastInsertRowid)
    addKey.run(documentKey(id), key)
    if (snapshot) {
      const packed = zstdCompressSync(snapshot.bytes)
      const checksum = formatChecksum(packed, zstdSnapshot)
      addSnapshot.run(key, document.snapshotSequence, snapshot.madeAt, checksum, packed)
    }
    for (const piece of document.history) history.putPiece({ key, id }, piece)
    for (const piece of document.live) log.putRun({ key, id }, piece)
    if (projection) addProjection.run({ key, ...projection })
  }

  const addAll = db.transaction((documents: readonly WholeDocument[]): void => {
    for (const document of documents) add(document)
  })
  return {
    count: async () => count.get() ?? 0,
    list: async (afterId, limit) => list.all(afterId, limit),
    marksBetween: async (afterId, throughId) => between.all(afterId, throughId, throughId),
    read: async (ids) => ids.toSorted(byBytes).flatMap((id) => read(id) ?? []),
    put: async (documents) => {
      for (const { id } of documents) if (log.find(id)) removeDocument(id)
      addAll.immediate(documents)
    },
    remove: async (ids) => ids.forEach((id) => removeDocument(id)),
    lastChange: async () => lastChange.get() ?? 0,
    setLastChange: async (change) => void setLastChange.run(change),
  }
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
