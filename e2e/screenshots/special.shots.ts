import type { Page } from '@playwright/test'
import path from 'node:path'

import { placeCaret } from '#e2e/support/caret'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'
import { wordsOf } from '#e2e/support/words'
import { makeDocument, makeSampleDocument, sampleWords } from '#e2e/tour/sample-document'

const desktop = { viewport: { width: 1280, height: 800 } }

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })

const shoot = (page: Page, name: string, fullPage = false) =>
  page.screenshot({ path: path.resolve('screenshots', `${name}.png`), caret: 'initial', fullPage })

test('a table edited by two, on paper and twice as large', async ({ browser }) => {
  const words = sampleWords.en
  const { page } = await newPerson(browser, { ...desktop, locale: 'en', name: 'Ada' })
  const { page: other } = await newPerson(browser, { ...desktop, locale: 'en', name: 'Grace' })
  const id = await makeSampleDocument(page, words)
  await openDocument(page, id)
  await openDocument(other, id)
  await page.bringToFront()
  await placeCaret(page, `|${words.table[1][1]}`)
  await placeCaret(other, `${words.table[2][1]}|`)
  await other.keyboard.type(', by the north side')
  await editorIn(page).locator('table').scrollIntoViewIfNeeded()
  await expect(page.locator('.caret.is-moving, .caret').first()).toBeAttached()
  await shoot(page, 'special-table-by-two')

  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 794, height: 1123 })
  await shoot(page, 'special-print', true)
  await page.emulateMedia({ media: 'screen' })

  // What 200 % leaves of a window of 1280 by 800.
  await page.setViewportSize({ width: 640, height: 400 })
  await placeCaret(page, `${words.intro}|`)
  await page.evaluate(() => scrollTo(0, 0))
  await shoot(page, 'special-zoomed')
  await page.keyboard.press('Control+Shift+P')
  await page.getByRole('dialog').waitFor()
  await shoot(page, 'special-zoomed-palette')
})

test('a reader’s page, in Spanish', async ({ browser }) => {
  const words = sampleWords.es
  const { page } = await newPerson(browser, { ...desktop, locale: 'es', name: 'Ada' })
  const { page: reader } = await newPerson(browser, { ...desktop, locale: 'es', name: 'Grace' })
  const id = await makeSampleDocument(page, words)
  const { origin } = new URL(page.url())
  const headers = { origin }
  const closed = await page.request.put(`${origin}/api/documents/${id}/sharing`, {
    headers,
    data: { generalRole: 'viewer' },
  })
  expect(closed.status()).toBe(204)
  await openDocument(reader, id)
  await expect(reader.getByRole('status')).toHaveText(wordsOf('es')('session.status.viewOnly'))
  await shoot(reader, 'special-view-only')
})

test('text that is kept nowhere but in the tab', async ({ browser }) => {
  const { page, context } = await newPerson(browser, { ...desktop, locale: 'en', name: 'Ada' })
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError')
    }
  })
  await openDocument(page)
  await expect(page.getByRole('status')).toHaveText('Saved')
  // Nothing more arrives at the server, and it says nothing more.
  await context.setOffline(true)
  await editorIn(page).click()
  await page.keyboard.type('Only here')
  await expect(page.getByRole('status')).toHaveText(/Not saved|Offline/, { timeout: 60_000 })
  await shoot(page, 'special-not-saved')
  await page.getByRole('button', { name: /Not saved|Offline/ }).click()
  await page.getByRole('dialog').waitFor()
  await shoot(page, 'special-not-saved-meaning')
})

test('300 pages', async ({ browser }) => {
  const { page } = await newPerson(browser, { ...desktop, locale: 'en', name: 'Ada' })
  const sentence = 'The path goes up through the wood, over the stream and along the wall to the hut. '
  const chapters = Array.from({ length: 300 }, (_, index) => [
    {
      type: 'heading',
      attrs: { level: 1 + (index % 3) },
      content: [{ type: 'text', text: `Chapter ${index + 1}` }],
    },
    ...Array.from({ length: 9 }, () => paragraph(sentence.repeat(3))),
  ]).flat()
  const id = await makeDocument(page, {
    title: 'A long way',
    content: { type: 'doc', content: chapters },
  })
  await openDocument(page, id)
  await editorIn(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Control+Shift+O')
  await page.getByRole('navigation').getByRole('button', { name: 'Chapter 300' }).waitFor()
  await shoot(page, 'special-long')
})
