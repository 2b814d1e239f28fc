import type {
  DocumentRecord,
  JournalEntry,
  LoadedDocument,
  PackedDocument,
  ProjectionPage,
  RecordBounds,
  RecordWishes,
  StoredEntry,
  StoredProjection,
  StoredSizes,
} from '#storage/document-update-store'
import { RunPacker } from '#storage/columns/run-packer'
import { unpackUpdates } from '#storage/packed-updates'
import { AppendQueue } from '#storage/postgres/append-queue'
import { appendEntries, appendToExistingDocuments, seedDocument } from '#storage/postgres/append-statements'
import { collabSteps } from '#storage/postgres/collab-steps'
import { compactDocument } from '#storage/postgres/compact-document'
import { keepProjection, readProjectionPage } from '#storage/postgres/document-projections'
import { ExpectedPlaces } from '#storage/postgres/expected-places'
import { forgetEntries } from '#storage/postgres/forget-entries'
import { keepAlone } from '#storage/postgres/keep-alone'
import { openMigrated } from '#storage/postgres/migrate-schema'
import type { PostgresDatabase, PostgresLocation, Statement } from '#storage/postgres/postgres-database'
import {
  findDocumentRow,
  loadDocument,
  readDocumentEntries,
  readDocumentRecord,
} from '#storage/postgres/read-documents'
import {
  holdLease,
  identityOf,
  letGoOfLease,
  newsBehind,
  putNews,
  readLastSequences,
} from '#storage/postgres/shared-statements'
import type { Placed, SharedDocumentUpdateStore, StoredNews } from '#storage/shared-document-update-store'
import { StorageError } from '#storage/storage-error'
import type { StoreInterruption } from '#storage/store-interruption'

/** Everything else of a document goes with its row. */
const removeDocument: Statement = { name: 'remove-document', text: 'DELETE FROM documents WHERE id = $1' }
const listLongLogs: Statement = {
  name: 'list-long-logs',
  text: 'SELECT id FROM documents WHERE last_sequence - snapshot_sequence > $1 ORDER BY key',
}
const listStale: Statement = {
  name: 'list-stale-projections',
  text: 'SELECT id FROM documents WHERE projected_sequence < last_sequence ORDER BY key',
}

const listForgettable: Statement = {
  name: 'list-forgettable',
  text: `SELECT id FROM documents WHERE created_at < $1 AND last_sequence > snapshot_sequence
    UNION SELECT id FROM history JOIN documents ON key = document_key
    WHERE history.last_sequence > forgotten_through AND first_received_at < $1 ORDER BY id`,
}
const sizesOf: Statement = {
  name: 'sizes-of-document',
  text: `SELECT
      (SELECT coalesce(sum(octet_length(bytes)), 0) FROM snapshots WHERE document_key = key)::bigint
        + (SELECT coalesce(sum(octet_length(bytes)), 0) FROM runs WHERE document_key = key)::bigint AS "presentBytes",
      (SELECT coalesce(sum(octet_length(bytes)), 0) FROM history WHERE document_key = key)::bigint AS "historyBytes"
    FROM documents WHERE id = $1`,
}
const allSizes: Statement = {
  name: 'all-sizes',
  text: `SELECT
      (SELECT coalesce(sum(octet_length(bytes)), 0) FROM snapshots)::bigint
        + (SELECT coalesce(sum(octet_length(bytes)), 0) FROM runs)::bigint AS "presentBytes",
      (SELECT coalesce(sum(octet_length(bytes)), 0) FROM history)::bigint AS "historyBytes"`,
}

type Opening = {
  readonly identity?: string
  readonly makesDocuments?: boolean
  /** Undefined where others may write too. */
  readonly expected?: ExpectedPlaces
  /** Whether it may be worked with now; always unless said. */
  readonly isHeld?: () => boolean
  readonly letGo?: () => Promise<void>
}

/**
 * The store in a schema of a PostgreSQL database. Its commit is the promise: nothing of it is on the disk of the
 * machine it is used from. Several may write at once, also to one document.
 *
 * Where a connection breaks while a commit is on its way, the call rejects and the entries may be there all the same.
 */
