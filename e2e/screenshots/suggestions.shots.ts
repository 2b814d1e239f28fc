import { expect, type BrowserContextOptions, type Page } from '@playwright/test'
import path from 'node:path'

import { placeCaret } from '#e2e/support/caret'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, newPerson, openDocument } from '#e2e/support/people'
import { test } from '#e2e/support/test'
import { wordsOf } from '#e2e/support/words'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const wide = { viewport: { width: 1600, height: 1000 } }
const laptop = { viewport: { width: 1280, height: 800 } }

const looks: readonly { name: string; options: BrowserContextOptions & { locale: 'en' | 'es' } }[] = [
  { name: 'wide', options: { ...wide, locale: 'en', colorScheme: 'light' } },
  { name: 'wide-es-dark', options: { ...wide, locale: 'es', colorScheme: 'dark' } },
  { name: 'laptop', options: { ...laptop, locale: 'en', colorScheme: 'light' } },
  { name: 'laptop-es-dark', options: { ...laptop, locale: 'es', colorScheme: 'dark' } },
  { name: 'phone-es', options: { ...phone, locale: 'es', colorScheme: 'light' } },
  { name: 'phone-dark', options: { ...phone, locale: 'en', colorScheme: 'dark' } },
]

const lines = [
  'The house stands where the road ends, and the river begins.',
  'Nobody has lived there since the bridge was closed.',
  'In spring its garden is full of quinces and bees.',
  'We want to open it again, with a table for twenty.',
]

for (const { name, options } of looks) {
  test(`suggestions, ${name}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const say = wordsOf(options.locale)
    const { page } = await newPerson(browser, { ...options, name: 'Ada Brown' })
    const shoot = async (stop: string) => {
      await page.screenshot({ path: path.resolve('screenshots', `suggestions-${name}-${stop}.png`) })
      await expectAccessible(page, { where: stop })
    }
    const documentId = await openDocument(page)
    await editorIn(page).click()
    for (const [index, line] of lines.entries()) {
      if (index > 0) await page.keyboard.press('Enter')
      await page.keyboard.insertText(line)
    }
    // With suggestions in one margin, where there is one.
    if (options.viewport?.width === wide.viewport.width) await comment(page, say('comments.write'))
    await page.keyboard.press('Control+Alt+Shift+KeyX')
    await suggest(page)
    const other = (await newPerson(browser, { ...laptop, locale: 'en', name: 'Luis' })).page
    await openDocument(other, documentId)
    await expect(editorIn(other)).toContainText('Twelve would do.')
    await other.keyboard.press('Control+Alt+Shift+KeyX')
    await placeCaret(other, ' ends|, and')
    await other.keyboard.type(', as far as the wood')
    await expect(editorIn(page)).toContainText('as far as the wood')
    await page.bringToFront()
    await shoot('text')
    const isPhone = options.isMobile === true
    if (isPhone) {
      await page.getByRole('button', { name: say('documents.menu'), exact: true }).click()
      await shoot('menu')
      await page.getByRole('menuitem', { name: say('suggestions.title') }).click()
    } else {
      await page.getByRole('button', { name: /^Mod[eo]: / }).click()
      await shoot('modes')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^\d (suggestions|sugerencias)$/ }).click()
    }
    const panel = page.getByRole('complementary', { name: say('suggestions.title') })
    await expect(panel.locator('[data-suggestion-card]')).not.toHaveCount(0)
    await shoot('cards')
    await panel.getByLabel(say('suggestions.preview.label')).selectOption('accepted')
    await shoot('accepted')
    await panel.getByLabel(say('suggestions.preview.label')).selectOption('changes')
    const cards = panel.locator('[data-suggestion-card]')
    await expect(cards.first()).toBeVisible()
    await cards
      .first()
      .getByRole('button', { name: say('comments.answer'), exact: true })
      .click()
    for (const text of ['Is it ours, though?', 'It has been since May.', 'Then let us say so.']) {
      await page.getByRole('textbox', { name: say('comments.reply') }).fill(text)
      await page.keyboard.press('Enter')
      await expect(cards.first()).toContainText(text)
    }
    await shoot('replies')
    if (!isPhone) {
      await panel.getByRole('button', { name: say('suggestions.close') }).click()
      await shoot('margin')
      await page.getByRole('button', { name: /^\d (suggestions|sugerencias)$/ }).click()
    }
    for (const answer of ['accept', 'reject', 'reject'] as const) {
      const left = await cards.count()
      await cards
        .first()
        .getByRole('button', { name: say(`suggestions.${answer}`), exact: true })
        .click()
      await expect(cards).toHaveCount(left - 1)
    }
    await panel.getByLabel(say('suggestions.which.label')).selectOption('decided')
    await expect(panel.locator('[data-decided-card]')).toHaveCount(3)
    await shoot('decided')
  })
}

async function comment(page: Page, field: string): Promise<void> {
  const said = [
    ['|Nobody| has lived', 'Not quite: the baker did, for a winter.'],
    ['and |bees|.', 'Ask Eva about the hives.'],
    ['for |twenty|.', 'Is that the whole village?'],
  ] as const
  for (const [place, text] of said) {
    await placeCaret(page, place)
    await page.keyboard.press('Control+Alt+m')
    await page.getByRole('textbox', { name: field }).pressSequentially(text)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: field })).toHaveCount(0)
  }
  await page.keyboard.press('Escape')
}

/** One of each kind that people see most. */
async function suggest(page: Page): Promise<void> {
  await placeCaret(page, 'where |the road| ends')
  await page.keyboard.type('our lane')
  await placeCaret(page, ' and |the river begins')
  await page.keyboard.type('just before it ')
  await placeCaret(page, 'lived there| since the bridge was closed|')
  await page.keyboard.press('Delete')
  await placeCaret(page, 'of |quinces| and')
  await page.keyboard.press('Control+b')
  await placeCaret(page, 'for twenty.|')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Twelve would do.')
  await placeCaret(page, 'We want| to')
  await page.keyboard.press('Control+Shift+2')
}
