import { expect, type BrowserContextOptions } from '@playwright/test'
import path from 'node:path'

import { placeCaret } from '#e2e/support/caret'
import { CutConnection } from '#e2e/support/cut-connection'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, newPerson, openDocument } from '#e2e/support/people'
import { test } from '#e2e/support/test'
import { wordsOf } from '#e2e/support/words'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const laptop = { viewport: { width: 1280, height: 800 } }

const looks: readonly { name: string; options: BrowserContextOptions & { locale: 'en' | 'es' } }[] = [
  { name: 'laptop', options: { ...laptop, locale: 'en', colorScheme: 'light' } },
  { name: 'laptop-es-dark', options: { ...laptop, locale: 'es', colorScheme: 'dark' } },
  { name: 'phone-es', options: { ...phone, locale: 'es', colorScheme: 'light' } },
]

const lines = [
  'The house stands where the road ends, and the river begins.',
  'Nobody has lived there since the bridge was closed.',
  'In spring its garden is full of quinces and bees.',
  'What to do first',
  'We want to open it again, with a table for twenty.',
]

for (const { name, options } of looks) {
  test(`merge receipt, ${name}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const say = wordsOf(options.locale)
    const { page } = await newPerson(browser, { ...options, name: 'Ada Brown' })
    const connection = await CutConnection.before(page)
    const shoot = async (stop: string) => {
      await page.screenshot({ path: path.resolve('screenshots', `receipt-${name}-${stop}.png`) })
    }
    const documentId = await openDocument(page)
    await editorIn(page).click()
    for (const [index, line] of lines.entries()) {
      if (index > 0) await page.keyboard.press('Enter')
      await page.keyboard.insertText(line)
    }
    const other = (await newPerson(browser, { ...laptop, locale: 'en', name: 'Luis' })).page
    await openDocument(other, documentId)
    await expect(editorIn(other)).toContainText('a table for twenty')
    await connection.cut()
    await placeCaret(page, 'where |the road| ends')
    await page.keyboard.type('our lane')
    await placeCaret(page, 'quinces| and')
    await page.keyboard.type(', apples')
    await placeCaret(page, 'do first|')
    await page.keyboard.type(', and by whom')
    await placeCaret(page, 'for twenty.|')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Twelve would do.')

    await placeCaret(other, 'where |the road| ends')
    await other.keyboard.type('the tarmac')
    await placeCaret(other, 'Nobody has lived there| since')
    await other.keyboard.type(' for long,')
    await placeCaret(other, '|In spring its garden is full of quinces and bees.|')
    await other.keyboard.press('Delete')
    await other.keyboard.press('Backspace')
    await placeCaret(other, 'What |to do first')
    await other.keyboard.press('Control+Alt+2')
    await expect(editorIn(other).locator('h2')).toHaveCount(1)
    await expect(other.getByRole('banner').getByRole('status')).toHaveText('Saved')
    await connection.mend()

    const receipt = page.getByRole('complementary', { name: say('mergeReceipt.title') })
    await expect(receipt).toBeVisible()
    await shoot('line')
    await receipt.getByRole('button', { name: say('mergeReceipt.show') }).click()
    await expect(receipt.getByRole('listitem')).not.toHaveCount(0)
    await shoot('list')
    await expectAccessible(page, { where: 'list' })
    await receipt.getByRole('listitem').getByRole('button').first().click()
    await expect(editorIn(page).locator('.receipt-spot')).toHaveCount(1)
    await shoot('spot')
  })
}
