import type { PackedUpdates } from '#storage/packed-updates'

/** One update as it arrived. */
export type JournalEntry = {
  /** Any well-formed text of up to 200 bytes; to the store a name and nothing more. */
  readonly documentId: string
  /** Milliseconds since the epoch. */
  readonly receivedAt: number
  /** Who wrote it; empty where nobody is known by name. */
  readonly userId: string
  /** The connection it came through. */
  readonly sessionId: string
  /** Yjs V1 update; opaque bytes here. */
  readonly update: Uint8Array
}

/** An entry with its place in the document: 1, 2, 3, ... without gaps. */
export type StoredEntry = JournalEntry & { readonly sequence: number }

/** All that is needed to make a document's present state. */
export type LoadedDocument = {
  /** Stands for every entry up to `snapshotSequence`; null where there never was a compaction. */
  readonly snapshot: Uint8Array | null
  readonly snapshotSequence: number
  /** The entries behind the snapshot, in order. */
  readonly updates: readonly Uint8Array[]
  /** Sequence of the newest entry. */
  readonly lastSequence: number
  /** When the newest entry was received. */
  readonly changedAt: number
}

/** The same with the entries behind the snapshot in one buffer: to be handed from thread to thread, not read. */
export type PackedDocument = Omit<LoadedDocument, 'updates'> & PackedUpdates

/** Everything that was ever written to a document, or its end or beginning. */
export type DocumentRecord = {
  /** Entries from one on as one run, see `RunCursor`; in a buffer of its own. */
  readonly runBytes: Uint8Array<ArrayBuffer>
  /** Of the first entry in it. */
  readonly firstSequence: number
  /** Of the last: the newest one, unless only the beginning was wished for. */
  readonly lastSequence: number
}

/** From where to where the record of a document goes. */
export type RecordBounds = {
  /** Of the oldest entry that is kept: 1, or what stands for all that is forgotten. */
  readonly firstSequence: number
  readonly lastSequence: number
  /** When the newest entry was received. */
  readonly changedAt: number
}

/** Bytes that a document, or all of them, takes in the store. */
export type StoredSizes = {
  /** What its present state is made of. */
  readonly presentBytes: number
  /** What is kept of its past beside that. */
  readonly historyBytes: number
}

/**
 * Where the beginning of a record ends: before what was received at a time or later, and with not much more than so many bytes
 * behind its first row, which may stand for all before it. It has two rows where there are, so that there is an end to it.
 */
export type RecordUntil = { readonly receivedAt: number; readonly enoughBytes: number }

export type RecordWishes = {
  /** Milliseconds since the epoch: what lies before all that was received later may be left out. */
  readonly since?: number
  readonly maxBytes?: number
  /** Only the beginning is wished for. */
  readonly until?: RecordUntil
}

/** Somebody whom a document names. */
export type StoredMention = {
  readonly userId: string
  /** How often. */
  readonly count: number
  /** Who wrote the last that came; empty where that is not known, null where it was there from the beginning. */
  readonly by: string | null
}

/** What lists and search show of a document, as derived from its entries up to `sequence`. */
export type StoredProjection = {
  readonly documentId: string
  readonly sequence: number
  readonly title: string | null
  readonly excerpt: string
  readonly searchText: string
  /** One for each person. */
  readonly mentions: readonly StoredMention[]
  /** When the document was last written to, milliseconds since the epoch. */
  readonly changedAt: number
}

export type ProjectionPage = {
  /** Oldest change first; each document once, with its newest projection. */
  readonly projections: readonly StoredProjection[]
  /** Give this as `after` to go on; grows with every change and survives restarts. */
  readonly cursor: number
  /** Whether there may be others behind these. */
  readonly more: boolean
}

/**
 * The journal of all documents, their snapshots, history and projections. One writer: the process that
 * opened it. Calls are carried out in the order in which they were made.
 *
 * Everything rejects with a {@link StorageError}; a call that rejects has changed nothing.
 */
