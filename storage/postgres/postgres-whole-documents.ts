import { promisify } from 'node:util'
import { crc32, zstdCompress, zstdDecompress } from 'node:zlib'

import { packRun, unpackRun, type PackedRun } from '#storage/columns/pack-run'
import { damaged } from '#storage/log-rows'
import type { StoredRun } from '#storage/run-codec'
import { storedChecksum } from '#storage/postgres/append-statements'
import type { PostgresDatabase, Queries, Statement } from '#storage/postgres/postgres-database'
import { chunkChecksum } from '#storage/postgres/read-documents'
import { sayable } from '#storage/sayable'
import type {
  DocumentMark,
  ListedDocument,
  Piece,
  WholeDocument,
  WholeDocumentStore,
  WholeProjection,
} from '#storage/whole-document'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

const marks = `id, created_at AS "createdAt", changed_at AS "changedAt", last_sequence AS "lastSequence",
  snapshot_sequence AS "snapshotSequence", projected_sequence AS "projectedSequence",
  forgotten_through AS "forgottenThrough"`
const piece = `document_key AS key, first_sequence AS "firstSequence", last_sequence AS "lastSequence", checksum, bytes`

const statements = {
  count: { name: 'whole-count', text: 'SELECT count(*) AS count FROM documents' },
  list: {
    name: 'whole-list',
    text: `SELECT ${marks},
        (SELECT coalesce(sum(octet_length(bytes)), 0) FROM snapshots WHERE document_key = key)::bigint
        + (SELECT coalesce(sum(octet_length(bytes)), 0) FROM runs WHERE document_key = key)::bigint
        + (SELECT coalesce(sum(coalesce(run_bytes, octet_length(bytes))), 0) FROM history
          WHERE document_key = key)::bigint
        AS "storedBytes"
      FROM documents WHERE id > $1 ORDER BY id LIMIT $2`,
  },
  between: {
    name: 'whole-between',
    text: `SELECT ${marks} FROM documents WHERE id > $1 AND ($2::text IS NULL OR id <= $2) ORDER BY id`,
  },
  find: {
    name: 'whole-find',
    text: `SELECT key, ${marks} FROM documents WHERE id = ANY($1::text[]) ORDER BY id`,
  },
  snapshots: {
    name: 'whole-snapshots',
    text: `SELECT document_key AS key, sequence, made_at AS "madeAt", checksum, bytes FROM snapshots
      WHERE document_key = ANY($1::bigint[])`,
  },
  history: {
    name: 'whole-history',
    text: `SELECT ${piece}, first_received_at AS "firstReceivedAt", last_received_at AS "lastReceivedAt", format
      FROM history WHERE document_key = ANY($1::bigint[]) ORDER BY document_key, last_sequence`,
  },
  runs: {
    name: 'whole-runs',
    text: `SELECT ${piece} FROM runs WHERE document_key = ANY($1::bigint[]) ORDER BY document_key, last_sequence`,
  },
  projections: {
    name: 'whole-projections',
    text: `SELECT document_key AS key, change, sequence, title, excerpt, search_text AS "searchText",
        changed_at AS "changedAt", mentions
      FROM projections WHERE document_key = ANY($1::bigint[])`,
  },
  remove: { name: 'whole-remove', text: 'DELETE FROM documents WHERE id = ANY($1::text[])' },
  addDocuments: {
    name: 'whole-add-documents',
    text: `INSERT INTO documents (id, created_at, changed_at, last_sequence, snapshot_sequence, projected_sequence,
        forgotten_through)
      SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
        $7::bigint[])
      RETURNING id, key`,
  },
  // All bytes come as one parameter, see append-statements.ts.
  addSnapshots: {
    name: 'whole-add-snapshots',
    text: `INSERT INTO snapshots (document_key, sequence, made_at, checksum, bytes)
      SELECT key, sequence, made_at, checksum, substring($7::bytea FROM start FOR size)
      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::int[])
        AS given (key, sequence, made_at, checksum, start, size)`,
  },
  addHistory: {
    name: 'whole-add-history',
    text: `INSERT INTO history (document_key, first_sequence, last_sequence, first_received_at, last_received_at,
        checksum, format, run_bytes, bytes)
      SELECT key, first, last, first_at, last_at, checksum, format, run_bytes,
        substring($11::bytea FROM start FOR size)
      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::int[],
        $8::bigint[], $9::int[], $10::int[])
        AS given (key, first, last, first_at, last_at, checksum, format, run_bytes, start, size)`,
  },
  addRuns: {
    name: 'whole-add-runs',
    text: `INSERT INTO runs (document_key, first_sequence, last_sequence, checksum, bytes)
      SELECT key, first, last, checksum, substring($7::bytea FROM start FOR size)
      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::int[])
        AS given (key, first, last, checksum, start, size)`,
  },
  addProjections: {
    name: 'whole-add-projections',
    text: `INSERT INTO projections (document_key, change, sequence, title, excerpt, search_text, changed_at, mentions)
      SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[],
        $7::bigint[], $8::text[])`,
  },
  lastChange: { name: 'whole-last-change', text: 'SELECT last_change AS change FROM projection_counter' },
  setLastChange: { name: 'whole-set-change', text: 'UPDATE projection_counter SET last_change = $1' },
} as const satisfies Record<string, Statement>

