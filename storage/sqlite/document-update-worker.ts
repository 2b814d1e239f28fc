import { parentPort, workerData } from 'node:worker_threads'

import type { LoadedDocument, StoredProjection } from '#storage/document-update-store'
import { decodeEntries } from '#storage/entry-codec'
import { collabMigrations } from '#storage/sqlite/collab-migrations'
import { documentHistory } from '#storage/sqlite/document-history'
import { documentLog } from '#storage/sqlite/document-log'
import { documentProjections } from '#storage/sqlite/document-projections'
import { openDatabase, toStorageError } from '#storage/sqlite/open-database'
import { StorageError } from '#storage/storage-error'
import { answerCalls, type Reply } from '#storage/worker-calls'

// The one thread that touches collab.sqlite: its fsync then never holds up a socket.

/** A document with its updates in one buffer, since thousands of small ones are slow to hand over. */
export type PackedDocument = Omit<LoadedDocument, 'updates'> & {
  readonly updateLengths: Uint32Array
  readonly updateBytes: Uint8Array
}

type Database = ReturnType<typeof openParts>

const { file } = workerData as { file: string }
let database: Database | undefined

function openParts() {
  const db = openDatabase(file, collabMigrations)
  const log = documentLog(db)
  return {
    log,
    history: documentHistory(db, log),
    projections: documentProjections(db),
    close: () => db.close(),
  }
}

/** Runs something on the open database and says what goes wrong in the terms of the port. */
function use<Value>(run: (database: Database) => Value): Value {
  if (!database) throw new StorageError('unavailable', `${file} is not open`)
  try {
    return run(database)
  } catch (error) {
    throw toStorageError(error, file)
  }
}

function pack(document: LoadedDocument): Reply<PackedDocument> {
  const { updates, ...rest } = document
  const updateLengths = Uint32Array.from(updates, (update) => update.byteLength)
  const updateBytes = new Uint8Array(updateLengths.reduce((sum, length) => sum + length, 0))
  let end = 0
  for (const update of updates) {
    updateBytes.set(update, end)
    end += update.byteLength
  }
  return {
    value: { ...rest, updateLengths, updateBytes },
    transfer: [updateLengths.buffer, updateBytes.buffer],
  }
}

const methods = {
  open: (): Reply<void> => {
    database = openParts()
    return { value: undefined }
  },
  append: (batch: Uint8Array): Reply<void> => ({ value: use(({ log }) => log.append(decodeEntries(batch))) }),
  load: (documentId: string): Reply<PackedDocument | undefined> => {
    const document = use(({ log }) => log.load(documentId))
    return document ? pack(document) : { value: undefined }
  },
  seed: (batch: Uint8Array): Reply<boolean> => {
    const [entry] = decodeEntries(batch)
    return { value: entry !== undefined && use(({ log }) => log.seed(entry)) }
  },
  compact: async (job: {
    documentId: string
    throughSequence: number
    snapshot: Uint8Array
  }): Promise<Reply<void>> => {
    try {
      await use(({ history }) => history.compact(job.documentId, job.throughSequence, job.snapshot))
      return { value: undefined }
    } catch (error) {
      throw toStorageError(error, file)
    }
  },
  readEntries: (query: { documentId: string; afterSequence: number; limit: number }) => ({
    value: use(({ history }) => history.readEntries(query.documentId, query.afterSequence, query.limit)),
  }),
  putProjection: (projection: StoredProjection): Reply<void> => ({
    value: use(({ projections }) => projections.put(projection)),
  }),
  readProjections: (query: { after: number; limit: number }) => ({
    value: use(({ projections }) => projections.read(query.after, query.limit)),
  }),
  findNeglected: (minLiveEntries: number) => ({
    value: use(({ projections }) => projections.findNeglected(minLiveEntries)),
  }),
  close: (): Reply<void> => {
    database?.close()
    database = undefined
    return { value: undefined }
  },
}

export type DocumentUpdateWorkerMethods = typeof methods

if (parentPort) answerCalls(parentPort, methods)
