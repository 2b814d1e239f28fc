import type { Browser, BrowserContextOptions } from '@playwright/test'

import { expectAccessible } from '#e2e/support/expect-accessible'
import { newPerson, openDocument, test } from '#e2e/support/test'
import { wordsOf } from '#e2e/support/words'
import { editorStops } from '#e2e/tour/editor-stops'
import { headerStops } from '#e2e/tour/header-stops'
import { makeSampleDocument, sampleWords } from '#e2e/tour/sample-document'
import { walk } from '#e2e/tour/tour'

// Hundreds of questions in two pages: a recording of each would take longer than the answers.
test.use({ trace: 'off' })

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

test('every menu, panel and dialog of a document is accessible, in both themes', async ({ browser }) => {
  test.setTimeout(240_000)
  // Each stop once, by turns in English with a mouse and in Spanish with a finger. In all four ways, and
  // with all rules for each: `npm run screenshots`.
  await tour(browser, 'en', {}, 0)
  await tour(browser, 'es', phone, 1)
})

async function tour(
  browser: Browser,
  locale: 'en' | 'es',
  options: BrowserContextOptions,
  turn: 0 | 1,
): Promise<void> {
  const words = sampleWords[locale]
  const { page } = await newPerson(browser, { ...options, locale, name: 'Ada' })
  const { page: other } = await newPerson(browser, { locale, name: 'Grace' })
  const id = await makeSampleDocument(page, words)
  await openDocument(page, id)
  await openDocument(other, id)
  await page.bringToFront()
  const scene = { page, say: wordsOf(locale), isPhone: options.isMobile === true }
  const look = async (name: string) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await expectAccessible(page, { where: `${name}, light`, overlayOnly: true })
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectAccessible(page, { where: `${name}, dark`, overlayOnly: true, contrastOnly: true })
  }
  const inDocument = [...editorStops(words), ...headerStops]
  await walk(
    inDocument.filter(({ only }, index) => index % 2 === turn || (turn === 0 && only === 'desk')),
    scene,
    look,
  )
}
