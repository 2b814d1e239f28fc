import type { Browser, Page } from '@playwright/test'

import { heldMb } from './heap.ts'
import { openingWords } from './large-document.ts'
import type { Profile } from './opening.ts'
import type { Place } from './places.ts'
import { Writer } from './writer.ts'

export type Memory = {
  /** What the tab's scripts hold (`heldMb`): when it was opened, and after the hour. */
  readonly beforeMb: number
  readonly afterMb: number
  /** A tab that is opened then: what the document itself has come to. */
  readonly freshMb: number
}

const writers = 3
/** Three people who type five keys a second for an hour. */
export const keysOfAnHour = writers * 5 * 3600
const keysATurn = 15
const turnMs = 50
const settleMs = 3000
const patienceMs = 300_000

/** Has an hour of others' typing come to an open tab within minutes. */
export async function measureMemory(
  browser: Browser,
  place: Place,
  { keys, storageState }: { keys: number; storageState: Profile },
): Promise<Memory> {
  const context = await browser.newContext({ locale: 'en-US', storageState })
  const others = await Promise.all(Array.from({ length: writers }, () => Writer.join(place)))
  try {
    const open = async (): Promise<Page> => {
      const page = await context.newPage()
      await page.goto(place.address)
      await untilThere(page, openingWords)
      await page.waitForTimeout(settleMs)
      return page
    }
    const page = await open()
    const beforeMb = await heldMb(page)
    for (let typed = 0, turn = 0; typed < keys; turn++) {
      for (const [index, other] of others.entries()) {
        // A word in one place, the next one elsewhere.
        const block =
          Math.floor((other.blocks * index) / writers) + ((turn * 7) % Math.ceil(other.blocks / writers))
        for (let key = 0; key < keysATurn; key++) other.type(block)
        typed += keysATurn
      }
      // oxlint-disable-next-line no-await-in-loop -- as fast as the server takes it from one person
      await new Promise((resolve) => setTimeout(resolve, turnMs))
    }
    const last = 'the hour is over'
    for (const [index, other] of others.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- each of them has written all by then
      await other.say(` ${index} ${last}`)
      // oxlint-disable-next-line no-await-in-loop
      await untilThere(page, `${index} ${last}`)
    }
    await page.waitForTimeout(settleMs)
    const afterMb = await heldMb(page)
    await page.close()
    const fresh = await open()
    await untilThere(fresh, `2 ${last}`)
    return { beforeMb, afterMb, freshMb: await heldMb(fresh) }
  } finally {
    for (const other of others) other.leave()
    await context.close()
  }
}

/** Until the text has these words and can be written. */
async function untilThere(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    (awaited) =>
      document.querySelector('.ProseMirror[contenteditable="true"]')?.textContent.includes(awaited) ?? false,
    words,
    { timeout: patienceMs },
  )
}
