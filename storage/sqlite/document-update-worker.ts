import { parentPort, workerData } from 'node:worker_threads'

import type {
  DocumentRecord,
  PackedDocument,
  StoredEntry,
  StoredProjection,
} from '#storage/document-update-store'
import type { JournalPosition } from '#storage/journal/journal-batch'
import { own } from '#storage/packed-updates'
import { collabMigrations } from '#storage/sqlite/collab-migrations'
import { copyCollabDatabase } from '#storage/sqlite/copy-collab-database'
import { documentHistory, type RecordQuery } from '#storage/sqlite/document-history'
import { documentLog } from '#storage/sqlite/document-log'
import { documentProjections } from '#storage/sqlite/document-projections'
import { documentRemoval } from '#storage/sqlite/document-removal'
import { journalCatalogue } from '#storage/sqlite/journal-catalogue'
import { JournalDrain } from '#storage/sqlite/journal-drain'
import { openDatabase, toStorageError } from '#storage/sqlite/open-database'
import { StorageError } from '#storage/storage-error'
import { answerCalls, type Reply } from '#storage/worker-calls'

// The one thread that touches collab.sqlite. The journal is written by another: what is asked here comes with
// the place up to which it is on disk, and is answered as of there.

export type OpenedJournal = {
  readonly previous: JournalPosition
  readonly nextSegment: number
  /** Bytes of a batch that a power cut tore; nobody was told of it. */
  readonly tornBytes: number
  /** How many documents the journal lost an entry of. */
  readonly damagedDocuments: number
}

type Parts = ReturnType<typeof openParts>
type At<Argument> = { readonly through: JournalPosition; readonly argument: Argument }

const { file, journalFolder } = workerData as { file: string; journalFolder: string }
let opened: Parts | undefined

function openParts() {
  const db = openDatabase(file, collabMigrations)
  const log = documentLog(db)
  return {
    log,
    history: documentHistory(db, log),
    projections: documentProjections(db),
    remove: documentRemoval(db),
    drain: new JournalDrain({ db, log, catalogue: journalCatalogue(db), folder: journalFolder }),
    copy: (target: string) => copyCollabDatabase(db, target),
    close: () => db.close(),
  }
}

/** Runs something on the open database and says what goes wrong in the terms of the port. */
function use<Value>(run: (parts: Parts) => Value): Value {
  if (!opened) throw new StorageError('unavailable', `${file} is not open`)
  try {
    return run(opened)
  } catch (error) {
    throw toStorageError(error, file)
  }
}

/** A method that sees what the journal holds up to the caller's place in it. */
function following<Argument, Value>(run: (parts: Parts, argument: Argument) => Value) {
  return ({ through, argument }: At<Argument>): Reply<Value> => ({
    value: use((parts) => {
      parts.drain.follow(through)
      return run(parts, argument)
    }),
  })
}

/** The same for what reads or writes the tables themselves. */
function drained<Argument, Value>(run: (parts: Parts, argument: Argument) => Value) {
  return following<Argument, Value>((parts, argument) => {
    parts.drain.drain()
    return run(parts, argument)
  })
}

function open(): OpenedJournal {
  opened = openParts()
  const { drain } = opened
  const { nextSegment } = drain
  const { end, tornBytes, damagedKeys } = drain.replay()
  drain.sweep()
  try {
    drain.drain()
  } catch (error) {
    // On a full disk what was left stays where it is, and is read from there.
    if (toStorageError(error, file).code !== 'unavailable') throw error
  }
  return { previous: end, nextSegment, tornBytes, damagedDocuments: damagedKeys.length }
}

function load({ log, drain }: Parts, documentId: string): PackedDocument | undefined {
  drain.refuseDamaged(documentId)
  return log.load(documentId, drain.undrainedOf(documentId))
}

const loadAt = following(load)
const readRecordAt = drained(({ history, drain }, query: RecordQuery) => {
  drain.refuseDamaged(query.documentId)
  return history.readRecord(query)
})

const copyAt = drained(({ copy }, target: string) => copy(target))

