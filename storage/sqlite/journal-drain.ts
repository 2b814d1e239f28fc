import type Database from 'better-sqlite3'
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs'
import path from 'node:path'

import { documentKey, type JournalPosition, type ReadShare } from '#storage/journal/journal-batch'
import { replaySegments, type LeftSegment, type Replay } from '#storage/journal/replay-segments'
import { blockBytes } from '#storage/journal/scan-segment'
import { segmentFile, segmentNumber } from '#storage/journal/segment-file'
import type { StoredRun } from '#storage/run-codec'
import type { DocumentLog } from '#storage/sqlite/document-log'
import type { CatalogueSegment, JournalCatalogue } from '#storage/sqlite/journal-catalogue'
import { StorageError } from '#storage/storage-error'

export type JournalDrainOptions = {
  readonly db: Database.Database
  readonly log: DocumentLog
  readonly catalogue: JournalCatalogue
  /** Folder of the segments. */
  readonly folder: string
}

/**
 * Reads the journal after those who write it, keeps what is not in the tables yet, and moves it there many
 * entries at a time. Until then a document is its tables and what is kept here.
 */
export class JournalDrain {
  readonly #options: JournalDrainOptions
  readonly #drain: () => void
  #segments: CatalogueSegment[]
  /** Runs read and not in the tables; in order, without gaps, for each document. */
  readonly #undrained = new Map<string, StoredRun[]>()
  /** In hexadecimal. */
  readonly #damagedKeys: Set<string>
  #newDamage: Buffer[] = []
  /** Of those, who has not been told to {@link takeFoundDamage}. */
  #foundDamage: string[] = []
  /** Segments with damage stay under another name, for whoever wants to look what can be saved of them. */
  readonly #kept = new Set<number>()
  /** Where reading stands. */
  #end: Replay['end'] = { segment: 0, end: 0, batch: 0 }