export interface DocumentUpdateStore {
  /**
   * Puts a batch behind what is there, all or nothing, making documents that do not exist yet. Once it
   * resolves, the entries survive a power cut.
   */
  append(entries: readonly JournalEntry[]): Promise<void>

  /** The document, or undefined where there is none. @throws {StorageError} `damaged`, never a part. */
  load(documentId: string): Promise<LoadedDocument | undefined>

  /** The same, for other threads. @throws {StorageError} `damaged` */
  loadPacked(documentId: string): Promise<PackedDocument | undefined>

  /** Makes the document with this as its first entry; false where it exists already, which changes nothing. */
  seed(entry: JournalEntry): Promise<boolean>

  /**
   * Makes `snapshot` stand for the entries up to `throughSequence` and moves these to the history, in one
   * transaction. The caller made the snapshot from a `load`; a newer one already there wins.
   */
  compact(documentId: string, throughSequence: number, snapshot: Uint8Array): Promise<void>

  /**
   * Entries of a document in order from the history and the live log alike, at most `limit` behind
   * `afterSequence`. Compaction forgets nothing, so sequence 1 is always there, unless {@link forget} was asked to.
   */
  readEntries(documentId: string, afterSequence: number, limit: number): Promise<readonly StoredEntry[]>

  /**
   * The same entries all at once, for other threads to go through; undefined where there is no such document.
   * @throws {StorageError} `damaged`, never a part; `tooLong` where it is more than was wished for.
   */
  loadRecord(documentId: string, wishes?: RecordWishes): Promise<DocumentRecord | undefined>

  /** Which entries there are, without reading any; undefined where there is no such document. */
  findBounds(documentId: string): Promise<RecordBounds | undefined>

  /**
   * Puts this entry in the place of all up to its sequence, which are gone for good: the record begins with it. Changes
   * nothing where these are not all folded into a snapshot, or are forgotten already.
   */
  forget(entry: StoredEntry): Promise<void>

  /** Ids of documents that may have an entry received before a time and not forgotten. */
  findForgettable(before: number): Promise<readonly string[]>

  /** How much room a document takes; undefined where there is none. */
  measure(documentId: string): Promise<StoredSizes | undefined>

  /** The same of all documents together; no bytes are read for it. */
  measureAll(): Promise<StoredSizes>

  /**
   * Forgets a document altogether: entries, snapshot, history and projection, so that a seed begins it anew.
   * Nothing of it may be on its way to the store. Changes nothing where there is none.
   */
  remove(documentId: string): Promise<void>

  /**
   * Keeps a projection, unless one of a later sequence is there. Who mentioned somebody stays known where that is all
   * the same but the newer one does not say.
   */
  putProjection(projection: StoredProjection): Promise<void>

  /**
   * Projections changed after the cursor; 0 begins at the beginning, as does a cursor never given out. A page
   * of long texts ends before its limit.
   */
  readProjections(after: number, limit: number): Promise<ProjectionPage>

  /** Ids of documents with more than `minLiveEntries` entries behind their snapshot. */
  findLongLogs(minLiveEntries: number): Promise<readonly string[]>

  /** Ids of documents whose projection is missing or older than their newest entry. */
  findStaleProjections(): Promise<readonly string[]>

  /** Bytes that are on disk and not yet where they belong, of a store that has such a thing. */
  readonly undrainedBytes?: number

  /**
   * Copies all there is, while everything else goes on, to a file that makes a store by itself as `collab.sqlite` in a
   * folder of its own; whoever asked moves it away, since the next call removes it. All that was appended before the
   * call is in it, and of what came during it each document has an unbroken begin. Absent where the database has its
   * own means. @throws {StorageError} `inUse` while one is made already.
   */
  backUp?(): Promise<string>

  /** Finishes what was asked and lets go of the data folder. */
  close(): Promise<void>
}
