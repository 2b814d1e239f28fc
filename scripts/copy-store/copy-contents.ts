import { createHash } from 'node:crypto'

import {
  digestTable,
  keyOf,
  pagesOf,
  rowLine,
  type CopiedTable,
  type CopiedTables,
} from '#storage/copied-tables'
import { digestDocument, isUnchanged, type DocumentMark } from '#storage/whole-document'
import type { StoreEnd } from './store-end.ts'

/** Contents of documents that are in memory at once, about, as they are stored. */
const batchBytes = 2 << 20
const batchDocuments = 200

export type CopyStep = 'documents' | 'tables' | 'checkingDocuments' | 'checkingTables'

/** Hears how far it is: of documents after each batch, of tables after each of them. */
export type OnProgress = (step: CopyStep, done: number, all: number) => void

export type Checked = {
  readonly documentCount: number
  readonly entryCount: number
  readonly tableCount: number
  readonly rowCount: number
  /** SHA-256 of all of it, in hexadecimal: the same for the same contents, wherever they are stored. */
  readonly digest: string
  /** What is not the same on both sides: ids of documents, names of tables. */
  readonly differing: readonly string[]
}

/**
 * Makes `to` what `from` is. What is there already is left as it is, and what changed in `from` since is copied again, so
 * that a copy that was interrupted goes on by being begun again.
 */
export async function copyContents(
  from: StoreEnd,
  to: StoreEnd,
  onProgress: OnProgress,
  most = batchDocuments,
): Promise<void> {
  await copyDocuments(from, to, onProgress, most)
  const tables = await sameTables(from.tables, to.tables)
  for (const [done, table] of tables.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- what others refer to comes first
    await copyTable(from.tables, to.tables, table)
    onProgress('tables', done + 1, tables.length)
  }
  await to.tables.setCounters(await from.tables.counters())
}

/** Reads both sides anew, and compares them by counts and checksums. */
export async function checkContents(
  from: StoreEnd,
  to: StoreEnd,
  onProgress: OnProgress,
  most = batchDocuments,
): Promise<Checked> {
  const all = createHash('sha256')
  const differing: string[] = []
  const documentCount = await from.documents.count()
  let done = 0
  let entryCount = 0
  for await (const { marks, afterId, throughId } of batches(from, most)) {
    const ids = marks.map(({ id }) => id)
    const there = await to.documents.marksBetween(afterId, throughId)
    const read = await Promise.all([from.documents.read(ids), to.documents.read(ids)])
    const [here, copied] = read.map(
      (documents) => new Map(documents.map((document) => [document.id, digestDocument(document)])),
    )
    for (const id of ids) {
      const one = here?.get(id)
      if (!one || one.digest !== copied?.get(id)?.digest) differing.push(id)
      all.update(`${one?.digest}\n`)
      entryCount += one?.entryCount ?? 0
    }
    differing.push(...there.map(({ id }) => id).filter((id) => !here?.has(id)))
    done += ids.length
    onProgress('checkingDocuments', done, documentCount)
  }
  if (done !== (await to.documents.count())) differing.push('documents')
  if ((await from.documents.lastChange()) !== (await to.documents.lastChange())) differing.push('projections')
  const tables = await sameTables(from.tables, to.tables)
  let rowCount = 0
  for (const [checked, table] of tables.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const [here, copied] = [await digestTable(from.tables, table), await digestTable(to.tables, table)]
    if (here.digest !== copied.digest || here.rowCount !== copied.rowCount) differing.push(table.name)
    all.update(`${table.name} ${here.digest}\n`)
    rowCount += here.rowCount
    onProgress('checkingTables', checked + 1, tables.length)
  }
  const [counters, copied] = [await from.tables.counters(), await to.tables.counters()]
  for (const name of new Set([...counters.keys(), ...copied.keys()]))
    if (counters.get(name) !== copied.get(name)) differing.push(name)
  const digest = all.digest('hex')
  return { documentCount, entryCount, tableCount: tables.length, rowCount, digest, differing }
}

async function copyDocuments(
  { documents: from }: StoreEnd,
  { documents: to }: StoreEnd,
  onProgress: OnProgress,
  most: number,
): Promise<void> {
  const all = await from.count()
  let done = 0
  for await (const { marks, afterId, throughId } of batches({ documents: from }, most)) {
    const there = new Map((await to.marksBetween(afterId, throughId)).map((mark) => [mark.id, mark]))
    const missing = marks.filter((mark) => !isUnchanged(mark, there.get(mark.id)))
    for (const { id } of marks) there.delete(id)
    if (there.size > 0) await to.remove([...there.keys()])
    if (missing.length > 0) await to.put(await from.read(missing.map(({ id }) => id)))
    done += marks.length
    onProgress('documents', done, all)
  }
  await to.setLastChange(await from.lastChange())
}

type Batch = {
  readonly marks: readonly DocumentMark[]
  /** The marks are all that there are behind this id... */
  readonly afterId: string
  /** ...and up to this one; null of the last batch. */
  readonly throughId: string | null
}

/** All documents in the order of their ids, as many at once as are not too much; a last batch without any says so. */
async function* batches({ documents }: Pick<StoreEnd, 'documents'>, most: number): AsyncGenerator<Batch> {
  let afterId = ''
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one behind the other
    const listed = await documents.list(afterId, most)
    let bytes = 0
    const marks = listed.filter(({ storedBytes }, at) => {
      bytes += storedBytes
      return at === 0 || bytes <= batchBytes
    })
    const isLast = marks.length === listed.length && listed.length < most
    const throughId = isLast ? null : (marks.at(-1)?.id ?? null)
    yield { marks, afterId, throughId }
    if (throughId === null) return
    afterId = throughId
  }
}

async function copyTable(from: CopiedTables, to: CopiedTables, table: CopiedTable): Promise<void> {
  for await (const { rows, range } of pagesOf(from, table)) {
    const there = new Map(
      (await to.read(table, { ...range, limit: null })).map((row) => [rowLine(row), keyOf(table, row)]),
    )
    const missing = rows.filter((row) => !there.delete(rowLine(row)))
    if (there.size > 0) await to.remove(table, [...there.values()])
    if (missing.length > 0) await to.put(table, missing)
  }
}

async function sameTables(from: CopiedTables, to: CopiedTables): Promise<readonly CopiedTable[]> {
  const [tables, others] = await Promise.all([from.tables(), to.tables()])
  if (shapeOf(tables) !== shapeOf(others)) throw new Error('the two databases do not have the same tables')
  return tables
}

function shapeOf(tables: readonly CopiedTable[]): string {
  return JSON.stringify(tables.toSorted((one, other) => (one.name < other.name ? -1 : 1)))
}