const methods = {
  open: (): Reply<OpenedJournal> => {
    try {
      return { value: open() }
    } catch (error) {
      throw toStorageError(error, file)
    }
  },
  addSegment: ({ segment, salt }: { segment: number; salt: bigint }): Reply<void> => ({
    value: use(({ drain }) => drain.register(segment, salt)),
  }),
  lastSequence: following(({ log, drain }, documentId: string): number => {
    drain.refuseDamaged(documentId)
    return drain.undrainedOf(documentId).at(-1)?.lastSequence ?? log.find(documentId)?.last_sequence ?? 0
  }),
  load: (at: At<string>): Reply<PackedDocument | undefined> => {
    const { value } = loadAt(at)
    if (!value) return { value }
    // What stayed here would lie about until this thread collects its garbage, which it does rarely.
    const snapshot = value.snapshot && own(value.snapshot)
    const transfer = [value.updateBytes.buffer, value.updateBounds.buffer]
    if (snapshot) transfer.push(snapshot.buffer)
    return { value: { ...value, snapshot }, transfer }
  },
  /** Keys of the documents that were found damaged since the last call, in hexadecimal. */
  drain: drained(({ drain }): readonly string[] => drain.takeFoundDamage()),
  compact: drained(
    (
      { history, drain },
      job: { documentId: string; throughSequence: number; snapshot: Uint8Array },
    ): void => {
      drain.refuseDamaged(job.documentId)
      history.compact.immediate(job.documentId, job.throughSequence, job.snapshot)
    },
  ),
  readEntries: drained(
    ({ history, drain }, query: { documentId: string; afterSequence: number; limit: number }) => {
      drain.refuseDamaged(query.documentId)
      return history.readEntries(query.documentId, query.afterSequence, query.limit)
    },
  ),
  readRecord: (at: At<RecordQuery>): Reply<DocumentRecord | undefined> => {
    const { value } = readRecordAt(at)
    return value ? { value, transfer: [value.runBytes.buffer] } : { value }
  },
  findBounds: drained(({ history, drain }, documentId: string) => {
    drain.refuseDamaged(documentId)
    return history.findBounds(documentId)
  }),
  forget: drained(({ history, drain }, entry: StoredEntry): void => {
    drain.refuseDamaged(entry.documentId)
    history.forget(entry)
  }),
  findForgettable: drained(({ history }, before: number) => history.findForgettable(before)),
  measure: drained(({ history }, documentId: string) => history.measure(documentId)),
  measureAll: drained(({ history }) => history.measureAll()),
  remove: drained(({ remove, drain }, documentId: string): void => {
    remove(documentId)
    drain.forgetDamage(documentId)
  }),
  putProjection: following(({ log, projections, drain }, projection: StoredProjection): void => {
    // A projection needs a row to belong to, and no more.
    if (!log.find(projection.documentId)) drain.drain()
    projections.put(projection)
  }),
  readProjections: (query: { after: number; limit: number }) => ({
    value: use(({ projections }) => projections.read(query.after, query.limit)),
  }),
  findLongLogs: drained(({ projections }, minLiveEntries: number) =>
    projections.findLongLogs(minLiveEntries),
  ),
  findStaleProjections: drained(({ projections }) => projections.findStale()),
  /** Others are answered meanwhile. */
  backUp: async (at: At<string>): Promise<Reply<void>> => {
    try {
      await copyAt(at).value
    } catch (error) {
      throw toStorageError(error, at.argument)
    }
    return { value: undefined }
  },
  close: ({ through }: { through: JournalPosition }): Reply<void> => {
    try {
      use(({ drain }) => {
        drain.follow(through)
        drain.drain()
        drain.finish()
      })
    } catch (error) {
      // Where the disk refuses, the journal stays as it is and the next start reads it.
      if (toStorageError(error, file).code !== 'unavailable') throw error
    } finally {
      opened?.close()
      opened = undefined
    }
    return { value: undefined }
  },
}

export type DocumentUpdateWorkerMethods = typeof methods

if (parentPort) answerCalls(parentPort, methods)
