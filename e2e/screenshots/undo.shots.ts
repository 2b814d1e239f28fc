import type { BrowserContextOptions } from '@playwright/test'
import path from 'node:path'

import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, newPerson, openDocument } from '#e2e/support/people'
import { expect, test } from '#e2e/support/test'
import { wordsOf } from '#e2e/support/words'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const laptop = { viewport: { width: 1280, height: 800 } }

const looks: readonly { name: string; options: BrowserContextOptions & { locale: 'en' | 'es' } }[] = [
  { name: 'laptop', options: { ...laptop, locale: 'en', colorScheme: 'light' } },
  { name: 'laptop-es-dark', options: { ...laptop, locale: 'es', colorScheme: 'dark' } },
  { name: 'phone-es', options: { ...phone, locale: 'es', colorScheme: 'light' } },
]

for (const { name, options } of looks) {
  test(`the work of one person undone, ${name}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const say = wordsOf(options.locale)
    const { page } = await newPerson(browser, { ...options, name: 'Ada Brown' })
    const other = await newPerson(browser, { name: 'Bruno' })
    const shoot = async (stop: string) => {
      await page.screenshot({ path: path.resolve('screenshots', `undo-${name}-${stop}.png`) })
      await expectAccessible(page, { where: stop })
    }
    const documentId = await openDocument(page)
    await editorIn(page).click()
    await page.keyboard.insertText('The house stands where the road ends, and the river begins.')
    await page.keyboard.press('Enter')
    await page.keyboard.insertText('Nobody has lived there since the bridge was closed.')
    await openDocument(other.page, documentId)
    const theirs = editorIn(other.page)
    await expect(theirs.locator('p')).toHaveCount(2)
    await theirs.click()
    await other.page.keyboard.press('Control+Home')
    for (let count = 0; count < 3; count++) await other.page.keyboard.press('Control+Delete')
    await other.page.keyboard.insertText('A ruin stands ')
    await other.page.keyboard.press('Control+End')
    await other.page.keyboard.press('Control+Shift+ArrowLeft')
    await other.page.keyboard.press('Control+b')
    await other.page.keyboard.press('Control+End')
    await other.page.keyboard.press('Enter')
    await other.page.keyboard.insertText('Sell it.')
    await expect(editorIn(page).locator('p')).toHaveCount(3)
    await page.keyboard.press('Control+Alt+Shift+h')
    const history = page.getByRole('dialog', { name: say('history.title') })
    await expect(history.getByRole('region', { name: say('history.shown') })).toContainText('Sell it.')
    await shoot('history')
    await history.getByRole('button', { name: say('history.undo.open') }).click()
    await shoot('menu')
    await page.getByRole('menuitem', { name: 'Bruno' }).click()
    await expect(history.locator('del').first()).toBeVisible()
    await shoot('preview')
    await history.getByRole('button', { name: say('history.undo.these') }).click()
    await expect(page.getByText(say('history.undo.done', { name: 'Bruno' }))).toBeVisible()
    await shoot('done')
    await page.getByRole('button', { name: say('documents.menu'), exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: say('history.whoWrote.title') }).click()
    const whose = page.getByRole('complementary', { name: say('history.whoWrote.title') })
    await expect(whose.getByRole('paragraph')).toBeVisible()
    await shoot('writers')
  })
}
