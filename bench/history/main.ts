import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

import { lifeOfRun } from '#collab-server/history/life-of-run'
import { readRecordedTrace } from '#collab-server/testing/recorded-trace'
import { Past } from '#features/history/past'
import { sameDayIn, sittingsOf } from '#features/history/sittings'
import { readDocumentLife } from '#protocol/document-life'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

import { diskUse } from '../stored-bytes.ts'
import { measureReplay, type Frames } from './replay.ts'
import { writeTrace } from './write-trace.ts'

const frames = 900

const { values } = parseArgs({
  options: { edits: { type: 'string' }, 'without-browser': { type: 'boolean', default: false } },
})
const trace = readRecordedTrace('automerge-paper')
if (!trace) throw new Error('the recorded paper is not there')
const edits = Number(values.edits ?? Infinity)
const isFull = values.edits === undefined && !values['without-browser']

const rows: string[] = []
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`

const dataDir = mkdtempSync(path.join(tmpdir(), 'pliego-history-'))
try {
  const entries = await writeTrace(dataDir, 'd', trace, edits)
  const { historyBytes, currentBytes } = diskUse('pliego', dataDir)
  row('edits', String(entries))
  row('history on disk, bytes an edit', (historyBytes / entries).toFixed(2))
  row('with what the present needs, bytes an edit', ((historyBytes + currentBytes) / entries).toFixed(2))
  measurePast(await openPast())
} finally {
  rmSync(dataDir, { recursive: true })
}
if (!values['without-browser']) {
  const { openMs, playing, scrubbing, blocks } = await measureReplay(trace, edits)
  row('Chromium: from the key to the newest version', ms(openMs))
  row('Chromium: blocks of the newest version', String(blocks))
  rowsOfFrames('playing the whole life in 30 s', playing)
  rowsOfFrames('dragging the slider there and back', scrubbing)
}
if (isFull) {
  const table = ['| what | figure |', '| --- | --- |', ...rows].join('\n')
  const date = new Date().toISOString().slice(0, 10)
  const text = `# What the past costs: figures\n\n${date}, by \`node bench/history/main.ts\`; what they mean is in the README beside this.\n\n${table}\n`
  writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), text)
}

function row(what: string, figure: string): void {
  console.log(`${what.padEnd(64)} ${figure}`)
  rows.push(`| ${what} | ${figure} |`)
}

function rowsOfFrames(what: string, seen: Frames): void {
  row(`Chromium, ${what}: versions drawn a second`, seen.shownPerSecond.toFixed(0))
  row(`Chromium, ${what}: a frame, median and 99 %`, `${ms(seen.medianMs)}, ${ms(seen.p99Ms)}`)
  row(`Chromium, ${what}: tasks over 50 ms, longest`, `${seen.longTasks}, ${ms(seen.longestMs)}`)
}

function timed<Value>(what: string, work: () => Value): Value {
  const start = performance.now()
  const value = work()
  row(what, ms(performance.now() - start))
  return value
}

async function openPast(): Promise<Past> {
  const store = await JournaledDocumentUpdateStore.open(dataDir)
  const start = performance.now()
  const record = await store.loadRecord('d')
  row('server: all entries from the tables', ms(performance.now() - start))
  await store.close()
  if (!record) throw new Error('the document is gone')
  const bytes = timed('server: going through the entries', () => lifeOfRun(record.runBytes))
  const packed = timed('server: gzip', () => gzipSync(bytes, { level: 3 }))
  row('over the network', `${(packed.byteLength / 1_000).toFixed(0)} kB`)
  const life = timed('browser: reading it', () => readDocumentLife(bytes))
  return timed('browser: the shared document of all times', () => new Past(life, () => '#1977bf'))
}

function measurePast(past: Past): void {
  timed('browser: the list of sittings', () => sittingsOf(past.life, sameDayIn('UTC')))
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
  row('a frame of the replay without drawing, median', ms(took[Math.floor(frames / 2)] ?? 0))
  row('a frame of the replay without drawing, 99 %', ms(took[Math.floor(frames * 0.99)] ?? 0))
  past.blocksAt(past.length)
  timed('a jump from the end to the middle, without drawing', () => past.blocksAt(middle))
}
