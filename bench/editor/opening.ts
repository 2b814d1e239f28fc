import type { Browser } from '@playwright/test'

import type { Place } from './places.ts'

export type Opening = {
  /** From the navigation, in ms. */
  readonly readableMs: number
  readonly editableMs: number
  /** Until all blocks stand in the editor, those far from the window too. */
  readonly wholeMs: number
  /** Scripts as they were transferred, compressed and with their heads, in kB. */
  readonly readableKb: number
  readonly editableKb: number
  /** With what is fetched in the two seconds after that. */
  readonly laterKb: number
}

/** `there`: put into the page; the others: on the screen. */
type Seen = { there?: number; readable?: number; editable?: number; whole?: number }

/**
 * Opens a document in a fresh tab and waits until it can be read and written.
 * @param options.words those it begins with; empty for an empty document
 * @param options.blocks how many it has
 * @param options.warm with scripts from the cache of a first visit
 */
export async function measureOpening(
  browser: Browser,
  place: Place,
  {
    words,
    blocks,
    warm,
    storageState,
  }: { words: string; blocks: number; warm: boolean; storageState: Profile },
): Promise<Opening> {
  const context = await browser.newContext({ locale: 'en-US', storageState })
  try {
    await context.addInitScript(watchText, { words, blocks })
    if (warm) {
      const before = await context.newPage()
      await before.goto(place.address)
      await before.waitForFunction(() => (window as unknown as { seen: Seen }).seen.whole !== undefined)
      await before.waitForTimeout(1000)
      await before.close()
    }
    const page = await context.newPage()
    const network = await context.newCDPSession(page)
    const scripts = new Map<string, number>()
    await network.send('Network.enable')
    const arrived: { atMs: number; bytes: number }[] = []
    let startedAt = 0
    network.on('Network.requestWillBeSent', ({ type, requestId, timestamp }) => {
      if (type === 'Document') startedAt = timestamp
      scripts.set(requestId, 0)
    })
    network.on('Network.responseReceived', ({ type, requestId }) => {
      if (type !== 'Script') scripts.delete(requestId)
    })
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength, timestamp }) => {
      if (scripts.has(requestId)) {
        arrived.push({ atMs: (timestamp - startedAt) * 1000, bytes: encodedDataLength })
      }
    })
    await page.goto(place.address, { waitUntil: 'commit' })
    const seen = await page.waitForFunction(
      () => {
        const { seen } = window as unknown as { seen: Seen }
        return seen.readable !== undefined && seen.whole !== undefined ? seen : null
      },
      null,
      { timeout: 120_000 },
    )
    const { there = 0, readable = 0, editable = 0, whole = 0 } = (await seen.jsonValue()) ?? {}
    await page.waitForTimeout(2000)
    const kbUntil = (ms: number) =>
      arrived.filter(({ atMs }) => atMs <= ms).reduce((sum, { bytes }) => sum + bytes, 0) / 1000
    return {
      readableMs: readable,
      editableMs: editable,
      wholeMs: whole,
      readableKb: kbUntil(Math.min(readable, there)),
      editableKb: kbUntil(there),
      laterKb: kbUntil(Infinity),
    }
  } finally {
    await context.close()
  }
}

export type Profile = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>

/**
 * Runs in the page: notes when the words come to stand in an editor, and the first frames after which they
 * can be read and written. What is fetched between the two was not needed for it.
 */
function watchText({ words, blocks }: { words: string; blocks: number }): void {
  const seen: Seen = {}
  Object.assign(window, { seen })
  const textHere = (): Element | null => {
    const text = document.querySelector('.document-text, .ProseMirror')
    const isHere = text !== null && (text.firstElementChild?.textContent ?? '').startsWith(words)
    return isHere && (words !== '' || text.matches('.ProseMirror')) ? text : null
  }
  const isWritable = () => textHere()?.matches('.ProseMirror[contenteditable="true"]') ?? false
  const watcher = new MutationObserver(() => {
    if (!isWritable()) return
    seen.there ??= performance.now()
    watcher.disconnect()
  })
  watcher.observe(document, { subtree: true, childList: true, attributeFilter: ['contenteditable'] })
  const look = (): void => {
    const [readable, editable] = [textHere() !== null, isWritable()]
    const whole = editable && (textHere()?.childElementCount ?? 0) >= blocks
    // What this frame shows is on the screen when the next one begins.
    requestAnimationFrame((now) => {
      if (readable) seen.readable ??= now
      if (editable) seen.editable ??= now
      if (whole) seen.whole ??= now
      if (seen.whole === undefined) look()
    })
  }
  look()
}
