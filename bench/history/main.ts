import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import * as Y from 'yjs'

import { lifeOfRun } from '#collab-server/history/life-of-run'
import { seededRandom } from '#collab-server/testing/random'
import { readRecordedTrace } from '#collab-server/testing/recorded-trace'
import { Past } from '#features/history/past'
import { sameDayIn, sittingsOf } from '#features/history/sittings'
import { readDocumentLife } from '#protocol/document-life'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

import { diskUse } from '../stored-bytes.ts'
import { TraceAsParagraphs } from './trace-as-paragraphs.ts'

const batchSize = 100
const foldedShare = 0.5
/** As `upkeep.ts` folds the log of a room that is open. */
const isLong = (live: number, folded: number): boolean => live > Math.max(500, folded * foldedShare)
const frames = 900
/** As long as those that Yjs makes. */
const clientId = 3_123_456_789

const trace = readRecordedTrace('automerge-paper')
if (!trace) throw new Error('the recorded paper is not there')
const wanted = Number(process.argv[process.argv.indexOf('--edits') + 1] ?? Infinity)
const txns = process.argv.includes('--edits') ? trace.txns.slice(0, wanted) : trace.txns

const dataDir = mkdtempSync(path.join(tmpdir(), 'pliego-history-'))
const row = (what: string, figure: string): void => console.log(`${what.padEnd(56)} ${figure}`)
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`

function timed<Value>(what: string, work: () => Value): Value {
  const start = performance.now()
  const value = work()
  row(what, ms(performance.now() - start))
  return value
}

try {
  const edits = await store()
  const { historyBytes, currentBytes } = diskUse('pliego', dataDir)
  row('edits', String(edits))
  row('history on disk, bytes an edit', (historyBytes / edits).toFixed(2))
  row('with what the present needs, bytes an edit', ((historyBytes + currentBytes) / edits).toFixed(2))

  const opened = await JournaledDocumentUpdateStore.open(dataDir)
  const start = performance.now()
  const record = await opened.loadRecord('d')
  row('server: all entries from the tables', ms(performance.now() - start))
  await opened.close()
  if (!record) throw new Error('the document is gone')
  const bytes = timed('server: going through the entries', () => lifeOfRun(record.runBytes))
  const packed = timed('server: gzip', () => gzipSync(bytes, { level: 3 }))
  row('over the network', `${(packed.byteLength / 1_000).toFixed(0)} kB`)

  const life = timed('browser: reading it', () => readDocumentLife(bytes))
  const past = timed('browser: the shared document of all times', () => new Past(life, () => '#1977bf'))
  timed('browser: the list of sittings', () => sittingsOf(life, sameDayIn('UTC')))
  timed('browser: the newest version, of all its blocks', () => past.blocksAt(past.length))
  timed('browser: which letters were moved', () => past.moved)
  timed('comparing the first version with the last', () => past.tracedBlocks({ since: 1, at: past.length }))
  const middle = Math.floor(past.length / 2)
  timed('comparing the middle with the last', () => past.tracedBlocks({ since: middle, at: past.length }))
  timed('who wrote what in the newest', () => past.tracedBlocks({ at: past.length, withWriters: true }))
  const took: number[] = []
  for (let frame = 1; frame <= frames; frame++) {
    const from = performance.now()
    past.blocksAt(Math.round((frame / frames) * past.length))
    took.push(performance.now() - from)
  }
  took.sort((one, other) => one - other)
  row('a frame of the replay, median', ms(took[Math.floor(frames / 2)] ?? 0))
  row('a frame of the replay, 99 %', ms(took[Math.floor(frames * 0.99)] ?? 0))
  row('a jump from the end to the middle', ms(jump(past, middle)))
} finally {
  rmSync(dataDir, { recursive: true })
}

function jump(past: Past, to: number): number {
  past.blocksAt(past.length)
  const start = performance.now()
  past.blocksAt(to)
  return performance.now() - start
}

/** Between two keys: mostly some 180 ms, with a long tail (log-normal). A pattern would be packed to nothing. */
function pauseMs(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.round(180 * Math.exp(0.6 * normal))
}

/** Puts the trace into a store as the server would. @returns how many entries */
async function store(): Promise<number> {
  const written = new TraceAsParagraphs(clientId)
  const { doc } = written
  const store = await JournaledDocumentUpdateStore.open(dataDir)
  const first = { documentId: 'd', receivedAt: Date.now(), userId: 'ana', sessionId: 'tab' }
  await store.append([{ ...first, update: Y.encodeStateAsUpdate(doc) }])
  let entries = 1
  let batch: (typeof first & { update: Uint8Array })[] = []
  const random = seededRandom(1)
  let { receivedAt } = first
  doc.on('update', (update: Uint8Array) => {
    receivedAt += pauseMs(random)
    batch.push({ ...first, receivedAt, update })
    entries++
  })
  let folded = 0
  for (const [index, { patches }] of txns.entries()) {
    written.apply(patches)
    if (batch.length < batchSize && index < txns.length - 1) continue
    await store.append(batch)
    batch = []
    if (!isLong(entries - folded, folded)) continue
    folded = entries
    await store.compact('d', folded, Y.encodeStateAsUpdate(doc))
  }
  if (txns.length === trace?.txns.length && written.toString() !== trace.endContent)
    throw new Error('the paragraphs do not say what the trace says')
  await store.close()
  return entries
}
