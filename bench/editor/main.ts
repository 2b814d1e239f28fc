import { type Browser, chromium } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

import { writeAtRandom } from '#e2e/support/random-writing'
import { buildIfStale } from '../../scripts/prepare/build.mjs'
import { findChromium } from '../../scripts/browser/find-chromium.mjs'
import { root } from '../../scripts/prepare/root.mjs'
import { findRuntime } from '../../scripts/prepare/runtime.mjs'
import type { EditorName, Letter } from './figures.ts'
import { largeDocument } from './large-document.ts'
import { keysOfAnHour, measureMemory } from './memory.ts'
import { type Editor, startControlEditor, startPliegoEditor } from './places.ts'
import { figureTable, report } from './report.ts'
import { measureRound, prepare } from './rounds.ts'

// `npm run bench:editor [-- --only a,b] [--rounds 3] [--blocks 3000] [--keys 60] [--operations 10000] [--seed 1] [--alone]`
const defaults = { rounds: 3, blocks: 3000, keys: 60, operations: 10_000, seed: 1 }
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    blocks: { type: 'string' },
    keys: { type: 'string' },
    /** Of three people at random (e); an hour's keys (d) are fewer too where these are fewer. */
    operations: { type: 'string' },
    seed: { type: 'string' },
    /** Without the control. */
    alone: { type: 'boolean', default: false },
  },
})
const size = (name: keyof typeof defaults) => Number(values[name] ?? defaults[name])
const [rounds, keys, operations, seed] = [size('rounds'), size('keys'), size('operations'), size('seed')]
const all: readonly Letter[] = ['a', 'b', 'c', 'd', 'e']
const letters = all.filter((letter) => values.only?.split(',').includes(letter) ?? true)
if (letters.length === 0) throw new Error(`there is no ${values.only}; there are ${all.join(', ')}`)
const isFull =
  values.only === undefined &&
  !values.alone &&
  (['rounds', 'blocks', 'keys', 'operations'] as const).every((name) => size(name) >= defaults[name])

const [loadBefore = 0] = loadavg()
const startedAt = performance.now()
const results = new Map<EditorName, Map<string, number[]>>()
const notes: string[] = []
const editors: Editor[] = []

await buildIfStale(root, findRuntime(root))
const content = largeDocument(size('blocks'))
const browser = await chromium.launch({
  executablePath: findChromium(process.env, () => chromium.executablePath()) ?? chromium.executablePath(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
})
try {
  const own = await startPliegoEditor()
  editors.push(own)
  if (letters.some((letter) => 'abc'.includes(letter))) {
    if (!values.alone) editors.push(await startControlEditor())
    await measureRounds(browser)
  }
  if (letters.includes('d')) await measureHour(browser, own)
  if (letters.includes('e')) await measureRandom(browser, own)
} finally {
  await browser.close()
  for (const editor of editors) await editor.stop()
}
const minutes = Math.round((performance.now() - startedAt) / 60_000)
console.log(`\n${[figureTable(results, letters), ...notes].join('\n\n')}\n\nIn ${minutes} minutes.`)
if (isFull) {
  const { blocks, words } = content
  const date = new Date().toISOString().slice(0, 10)
  const facts = { date, rounds, blocks, words, browser: browser.version(), loadBefore, notes }
  writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), report(results, letters, facts))
}

function add(name: EditorName, values: Readonly<Record<string, number>>): void {
  const samples = results.get(name) ?? new Map<string, number[]>()
  results.set(name, samples)
  for (const [key, value] of Object.entries(values)) samples.set(key, [...(samples.get(key) ?? []), value])
  const shown = Object.entries(values).map(([key, value]) => `${key} ${value.toFixed(1)}`)
  console.log(`  ${name.padEnd(8)} ${shown.join(', ')}`)
}

/** a, b, c. In turn, so that what else the machine does hits both alike. */
async function measureRounds(browser: Browser): Promise<void> {
  console.log(`A document of ${content.blocks} blocks and ${content.words} words`)
  const prepared = []
  for (const editor of editors) prepared.push(await prepare(browser, editor, content))
  for (let round = 0; round < rounds; round++) {
    for (const one of round % 2 === 0 ? prepared : prepared.toReversed()) {
      const { name } = one.editor
      const measured = await measureRound(browser, one, { keys, letters }, (step, reason) => {
        if (name !== 'control') throw reason
        const told = reason instanceof Error ? (reason.message.split('\n')[0] ?? '') : String(reason)
        notes.push(`The control, ${step}, round ${round + 1}: ${told}.`)
      })
      add(name, measured)
    }
  }
}

/** d. What a tab holds after an hour of others' typing, beside what one holds that is opened then. */
async function measureHour(browser: Browser, editor: Editor): Promise<void> {
  const { storageState, large } = await prepare(browser, editor, largeDocument(300, 2))
  const hour = Math.min(keysOfAnHour, operations * 6)
  const { beforeMb, afterMb, freshMb } = await measureMemory(browser, large, { keys: hour, storageState })
  add('Pliego', { 'memory.beforeMb': beforeMb, 'memory.afterMb': afterMb, 'memory.freshMb': freshMb })
}

/** e. Three people who do anything at all. */
async function measureRandom(browser: Browser, editor: Editor): Promise<void> {
  const startedAt = performance.now()
  const written = await writeAtRandom(browser, { baseURL: editor.url, seed, count: operations })
  add('Pliego', {
    'random.differing': new Set(written.documents).size - 1,
    'random.consoleErrors': written.consoleErrors.length,
    'random.lostCarets': written.lostCarets.length,
  })
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  notes.push(
    `${operations} operations of three browsers with seed ${seed} took ${seconds} s; after others’ edits their carets were looked at ${written.caretChecks} times.`,
  )
  for (const problem of [...written.consoleErrors, ...written.lostCarets]) console.log(`  ${problem}`)
}