export class PostgresDocumentUpdateStore implements SharedDocumentUpdateStore {
  readonly identity: string
  readonly #database: PostgresDatabase
  readonly #queue: AppendQueue
  readonly #packer = new RunPacker()
  /** Undefined where others may write too. */
  readonly #expected: ExpectedPlaces | undefined
  readonly #isHeld: () => boolean
  readonly #letGo: () => Promise<void>

  private constructor(
    database: PostgresDatabase,
    { identity = '', makesDocuments = true, expected, isHeld = () => true, letGo }: Opening = {},
  ) {
    this.identity = identity
    this.#database = database
    this.#expected = expected
    this.#isHeld = isHeld
    this.#letGo = letGo ?? (() => Promise.resolve())
    const appendTo = makesDocuments ? appendEntries : appendToExistingDocuments
    this.#queue = new AppendQueue({
      append: async (entries) => {
        this.#refuseUnheld()
        const places = await appendTo(database, entries)
        expected?.placed(places)
        return places
      },
      seed: async (entry) => {
        this.#refuseUnheld()
        return seedDocument(database, entry)
      },
    })
  }

  /** Makes what is missing of the schema. @throws {StorageError} `tooNew`, `unavailable` */
  static async open(location: PostgresLocation): Promise<PostgresDocumentUpdateStore> {
    return new PostgresDocumentUpdateStore(await openMigrated(location, collabSteps))
  }

  /**
   * The same, for this process alone; where the connection breaks that says so, it rejects everything until it is so
   * again. @throws {StorageError} `inUse` too
   */
  static async openAlone(
    location: PostgresLocation,
    interruption: StoreInterruption,
  ): Promise<PostgresDocumentUpdateStore> {
    const kept = await keepAlone(location, interruption)
    const letGo = (): Promise<void> => kept.letGo()
    try {
      const expected = new ExpectedPlaces()
      const database = await openMigrated(location, collabSteps)
      return new PostgresDocumentUpdateStore(database, { expected, isHeld: () => kept.isHeld, letGo })
    } catch (error) {
      await letGo()
      throw error
    }
  }

  /**
   * The same, together with other processes that open it so. `makesDocuments`: whether what is appended to a document
   * that there is not makes it; else it is not written, which `appendPlaced` tells. Out of reach, it is like one alone.
   * @throws {StorageError} `inUse` too
   */
  static async openTogether(
    location: PostgresLocation,
    makesDocuments: boolean,
    interruption: StoreInterruption,
  ): Promise<PostgresDocumentUpdateStore> {
    const kept = await keepAlone(location, interruption, 'together')
    const letGo = (): Promise<void> => kept.letGo()
    try {
      const database = await openMigrated(location, collabSteps)
      const identity = await identityOf(database)
      const isHeld = (): boolean => kept.isHeld
      return new PostgresDocumentUpdateStore(database, { identity, makesDocuments, isHeld, letGo })
    } catch (error) {
      await letGo()
      throw error
    }
  }

  async append(entries: readonly JournalEntry[]): Promise<void> {
    await this.#queue.append(entries)
  }

  appendPlaced(entries: readonly JournalEntry[]): Promise<readonly Placed[]> {
    return this.#queue.append(entries)
  }

  seed(entry: JournalEntry): Promise<boolean> {
    return this.#queue.seed(entry)
  }

  async load(documentId: string): Promise<LoadedDocument | undefined> {
    const packed = await this.loadPacked(documentId)
    if (!packed) return undefined
    const { updateBytes, updateBounds, ...rest } = packed
    return { ...rest, updates: unpackUpdates({ updateBytes, updateBounds }) }
  }

  async loadPacked(documentId: string): Promise<PackedDocument | undefined> {
    await this.#settled()
    const loaded = await this.#database.transaction('read', (queries) => loadDocument(queries, documentId))
    if (loaded) this.#expected?.loaded(documentId, loaded.lastSequence)
    return loaded
  }

  async compact(documentId: string, throughSequence: number, snapshot: Uint8Array): Promise<void> {
    await this.#settled()
    await compactDocument(this.#database, this.#packer, { documentId, throughSequence, snapshot })
  }

  async readEntries(
    documentId: string,
    afterSequence: number,
    limit: number,
  ): Promise<readonly StoredEntry[]> {
    await this.#settled()
    return this.#database.transaction('read', (queries) =>
      readDocumentEntries({ queries, packer: this.#packer }, documentId, afterSequence, limit),
    )
  }

  async loadRecord(documentId: string, wishes: RecordWishes = {}): Promise<DocumentRecord | undefined> {
    await this.#settled()
    return this.#database.transaction('read', (queries) =>
      readDocumentRecord({ queries, packer: this.#packer }, documentId, wishes),
    )
  }

  async findBounds(documentId: string): Promise<RecordBounds | undefined> {
    await this.#settled()
    const document = await findDocumentRow(this.#database, documentId)
    if (!document) return undefined
    const { forgotten_through: through, last_sequence: lastSequence, changed_at: changedAt } = document
    return { firstSequence: Math.max(1, through), lastSequence, changedAt }
  }

  async forget(entry: StoredEntry): Promise<void> {
    await this.#settled()
    await forgetEntries(this.#database, this.#packer, entry)
  }

  async findForgettable(before: number): Promise<readonly string[]> {
    await this.#settled()
    const rows = await this.#database.query<{ id: string }>(listForgettable, [before])
    return rows.map(({ id }) => id)
  }

  async measure(documentId: string): Promise<StoredSizes | undefined> {
    await this.#settled()
    const [sizes] = await this.#database.query<StoredSizes>(sizesOf, [documentId])
    return sizes
  }

  async measureAll(): Promise<StoredSizes> {
    await this.#settled()
    const [sizes] = await this.#database.query<StoredSizes>(allSizes)
    return sizes ?? { presentBytes: 0, historyBytes: 0 }
  }

  async remove(documentId: string): Promise<void> {
    await this.#settled()
    await this.#database.query(removeDocument, [documentId])
    this.#expected?.removed(documentId)
  }

  async putProjection(projection: StoredProjection): Promise<void> {
    await this.#settled()
    await keepProjection(this.#database, projection)
  }

  readProjections(after: number, limit: number): Promise<ProjectionPage> {
    return readProjectionPage(this.#database, after, limit)
  }

  async findLongLogs(minLiveEntries: number): Promise<readonly string[]> {
    await this.#settled()
    const rows = await this.#database.query<{ id: string }>(listLongLogs, [minLiveEntries])
    return rows.map(({ id }) => id)
  }

  async findStaleProjections(): Promise<readonly string[]> {
    await this.#settled()
    const rows = await this.#database.query<{ id: string }>(listStale)
    return rows.map(({ id }) => id)
  }

  lastSequences(documentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return readLastSequences(this.#database, documentIds)
  }

  addNews(text: string): Promise<number> {
    return putNews(this.#database, text)
  }

  readNews(after: number): Promise<readonly StoredNews[]> {
    return newsBehind(this.#database, after)
  }

  takeLease(name: string, holder: string, forMs: number): Promise<boolean> {
    return holdLease(this.#database, name, holder, forMs)
  }

  releaseLease(name: string, holder: string): Promise<void> {
    return letGoOfLease(this.#database, name, holder)
  }

  /** Behind all calls so far. @throws {StorageError} `unavailable` where others may be at work now */
  async #settled(): Promise<void> {
    this.#refuseUnheld()
    await this.#queue.settled()
  }

  #refuseUnheld(): void {
    if (!this.#isHeld())
      throw new StorageError('unavailable', 'PostgreSQL was lost, and is not this process’s again')
  }

  async close(): Promise<void> {
    await this.#queue.close()
    await this.#database.close()
    await this.#packer.close()
    await this.#letGo()
  }
}