type Keyed = { readonly key: number }
type SnapshotRow = Keyed & { sequence: number; madeAt: number; checksum: number; bytes: Buffer }
type RunRow = Keyed & Piece & { checksum: number }
type ChunkRow = Keyed & StoredRun & { checksum: number; format: number }

/** Whole documents in a schema of PostgreSQL; the caller ends it. */
export function postgresWholeDocuments(database: PostgresDatabase): WholeDocumentStore {
  return {
    async count() {
      const [row] = await database.query<{ count: number }>(statements.count)
      return row?.count ?? 0
    },
    list: (afterId, limit) => database.query<ListedDocument>(statements.list, [afterId, limit]),
    marksBetween: (afterId, throughId) =>
      database.query<DocumentMark>(statements.between, [afterId, throughId]),
    read: (ids) => database.transaction('read', (queries) => readWhole(queries, ids)),
    async put(documents) {
      const packed = await Promise.all(documents.map(pack))
      await database.transaction('write', async (queries) => {
        await queries.query(statements.remove, [documents.map(({ id }) => id)])
        await addWhole(queries, packed)
      })
    },
    async remove(ids) {
      await database.query(statements.remove, [ids])
    },
    async lastChange() {
      const [row] = await database.query<{ change: number }>(statements.lastChange)
      return row?.change ?? 0
    },
    async setLastChange(change) {
      await database.query(statements.setLastChange, [change])
    },
  }
}

async function readWhole(queries: Queries, ids: readonly string[]): Promise<WholeDocument[]> {
  const found = await queries.query<DocumentMark & Keyed>(statements.find, [ids])
  const keys = [found.map(({ key }) => key)]
  const snapshots = byKey(await queries.query<SnapshotRow>(statements.snapshots, keys))
  const chunks = byKey(await queries.query<ChunkRow>(statements.history, keys))
  const runs = byKey(await queries.query<RunRow>(statements.runs, keys))
  const projections = byKey(await queries.query<WholeProjection & Keyed>(statements.projections, keys))
  return Promise.all(
    found.map(async ({ key, ...mark }) => ({
      ...mark,
      snapshot: await unpackSnapshot(mark, snapshots.get(key)?.[0]),
      history: (chunks.get(key) ?? []).map((chunk) => unpackChunk(mark.id, chunk)),
      live: (runs.get(key) ?? []).map((run) => checkRun(mark.id, run)),
      projection: withoutKey(projections.get(key)?.[0]),
    })),
  )
}

function byKey<Row extends Keyed>(rows: readonly Row[]): Map<number, Row[]> {
  return Map.groupBy(rows, ({ key }) => key)
}

function withoutKey(row: (WholeProjection & Keyed) | undefined): WholeProjection | null {
  if (!row) return null
  const { change, sequence, title, excerpt, searchText, changedAt, mentions } = row
  return { change, sequence, title, excerpt, searchText, changedAt, mentions }
}

async function unpackSnapshot(
  { id, snapshotSequence }: DocumentMark,
  row: SnapshotRow | undefined,
): Promise<WholeDocument['snapshot']> {
  if ((row?.sequence ?? 0) !== snapshotSequence) throw damaged(id, 'the snapshot is missing')
  if (!row) return null
  if (row.checksum !== crc32(row.bytes)) throw damaged(id, 'the snapshot is changed')
  return { madeAt: row.madeAt, bytes: await decompress(row.bytes) }
}