  constructor(options: JournalDrainOptions) {
    const { db, catalogue } = options
    this.#options = options
    this.#segments = catalogue.list()
    this.#damagedKeys = new Set(catalogue.damagedKeys())
    this.#drain = db.transaction(() => {
      for (const [documentId, runs] of this.#undrained) this.#append(documentId, runs)
      for (const key of this.#newDamage) catalogue.addDamaged(key)
      catalogue.moveDrained(this.#end)
    })
  }

  /**
   * Takes in what an earlier process left behind.
   * @throws {StorageError} `damaged` where a segment is gone, or entries are lost and nothing tells whose.
   */
  replay(): Replay {
    const { folder } = this.#options
    const left = this.#segments.map((segment) => leftSegment(folder, segment))
    const replay = replaySegments(left)
    this.#take(replay)
    if (this.#end.segment === 0) this.#end = { segment: left.at(-1)?.segment ?? 0, end: 0, batch: 0 }
    return replay
  }

  /** A number that no segment has, nor a greater one. */
  get nextSegment(): number {
    return Math.max(this.#segments.at(-1)?.segment ?? 0, this.#options.catalogue.droppedThrough()) + 1
  }

  register(segment: number, salt: bigint): void {
    this.#options.catalogue.add(segment, salt)
    this.#segments.push({ segment, salt, drained: { end: 0, batch: 0 } })
  }

  /** Reads on, up to where the journal is on disk. @throws {StorageError} */
  follow(through: JournalPosition): void {
    const { segment, end } = this.#end
    if (through.segment === segment && through.end === end) return
    const { folder } = this.#options
    const left = this.#segments
      .filter((candidate) => candidate.segment >= segment && candidate.segment <= through.segment)
      .map((candidate) => {
        const drained = candidate.segment === segment ? this.#end : candidate.drained
        return leftSegment(folder, { ...candidate, drained }, through)
      })
    this.#take(replaySegments(left, through))
  }

  /** @throws {StorageError} `damaged` where the journal lost one of the document's entries. */
  refuseDamaged(documentId: string): void {
    if (this.#isDamaged(documentId))
      throw new StorageError(
        'damaged',
        `document ${JSON.stringify(documentId)}: the journal lost an entry of it`,
      )
  }

  /** Keys, in hexadecimal, of documents that were found damaged since the last call. */
  takeFoundDamage(): readonly string[] {
    return this.#foundDamage.splice(0)
  }

  /** The document was removed. */
  forgetDamage(documentId: string): void {
    this.#damagedKeys.delete(documentKey(documentId).toString('hex'))
  }

  undrainedOf(documentId: string): readonly StoredRun[] {
    return this.#undrained.get(documentId) ?? []
  }

  /** Moves what is kept here into the tables, in one transaction, and removes the segments that held it. */
  drain(): void {
    if (this.#undrained.size === 0 && this.#newDamage.length === 0) return
    this.#drain()
    this.#undrained.clear()
    this.#newDamage = []
    const done = this.#segments.filter(({ segment }) => segment < this.#end.segment)
    this.#segments = this.#segments.filter(({ segment }) => segment >= this.#end.segment)
    for (const { segment } of done) this.#remove(segment)
  }

  /** With nothing left to drain: the journal needs no file any more. */
  finish(): void {
    if (this.#undrained.size > 0) return
    const { catalogue } = this.#options
    const last = this.#segments.at(-1)?.segment ?? 0
    catalogue.drop(last)
    for (const { segment } of this.#segments.splice(0)) this.#remove(segment)
  }

  /**
   * Removes what the catalogue lists no more, and what was made but never used.
   * @throws {StorageError} `damaged` where a file holds something and was never listed, as far as can be told.
   */
  sweep(): void {
    const { folder, catalogue } = this.#options
    const listed = new Set(this.#segments.map(({ segment }) => segment))
    const droppedThrough = catalogue.droppedThrough()
    for (const name of readNames(folder)) {
      const segment = segmentNumber(name)
      if (segment === undefined || listed.has(segment)) continue
      if (segment > droppedThrough && readFileSync(path.join(folder, name)).some((byte) => byte !== 0))
        throw new StorageError(
          'damaged',
          `${path.join(folder, name)} holds edits and is not in the catalogue`,
        )
      this.#remove(segment)
    }
  }

  #take({ shares, damagedKeys, end }: Replay): void {
    for (const key of damagedKeys) this.#damage(key)
    let tookAll = true
    for (const share of shares) if (!this.#takeShare(share)) tookAll = false
    if (!tookAll)
      for (const { segment } of this.#segments)
        if (segment >= this.#end.segment && segment <= end.segment) this.#kept.add(segment)
    this.#end = end
  }

  /** @returns false of a damaged document, whose entries nobody can put in their place. */
  #takeShare({ documentId, run }: ReadShare): boolean {
    if (this.#isDamaged(documentId)) return false
    const waiting = this.#undrained.get(documentId)
    const last = waiting?.at(-1)?.lastSequence ?? this.#lastInTables(documentId)
    if (last === undefined || (run.firstSequence !== last + 1 && run.lastSequence > last)) {
      this.#damage(documentKey(documentId))
      return false
    }
    if (run.firstSequence !== last + 1) return true
    if (waiting) waiting.push(run)
    else this.#undrained.set(documentId, [run])
    return true
  }

  /** Undefined where the document is there and cannot be found: that is nobody else's damage. */
  #lastInTables(documentId: string): number | undefined {
    return unlessDamaged(() => this.#options.log.find(documentId)?.last_sequence ?? 0)
  }

  #append(documentId: string, runs: readonly StoredRun[]): void {
    const isDone = unlessDamaged(() => {
      this.#options.log.append(documentId, runs)
      return true
    })
    if (!isDone) this.#damage(documentKey(documentId))
  }

  #isDamaged(documentId: string): boolean {
    return this.#damagedKeys.size > 0 && this.#damagedKeys.has(documentKey(documentId).toString('hex'))
  }

  #damage(key: Buffer): void {
    const name = key.toString('hex')
    if (this.#damagedKeys.has(name)) return
    this.#damagedKeys.add(name)
    this.#newDamage.push(key)
    this.#foundDamage.push(name)
    for (const { segment } of this.#segments) this.#kept.add(segment)
  }

  #remove(segment: number): void {
    const file = path.join(this.#options.folder, segmentFile(segment))
    try {
      if (this.#kept.has(segment)) renameSync(file, `${file}.damaged`)
      else rmSync(file, { force: true })
    } catch {
      // It holds nothing that is needed, and the next start sweeps it.
    }
  }
}

/** What a document says of itself; undefined where it is damaged. */
function unlessDamaged<Value>(run: () => Value): Value | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof StorageError && error.code === 'damaged') return undefined
    throw error
  }
}

/** With the bytes from the block on in which what is drained ends: runs are views, and keep all of them. */
function leftSegment(folder: string, segment: CatalogueSegment, through?: JournalPosition): LeftSegment {
  const file = path.join(folder, segmentFile(segment.segment))
  try {
    const fd = openSync(file, 'r')
    try {
      const size = segment.segment === through?.segment ? through.end : fstatSync(fd).size
      const base = segment.drained.end - (segment.drained.end % blockBytes)
      const bytes = Buffer.alloc(Math.max(0, size - base))
      for (let at = 0; at < bytes.length;) {
        const count = readSync(fd, bytes, at, bytes.length - at, base + at)
        if (count === 0) break
        at += count
      }
      return { ...segment, file, bytes, base }
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = error instanceof Error ? error.message : String(error)
    throw new StorageError(gone ? 'damaged' : 'unavailable', `a segment of the journal: ${reason}`, error)
  }
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
