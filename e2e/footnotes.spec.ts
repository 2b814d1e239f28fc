import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

import { placeCaret } from '#e2e/support/caret'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

async function expectAccessible(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  // A flag with a name that is fading has too little contrast, for a moment, and nobody reads it then.
  const { violations } = await new AxeBuilder({ page }).exclude('.carets').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
}

const notes = (page: Page) => page.locator('[role=doc-endnotes] li')
const noteText = (page: Page) => page.getByRole('textbox', { name: 'Text of the footnote' })

test('a footnote is written by two at its number, listed at the end, and led to by keys', async ({
  browser,
}) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  const { keyboard } = ana.page
  await editorIn(ana.page).click()
  await keyboard.type('It is so, they say.')
  await placeCaret(ana.page, 'It is so|, they say.')
  await keyboard.press('Control+Alt+f')
  await expect(noteText(ana.page)).toBeFocused()
  await keyboard.type('Ana Ruiz, ')
  await keyboard.press('Control+i')
  await keyboard.type('The book')
  await expect(notes(eva.page)).toHaveText(/Ana Ruiz, The book/)
  await expectAccessible(ana.page)

  // Eva opens it from the list while Ana writes in it.
  await notes(eva.page).getByText('Ana Ruiz').click()
  await expect(noteText(eva.page)).toBeFocused()
  await eva.page.keyboard.press('Home')
  await eva.page.keyboard.type('See ')
  await keyboard.type(', 12')
  for (const { page } of [ana, eva]) {
    await expect(noteText(page)).toHaveText('See Ana Ruiz, The book, 12')
    await expect(noteText(page).locator('em')).toHaveText('The book, 12')
  }

  // Escape goes on in the text behind the number, and typing makes the next one.
  await keyboard.press('Escape')
  await expect(editorIn(ana.page)).toBeFocused()
  await keyboard.type(' indeed[^2]')
  await expect(noteText(ana.page)).toBeFocused()
  await keyboard.type('Second')
  await keyboard.press('Escape')
  await expect(notes(eva.page)).toHaveText([/See Ana Ruiz/, /Second/])
  await expect(editorIn(eva.page).locator('p')).toHaveText('It is so indeed, they say.')
  await eva.page.keyboard.press('Escape')
  await eva.page.getByRole('button', { name: 'Back to footnote 2 in the text' }).click()
  await eva.page.keyboard.type('!')
  await expect(editorIn(ana.page).locator('p')).toHaveText('It is so indeed!, they say.')

  // The first one goes, by Backspace behind it, and the other is the first now.
  await placeCaret(ana.page, 'It is so|')
  // What follows within half a second of the last letter is undone with it.
  await ana.page.waitForTimeout(600)
  await keyboard.press('ArrowRight')
  await keyboard.press('Delete')
  await expect(notes(eva.page)).toHaveText([/Second/])
  await keyboard.press('Control+z')
  await expect(notes(eva.page)).toHaveText([/See Ana Ruiz/, /Second/])
})
