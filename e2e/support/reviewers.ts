import type { Browser, Locator, Page } from '@playwright/test'

import { editorIn, newPerson } from '#e2e/support/people'
import { expect } from '#e2e/support/test'
import { twentyPages } from '#e2e/support/twenty-pages'
import { type Say, wordsOf } from '#e2e/support/words'

/** Three people before one text, each with a browser of their own. */
export type Reviewers = {
  readonly say: Say
  /** Its owner. */
  readonly ana: Page
  /** Suggests, by a link. */
  readonly bo: Page
  /** Comments, by a link. */
  readonly eva: Page
  readonly all: readonly Page[]
}

/** Opens a text of twenty pages from a file, and has two others come by the links for them. */
export async function openForReview(browser: Browser, locale: 'en' | 'es'): Promise<Reviewers> {
  const say = wordsOf(locale)
  const own = { locale, permissions: ['clipboard-read', 'clipboard-write'] }
  const wide = { ...own, viewport: { width: 1600, height: 900 } }
  const ana = (await newPerson(browser, { ...wide, name: 'Ana' })).page
  const bo = (await newPerson(browser, { ...own, name: 'Bo' })).page
  const eva = (await newPerson(browser, { ...own, name: 'Eva' })).page
  await ana.goto('/')
  const chosen = ana.waitForEvent('filechooser')
  await ana.getByRole('button', { name: say('files.open.button') }).click()
  const buffer = Buffer.from(twentyPages(locale))
  await (await chosen).setFiles({ name: 'ferry.md', mimeType: 'text/markdown', buffer })
  await ana.waitForURL(/\/d\//)
  const base = `/api${new URL(ana.url()).pathname.replace('/d/', '/documents/')}`
  await ana.request.put(`${base}/sharing`, { data: { generalRole: null } })
  const come = async (page: Page, role: 'suggester' | 'commenter') => {
    const wanted = { role, expiresAt: null, password: null }
    const answer = await ana.request.post(`${base}/links`, { data: wanted })
    await page.goto(((await answer.json()) as { path: string }).path)
  }
  await Promise.all([come(bo, 'suggester'), come(eva, 'commenter')])
  const reviewers = { say, ana, bo, eva, all: [ana, bo, eva] }
  await seenByAll(reviewers, (page) => editorIn(page).getByText('The last boat waits for nobody.'))
  return reviewers
}

/** What everybody sees, each on their own page. */
export async function seenByAll({ all }: Reviewers, what: (page: Page) => Locator): Promise<void> {
  await Promise.all(all.map((page) => expect(what(page)).toBeVisible()))
}

/** The words of the text that are shown as commented, as everybody sees them. */
export async function commentedForAll({ all }: Reviewers, words: readonly string[]): Promise<void> {
  await Promise.all(all.map((page) => expect.poll(() => highlighted(page)).toEqual(words)))
}

function highlighted(page: Page): Promise<string[]> {
  return editorIn(page)
    .locator('span[data-thread]')
    .evaluateAll((pieces) =>
      pieces
        .filter((piece) => getComputedStyle(piece).backgroundColor !== 'rgba(0, 0, 0, 0)')
        .map((piece) => piece.textContent),
    )
}

/** With the mouse: a text that can only be read takes no other selection. */
export async function dragOver(page: Page, words: string): Promise<void> {
  const block = editorIn(page).locator('p', { hasText: words })
  await block.scrollIntoViewIfNeeded()
  const place = await block.evaluate((own, wanted) => {
    const walker = document.createTreeWalker(own, NodeFilter.SHOW_TEXT)
    for (let piece = walker.nextNode(); piece; piece = walker.nextNode()) {
      const at = piece.textContent?.indexOf(wanted) ?? -1
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(piece, at)
      range.setEnd(piece, at + wanted.length)
      const { left, right, top, bottom } = range.getBoundingClientRect()
      return { left, right, middle: (top + bottom) / 2 }
    }
    throw new Error(`the text has no ${wanted}`)
  }, words)
  await page.mouse.move(place.left + 1, place.middle)
  await page.mouse.down()
  await page.mouse.move(place.right - 1, place.middle, { steps: 4 })
  await page.mouse.up()
}
