import { chromium } from '@playwright/test'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'

import { buildIfStale } from '../../scripts/prepare/build.mjs'
import { findChromium } from '../../scripts/browser/find-chromium.mjs'
import { root } from '../../scripts/prepare/root.mjs'
import { findRuntime } from '../../scripts/prepare/runtime.mjs'
import { median } from '../statistics.ts'
import { table } from '../table.ts'
import { largeDocument, type LargeDocument, openingWords } from './large-document.ts'
import { measureOpening, type Opening, type Profile } from './opening.ts'
import { type Editor, type Place, startControlEditor, startPliegoEditor } from './places.ts'
import { measureTyping, type Typing } from './typing.ts'
import { Writer } from './writer.ts'

// `npm run bench:editor [-- --rounds 3] [--blocks 3000] [--keys 60] [--alone]`
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    blocks: { type: 'string', default: '3000' },
    keys: { type: 'string', default: '60' },
    /** Without the control. */
    alone: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const keys = Number(values.keys)

type Prepared = { editor: Editor; storageState: Profile; empty: Place; large: Place }
type Measured = Record<'emptyCold' | 'largeCold' | 'largeWarm', Opening[]> &
  Record<'emptyTyping' | 'largeTyping', Typing[]>

const [loadBefore = 0] = loadavg()
await buildIfStale(root, findRuntime(root))
const content = largeDocument(Number(values.blocks))
console.log(`A document of ${content.blocks} blocks and ${content.words} words`)
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
const editors: Editor[] = []
try {
  editors.push(await startPliegoEditor())
  if (!values.alone) editors.push(await startControlEditor())
  const results = new Map<Editor['name'], Measured>()
  for (const editor of editors) {
    const prepared = await prepare(editor, content)
    results.set(editor.name, {
      emptyCold: [],
      largeCold: [],
      largeWarm: [],
      emptyTyping: [],
      largeTyping: [],
    })
    for (let round = 0; round < rounds; round++) await measure(prepared, results.get(editor.name))
  }
  report(results)
} finally {
  await browser.close()
  for (const editor of editors) await editor.stop()
}

async function prepare(editor: Editor, { updates }: LargeDocument): Promise<Prepared> {
  const person = await browser.newContext({ locale: 'en-US' })
  const empty = await editor.makeDocument(person)
  const large = await editor.makeDocument(person)
  const writer = await Writer.join(large)
  await writer.take(updates)
  await new Promise((resolve) => setTimeout(resolve, 3000))
  writer.leave()
  const storageState = await person.storageState()
  await person.close()
  return { editor, storageState, empty, large }
}

async function measure({ editor, storageState, empty, large }: Prepared, into?: Measured): Promise<void> {
  const opening = (place: Place, warm: boolean) =>
    measureOpening(browser, place, { words: place === large ? openingWords : '', warm, storageState })
  into?.emptyCold.push(await opening(empty, false))
  into?.largeCold.push(await opening(large, false))
  into?.largeWarm.push(await opening(large, true))
  const typing = (place: Place) =>
    measureTyping(browser, place, { keys, words: place === large ? openingWords : '', storageState })
  into?.emptyTyping.push(await typing(empty))
  into?.largeTyping.push(await typing(large))
  console.log(`  ${editor.name}: a round`)
}

function report(results: ReadonlyMap<Editor['name'], Measured>): void {
  const of = <Key extends keyof Measured>(
    name: Editor['name'],
    key: Key,
    value: keyof Measured[Key][number],
  ): number | undefined => {
    const measured = results.get(name)?.[key] as readonly Record<PropertyKey, number>[] | undefined
    return measured && median(measured.map((run) => run[value] ?? 0))
  }
  const rows: string[][] = [['Figure', 'Pliego', 'Control', 'Ratio', 'Target']]
  const row = <Key extends keyof Measured>(
    title: string,
    key: Key,
    value: keyof Measured[Key][number],
    target: string,
  ): void => {
    const [own, control] = [of('Pliego', key, value), of('control', key, value)]
    const ratio = own !== undefined && control ? `${(own / control).toFixed(2)}x` : ''
    rows.push([title, own?.toFixed(1) ?? '', control?.toFixed(1) ?? '', ratio, target])
  }
  row('a. keystroke to paint p95, empty, three others, ms', 'emptyTyping', 'p95Ms', '')
  row('a. keystroke to paint p50, large, three others, ms', 'largeTyping', 'p50Ms', '')
  row('a. keystroke to paint p95, large, three others, ms', 'largeTyping', 'p95Ms', '0.2x; 2x empty')
  row('a. script a key, large, alone, ms', 'largeTyping', 'scriptMs', '8 ms')
  row('a. tasks over 50 ms, large, three others', 'largeTyping', 'longTasks', '0')
  row('a. longest task, ms', 'largeTyping', 'longestTaskMs', '50 ms')
  row('b. empty editable, cold, ms', 'emptyCold', 'editableMs', '1.0x')
  row('b. large readable, cold, ms', 'largeCold', 'readableMs', '0.3x')
  row('b. large editable, cold, ms', 'largeCold', 'editableMs', '0.5x')
  row('b. large readable, warm, ms', 'largeWarm', 'readableMs', '0.3x')
  row('b. large editable, warm, ms', 'largeWarm', 'editableMs', '0.5x')
  row('c. scripts until readable, kB gzip', 'largeCold', 'readableKb', '250 kB')
  row('c. scripts until editable, kB gzip', 'emptyCold', 'editableKb', '0.65x')
  row('c. scripts with what comes after, kB gzip', 'emptyCold', 'laterKb', '')
  console.log(`\n${table(rows)}\n`)
  console.log(
    `Medians of ${rounds} rounds. Before the first, ${loadBefore.toFixed(1)} processes wanted a processor: above 0.5 only ratios count.`,
  )
}
