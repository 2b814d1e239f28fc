import { setTimeout as wait } from 'node:timers/promises'
import { chromium, type Locator, type Page } from '@playwright/test'

import type { RecordedTrace } from '#collab-server/testing/recorded-trace'
import { startPliego } from '#e2e/support/pliego'
import { findChromium } from '../../scripts/browser/find-chromium.mjs'
import { buildIfStale } from '../../scripts/prepare/build.mjs'
import { root } from '../../scripts/prepare/root.mjs'
import { findRuntime } from '../../scripts/prepare/runtime.mjs'
import { writeTrace } from './write-trace.ts'

export type Frames = {
  /** Frames in which the page showed another version than in the one before, a second. */
  readonly shownPerSecond: number
  /** Of all frames, in ms from one to the next. */
  readonly medianMs: number
  readonly p99Ms: number
  /** Tasks over 50 ms, and the longest of them. */
  readonly longTasks: number
  readonly longestMs: number
}

export type ReplayFigures = {
  /** From the key that opens the history until the newest version stands there. */
  readonly openMs: number
  readonly playing: Frames
  readonly scrubbing: Frames
  readonly blocks: number
}

/** As a mouse does, 125 times a second. */
const moveEveryMs = 8
const dragMs = 8_000

/** Opens the history of a document that was written as the trace says in a browser, plays it and drags its slider. */
export async function measureReplay(trace: RecordedTrace, edits: number): Promise<ReplayFigures> {
  await buildIfStale(root, findRuntime(root))
  const pliego = await startPliego()
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
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.goto(pliego.url)
    const made = await context.request.post(`${pliego.url}/api/documents`, {
      headers: { origin: pliego.url },
    })
    const { id } = (await made.json()) as { id: string }
    await pliego.killCollab('SIGTERM')
    await writeTrace(pliego.dataDir, id, trace, edits)
    await pliego.startCollab()
    await page.goto(`${pliego.url}/d/${id}`)
    await page.locator('.ProseMirror[contenteditable="true"]').waitFor({ timeout: 120_000 })
    return await measureHistory(page)
  } finally {
    await browser.close()
    await pliego.stop()
  }
}

async function measureHistory(page: Page): Promise<ReplayFigures> {
  const history = page.getByRole('dialog', { name: 'Version history' })
  const slider = history.getByRole('slider')
  const openedAt = performance.now()
  await page.keyboard.press('ControlOrMeta+Alt+Shift+h')
  await slider.waitFor({ timeout: 60_000 })
  const openMs = performance.now() - openedAt
  const playing = await framesOf(page, async () => {
    await history.getByRole('button', { name: 'Play' }).click()
    // By its role it would be looked for in the whole page, again and again.
    await page.waitForTimeout(1_000)
    await page.waitForFunction(isAtTheEnd, null, { polling: 500, timeout: 120_000 })
  })
  const scrubbing = await framesOf(page, () => drag(page, slider))
  const blocks = await history.locator('.document-text > *').count()
  return { openMs, playing, scrubbing, blocks }
}

const isAtTheEnd = (): boolean => {
  const slider = document.querySelector<HTMLInputElement>('[role="dialog"] input[type="range"]')
  return slider?.value === slider?.max
}

/** From one end to the other and back by a mouse, which says where it is whether or not the page is done with the last time. */
async function drag(page: Page, slider: Locator): Promise<void> {
  const box = await slider.boundingBox()
  if (!box) throw new Error('the slider is nowhere')
  const y = box.y + box.height / 2
  const xAt = (share: number) => box.x + 8 + share * (box.width - 16)
  await page.mouse.move(xAt(1), y)
  await page.mouse.down()
  const moves: Promise<void>[] = []
  const start = performance.now()
  for (let passed = 0; passed < dragMs; passed = performance.now() - start) {
    // There and back.
    moves.push(page.mouse.move(xAt(Math.abs(1 - (2 * passed) / dragMs)), y))
    // oxlint-disable-next-line no-await-in-loop -- one movement after the other
    await wait(moveEveryMs)
  }
  await Promise.all(moves)
  await page.mouse.up()
}

type Watched = { frames: number[]; shown: number; tasks: number[]; stop: boolean }

async function framesOf(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const watched: Watched = { frames: [], shown: 0, tasks: [], stop: false }
    Object.assign(window, { watched })
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.tasks.push(duration)
    })
    observer.observe({ type: 'longtask' })
    const slider = document.querySelector<HTMLInputElement>('[role="dialog"] input[type="range"]')
    let before = slider?.value
    requestAnimationFrame(function note(at) {
      watched.frames.push(at)
      if (slider?.value !== before) watched.shown++
      before = slider?.value
      if (watched.stop) observer.disconnect()
      else requestAnimationFrame(note)
    })
  })
  await act()
  const { frames, shown, tasks } = await page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched }
    watched.stop = true
    return watched
  })
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at))
  gaps.sort((one, other) => one - other)
  const seconds = ((frames.at(-1) ?? 0) - (frames[0] ?? 0)) / 1_000
  return {
    shownPerSecond: shown / seconds,
    medianMs: gaps[Math.floor(gaps.length / 2)] ?? 0,
    p99Ms: gaps[Math.floor(gaps.length * 0.99)] ?? 0,
    longTasks: tasks.length,
    longestMs: Math.max(0, ...tasks),
  }
}
