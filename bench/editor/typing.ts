import type { Browser, Page } from '@playwright/test'

import { quantile } from '../statistics.ts'
import type { Profile } from './opening.ts'
import type { Place } from './places.ts'
import { Writer } from './writer.ts'

export type Typing = {
  /** From the key to the frame after the one that shows its letter, in ms. */
  readonly p50Ms: number
  readonly p95Ms: number
  /** Scripts for a key while nobody else types, in ms. */
  readonly scriptMs: number
  /** Tasks over 50 ms while all type. */
  readonly longTasks: number
  readonly longestTaskMs: number
}

type Noted = { keys: number[]; tasks: number[] }
type EditorElement = HTMLElement & {
  editor: { commands: { setTextSelection: (at: number) => boolean }; view: { focus: () => void } }
}

const betweenKeysMs = 120
const othersEveryMs = 200
const settleMs = 3000
/** A page that takes seconds for a key gets fewer of them. */
const typingMs = 30_000
const patienceMs = 120_000

/**
 * Types at the end of the first block while three others type elsewhere, five keys a second each. The others
 * stop with the last key: to a page that is slower than they are, more and more would come.
 * @throws {Error} where the tab crashes, or does not answer within minutes
 */
export async function measureTyping(
  browser: Browser,
  place: Place,
  { keys, words, storageState }: { keys: number; words: string; storageState: Profile },
): Promise<Typing> {
  const context = await browser.newContext({ locale: 'en-US', storageState })
  const others = await Promise.all([0, 1, 2].map(() => Writer.join(place)))
  try {
    await context.addInitScript(noteKeysAndTasks)
    const page = await context.newPage()
    page.setDefaultTimeout(patienceMs)
    return await Promise.race([typeIn(page, place, { keys, words, others }), crashOf(page)])
  } finally {
    for (const other of others) other.leave()
    await context.close()
  }
}

async function typeIn(
  page: Page,
  place: Place,
  { keys, words, others }: { keys: number; words: string; others: readonly Writer[] },
): Promise<Typing> {
  await page.goto(place.address)
  await page.waitForFunction((start) => {
    const text = document.querySelector('.ProseMirror[contenteditable="true"]')
    return text !== null && (text.firstElementChild?.textContent ?? '').startsWith(start)
  }, words)
  await page.evaluate(() => {
    const { editor } = document.querySelector<EditorElement>('.ProseMirror') as EditorElement
    const first = document.querySelector('.ProseMirror')?.firstElementChild
    editor.commands.setTextSelection(1 + (first?.textContent.length ?? 0))
    editor.view.focus()
  })
  await page.waitForTimeout(settleMs)
  await typeKeys(page, 10)

  const counters = await page.context().newCDPSession(page)
  await counters.send('Performance.enable')
  const scriptMs = async (): Promise<number> => {
    const { metrics } = await counters.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0)
  }
  const before = await scriptMs()
  const alone = await typeKeys(page, keys)
  const ownScriptMs = ((await scriptMs()) - before) / alone

  await page.evaluate(() => {
    const { noted } = window as unknown as { noted: Noted }
    noted.keys.length = 0
    noted.tasks.length = 0
  })
  let turn = 0
  const typing = setInterval(() => {
    turn += 1
    for (const [index, other] of others.entries()) {
      other.type(Math.floor((other.blocks * (index + 1)) / 4) + (turn % 5))
    }
  }, othersEveryMs)
  const typed = await typeKeys(page, keys).finally(() => clearInterval(typing))
  await page.waitForFunction(
    (count) => (window as unknown as { noted: Noted }).noted.keys.length >= count,
    typed,
  )
  const noted = await page.evaluate(() => (window as unknown as { noted: Noted }).noted)
  return {
    p50Ms: quantile(noted.keys, 0.5) ?? 0,
    p95Ms: quantile(noted.keys, 0.95) ?? 0,
    scriptMs: ownScriptMs,
    longTasks: noted.tasks.length,
    longestTaskMs: Math.max(0, ...noted.tasks),
  }
}

/** @returns how many keys there was time for */
async function typeKeys(page: Page, count: number): Promise<number> {
  const until = performance.now() + typingMs
  for (let index = 0; index < count; index++) {
    if (index > 0 && performance.now() > until) return index
    // oxlint-disable-next-line no-await-in-loop -- a slow page gets no more keys than it has shown
    await page.keyboard.press(index % 6 === 5 ? 'Space' : 'e')
    // oxlint-disable-next-line no-await-in-loop -- evenly, as somebody types
    await page.waitForTimeout(betweenKeysMs)
  }
  return count
}

/** Rejects when the tab crashes; what waits for the page would wait for ever. */
function crashOf(page: Page): Promise<never> {
  return new Promise((_resolve, reject) => {
    page.once('crash', () => reject(new Error('the tab crashed')))
  })
}

/** Runs in the page. */
function noteKeysAndTasks(): void {
  const noted: Noted = { keys: [], tasks: [] }
  Object.assign(window, { noted })
  window.addEventListener(
    'keydown',
    ({ timeStamp }) => {
      requestAnimationFrame(() => {
        // Behind the frame's layout and paint.
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => noted.keys.push(performance.now() - timeStamp))
        port1.start()
        port2.postMessage(null)
      })
    },
    { capture: true },
  )
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noted.tasks.push(duration)
  }).observe({ type: 'longtask' })
}
