import type { Browser, BrowserContextOptions } from '@playwright/test'
import path from 'node:path'

import { expectAccessible } from '#e2e/support/expect-accessible'
import { newPerson, openDocument, test } from '#e2e/support/test'
import { wordsOf } from '#e2e/support/words'
import { editorStops } from '#e2e/tour/editor-stops'
import { headerStops, talkStops } from '#e2e/tour/header-stops'
import { makeDocuments, pageStops } from '#e2e/tour/page-stops'
import { sampleWords } from '#e2e/tour/sample-document'
import { walk } from '#e2e/tour/tour'

const desktop = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

for (const locale of ['en', 'es'] as const) {
  for (const isPhone of [false, true]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = [locale, ...(isPhone ? ['phone'] : []), colorScheme].join('-')
      test(`every page, menu and dialog, ${look}`, async ({ browser }) => {
        test.setTimeout(10 * 60_000)
        await tour(browser, look, { locale, colorScheme, ...(isPhone ? phone : desktop) })
      })
    }
  }
}

/** A picture of each stop, and all of axe's rules for it: what `npm test` asks of a part. */
async function tour(
  browser: Browser,
  name: string,
  options: BrowserContextOptions & { locale: 'en' | 'es' },
): Promise<void> {
  const { locale } = options
  const words = sampleWords[locale]
  const { page } = await newPerson(browser, { ...options, name: 'Ada' })
  const { page: other } = await newPerson(browser, { locale, name: 'Grace' })
  const made = await makeDocuments(page, words)
  await openDocument(page, made.id)
  await openDocument(other, made.id)
  await page.bringToFront()
  const scene = { page, say: wordsOf(locale), isPhone: options.isMobile === true }
  const problems: unknown[] = []
  const look = async (stop: string) => {
    await page.screenshot({
      path: path.resolve('screenshots', `${name}-${stop}.png`),
      caret: 'initial',
      animations: 'disabled',
    })
    await expectAccessible(page, { where: stop }).catch((error: unknown) => problems.push(error))
  }
  await walk([...editorStops(words), ...headerStops, ...talkStops], scene, look)
  await walk(pageStops(made), scene, look)
  if (problems.length > 0) throw new AggregateError(problems, problems.map(String).join('\n\n'))
}
