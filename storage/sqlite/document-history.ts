import type Database from 'better-sqlite3'
import { crc32, deflate, inflateSync } from 'node:zlib'
import { promisify } from 'node:util'

import type { StoredEntry } from '#storage/document-update-store'
import { decodeEntries, encodeEntries } from '#storage/entry-codec'
import { damaged, toEntry, type DocumentLog, type UpdateRow } from '#storage/sqlite/document-log'

const deflateAside = promisify(deflate)

/** A chunk is inflated whole to read one entry of it, so it is kept small. */
const maxChunkEntries = 1_000
const maxChunkBytes = 1 << 20

type ChunkRow = { first_sequence: number; last_sequence: number; checksum: number; bytes: Buffer }

/** Moves entries from the live log into deflated chunks, and reads both back as one sequence. */
export function documentHistory(db: Database.Database, log: DocumentLog) {
  const addChunk = db.prepare<[number, number, number, number, number, number, Uint8Array]>(
    'INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const nextChunk = db.prepare<[number, number], ChunkRow>(
    `SELECT first_sequence, last_sequence, checksum, bytes FROM history
     WHERE document_key = ? AND last_sequence > ? ORDER BY last_sequence LIMIT 1`,
  )
  const dropUpdates = db.prepare<[number, number]>(
    'DELETE FROM updates WHERE document_key = ? AND sequence <= ?',
  )
  const putSnapshot = db.prepare<[number, number, number, number, Uint8Array]>(
    'INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?)',
  )
  const moveSnapshot = db.prepare<[number, number]>(
    'UPDATE documents SET snapshot_sequence = ? WHERE key = ?',
  )

  return {
    /** Deflates on the thread pool, so that commits go on meanwhile; the transaction itself is short. */
    async compact(documentId: string, throughSequence: number, snapshot: Uint8Array): Promise<void> {
      const document = log.find(documentId)
      if (!document || document.snapshot_sequence >= throughSequence) return
      const rows = log.readLive(
        document,
        document.snapshot_sequence,
        throughSequence - document.snapshot_sequence,
      )
      if (rows.at(-1)?.sequence !== throughSequence) throw damaged(document, 'the newest entries are missing')
      const chunks = await Promise.all(
        chunked(rows).map(async (part) => ({
          part,
          bytes: await deflateAside(encodeEntries(part.map((row) => toEntry(document, row)))),
        })),
      )
      const swap = db.transaction(() => {
        // Another compaction may have come first while this one deflated.
        if (log.find(documentId)?.snapshot_sequence !== document.snapshot_sequence) return
        for (const { part, bytes } of chunks) {
          const [first, last] = [part[0] as UpdateRow, part.at(-1) as UpdateRow]
          const place = [first.sequence, last.sequence, first.received_at, last.received_at] as const
          addChunk.run(document.key, ...place, crc32(bytes), bytes)
        }
        dropUpdates.run(document.key, throughSequence)
        putSnapshot.run(document.key, throughSequence, Date.now(), crc32(snapshot), snapshot)
        moveSnapshot.run(throughSequence, document.key)
      })
      swap.immediate()
    },

    readEntries(documentId: string, afterSequence: number, limit: number): StoredEntry[] {
      const document = log.find(documentId)
      if (!document) return []
      const found: StoredEntry[] = []
      const nextAfter = (): number => found.at(-1)?.sequence ?? afterSequence
      while (found.length < limit && nextAfter() < document.snapshot_sequence) {
        const chunk = nextChunk.get(document.key, nextAfter())
        if (!chunk || chunk.checksum !== crc32(chunk.bytes)) throw damaged(document, 'its history is changed')
        const wanted = decodeEntries(inflateSync(chunk.bytes))
          .map((entry, index): StoredEntry => ({ ...entry, sequence: chunk.first_sequence + index }))
          .filter(({ sequence }) => sequence > nextAfter())
        if (wanted[0]?.sequence !== nextAfter() + 1) throw damaged(document, 'its history has a gap')
        found.push(...wanted.slice(0, limit - found.length))
      }
      const live = log.readLive(
        document,
        Math.max(nextAfter(), document.snapshot_sequence),
        limit - found.length,
      )
      return found.concat(live.map((row) => ({ ...toEntry(document, row), sequence: row.sequence })))
    },
  }
}

function chunked(rows: readonly UpdateRow[]): UpdateRow[][] {
  const chunks: UpdateRow[][] = []
  let bytes = Infinity
  for (const row of rows) {
    const last = chunks.at(-1)
    if (!last || last.length >= maxChunkEntries || bytes + row.bytes.length > maxChunkBytes) {
      chunks.push([row])
      bytes = row.bytes.length
    } else {
      last.push(row)
      bytes += row.bytes.length
    }
  }
  return chunks
}