function unpackChunk(id: string, chunk: ChunkRow): StoredRun {
  const { firstSequence, lastSequence, firstReceivedAt, lastReceivedAt, format } = chunk
  if (chunk.checksum !== chunkChecksum(format, chunk.bytes)) throw damaged(id, 'its history is changed')
  const bytes = unpackRun(format, chunk.bytes)
  return { firstSequence, lastSequence, firstReceivedAt, lastReceivedAt, bytes }
}

function checkRun(id: string, { firstSequence, lastSequence, checksum, bytes }: RunRow): Piece {
  if (checksum !== storedChecksum(id, lastSequence - firstSequence + 1, bytes))
    throw damaged(id, `entry ${firstSequence} is changed`)
  return { firstSequence, lastSequence, bytes }
}

/** A document with what of it is compressed, the history in its order. */
type Packed = {
  readonly document: WholeDocument
  readonly snapshot: Buffer | null
  readonly history: readonly (StoredRun & { readonly packed: PackedRun })[]
}

async function pack(document: WholeDocument): Promise<Packed> {
  const { id, snapshot, history } = document
  return {
    document,
    snapshot: snapshot && (await compress(snapshot.bytes)),
    history: history.map((run) => ({ ...run, packed: packRun(id, run.bytes) })),
  }
}

async function addWhole(queries: Queries, documents: readonly Packed[]): Promise<void> {
  const added = await queries.query<{ id: string; key: number }>(
    statements.addDocuments,
    columnsOf(documents, ({ document: one }) => [
      one.id,
      one.createdAt,
      one.changedAt,
      one.lastSequence,
      one.snapshotSequence,
      one.projectedSequence,
      one.forgottenThrough,
    ]),
  )
  const keys = new Map(added.map(({ id, key }) => [id, key]))
  const whose = documents.map((one) => ({ ...one, key: keys.get(one.document.id) }))
  const snapshots = whose.flatMap(({ document: { snapshotSequence, snapshot }, key, snapshot: bytes }) =>
    snapshot && bytes ? [{ place: [key, snapshotSequence, snapshot.madeAt, crc32(bytes)], bytes }] : [],
  )
  await addPieces(queries, statements.addSnapshots, snapshots)
  const chunks = whose.flatMap(({ key, history }) =>
    history.map(({ firstSequence, lastSequence, firstReceivedAt, lastReceivedAt, packed }) => {
      const { format, bytes, runBytes } = packed
      const place = [key, firstSequence, lastSequence, firstReceivedAt, lastReceivedAt]
      return { place: [...place, chunkChecksum(format, bytes), format, runBytes], bytes }
    }),
  )
  await addPieces(queries, statements.addHistory, chunks)
  const runs = whose.flatMap(({ document: { id, live }, key }) =>
    live.map(({ firstSequence, lastSequence, bytes }) => {
      const checksum = storedChecksum(id, lastSequence - firstSequence + 1, bytes)
      return { place: [key, firstSequence, lastSequence, checksum], bytes }
    }),
  )
  await addPieces(queries, statements.addRuns, runs)
  const projections = whose.flatMap(({ document: { projection }, key }) =>
    projection ? [{ key, ...projection }] : [],
  )
  if (projections.length === 0) return
  await queries.query(
    statements.addProjections,
    columnsOf(projections, (one) => [
      one.key,
      one.change,
      one.sequence,
      one.title === null ? null : sayable(one.title),
      sayable(one.excerpt),
      sayable(one.searchText),
      one.changedAt,
      one.mentions,
    ]),
  )
}

/** Rows of which each has bytes at its end. */
async function addPieces(
  queries: Queries,
  statement: Statement,
  pieces: readonly { readonly place: readonly unknown[]; readonly bytes: Uint8Array }[],
): Promise<void> {
  if (pieces.length === 0) return
  let end = 1
  const columns = columnsOf(pieces, ({ place, bytes }) => {
    const start = end
    end += bytes.byteLength
    return [...place, start, bytes.byteLength]
  })
  await queries.query(statement, [...columns, Buffer.concat(pieces.map(({ bytes }) => bytes))])
}

/** Rows as PostgreSQL's `unnest` takes them: one list for each column. */
function columnsOf<Item>(items: readonly Item[], rowOf: (item: Item) => readonly unknown[]): unknown[][] {
  const rows = items.map(rowOf)
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]))
}
