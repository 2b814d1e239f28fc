import { createHash } from 'node:crypto'

import type { StoredEntry } from '#storage/document-update-store'
import { damaged } from '#storage/log-rows'
import { decodeRun, type StoredRun } from '#storage/run-codec'
import { sayable } from '#storage/sayable'

/** What a store says of a document beside its contents; changes with everything that a store does to it. */
export type DocumentMark = {
  readonly id: string
  readonly createdAt: number
  readonly changedAt: number
  readonly lastSequence: number
  readonly snapshotSequence: number
  readonly projectedSequence: number
  readonly forgottenThrough: number
}

/** Entries that follow each other, as a run with its place. */
export type Piece = Pick<StoredRun, 'firstSequence' | 'lastSequence' | 'bytes'>

/** All that is stored of a document, in a form that no database has a part in. */
export type WholeDocument = DocumentMark & {
  /** Yjs V1 update; null where there never was a compaction. */
  readonly snapshot: { readonly madeAt: number; readonly bytes: Uint8Array } | null
  /** Entries up to the snapshot. */
  readonly history: readonly StoredRun[]
  /** Entries behind it. */
  readonly live: readonly Piece[]
  readonly projection: WholeProjection | null
}

export type WholeProjection = {
  readonly change: number
  readonly sequence: number
  readonly title: string | null
  readonly excerpt: string
  readonly searchText: string
  readonly changedAt: number
  /** JSON, as it is stored. */
  readonly mentions: string
}

/** Documents as they go from one store to another; ids are in the order of their bytes in UTF-8. */
export interface WholeDocumentStore {
  count(): Promise<number>
  /** Behind an id, at most so many, each with about how many bytes it takes. */
  list(afterId: string, limit: number): Promise<readonly ListedDocument[]>
  /** Behind an id, up to another or to the end. */
  marksBetween(afterId: string, throughId: string | null): Promise<readonly DocumentMark[]>
  /** Those that there are, in the order of their ids. @throws {StorageError} `damaged` */
  read(ids: readonly string[]): Promise<readonly WholeDocument[]>
  /** Puts them in the place of what is there of these ids. */
  put(documents: readonly WholeDocument[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** The number of the last projection that was kept, of whatever document. */
  lastChange(): Promise<number>
  setLastChange(change: number): Promise<void>
}

export type ListedDocument = DocumentMark & { readonly storedBytes: number }

/** Whether nothing was done to a document since. */
export function isUnchanged(one: DocumentMark, other: DocumentMark | undefined): boolean {
  return other !== undefined && markLine(one) === markLine(other)
}

/**
 * SHA-256 of a document, in hexadecimal, and how many entries it has: the same wherever and in which pieces it is stored.
 * @throws {StorageError} `damaged` where an entry is missing
 */
export function digestDocument(document: WholeDocument): { digest: string; entryCount: number } {
  const { snapshot, projection } = document
  const hash = createHash('sha256')
  hash.update(`${markLine(document)}\n${projectionLine(projection)}\n`)
  hash.update(snapshot ? `${snapshot.madeAt} ${snapshot.bytes.byteLength}\n` : 'no snapshot\n')
  if (snapshot) hash.update(snapshot.bytes)
  let entryCount = 0
  for (const { sequence, receivedAt, userId, sessionId, update } of entriesOf(document)) {
    hash.update(`${sequence} ${receivedAt} ${JSON.stringify([userId, sessionId])} ${update.byteLength}\n`)
    hash.update(update)
    entryCount++
  }
  return { digest: hash.digest('hex'), entryCount }
}

/** All in order, without a gap. */
function* entriesOf(document: WholeDocument): Generator<StoredEntry> {
  const { id, history, live, snapshot, snapshotSequence, lastSequence, forgottenThrough } = document
  if ((snapshot === null) !== (snapshotSequence === 0)) throw damaged(id, 'the snapshot is missing')
  let next = Math.max(forgottenThrough, 1)
  for (const piece of [...history, ...live]) {
    if (piece.firstSequence !== next) throw damaged(id, `entry ${next} is missing`)
    yield* decodePiece(id, piece)
    next = piece.lastSequence + 1
  }
  if (next !== lastSequence + 1) throw damaged(id, 'the newest entries are missing')
}

function decodePiece(id: string, { firstSequence, lastSequence, bytes }: Piece): StoredEntry[] {
  let entries: StoredEntry[]
  try {
    entries = decodeRun(id, firstSequence, bytes)
  } catch (error) {
    throw damaged(id, 'its log does not decode', error)
  }
  if (entries.at(-1)?.sequence !== lastSequence) throw damaged(id, 'its log has a gap')
  return entries
}

function markLine(document: DocumentMark): string {
  const { id, createdAt, changedAt, lastSequence, snapshotSequence } = document
  const { projectedSequence, forgottenThrough } = document
  return JSON.stringify([
    id,
    createdAt,
    changedAt,
    lastSequence,
    snapshotSequence,
    projectedSequence,
    forgottenThrough,
  ])
}

function projectionLine(projection: WholeProjection | null): string {
  if (!projection) return 'no projection'
  const { change, sequence, title, excerpt, searchText, changedAt, mentions } = projection
  const texts = [title === null ? null : sayable(title), sayable(excerpt), sayable(searchText)]
  return JSON.stringify([change, sequence, ...texts, changedAt, mentions])
}
