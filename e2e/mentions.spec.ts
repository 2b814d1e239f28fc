import { AxeBuilder } from '@axe-core/playwright'

import { placeCaret } from '#e2e/support/caret'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

test('an @ names people who are here and documents, which show their title of now', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const planId = await openDocument(ana.page)
  await editorIn(ana.page).click()
  await ana.page.keyboard.type('# Travel plan')
  await expect(editorIn(ana.page).locator('h1')).toHaveText('Travel plan')

  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  const { keyboard } = ana.page
  const menu = ana.page.getByRole('listbox', { name: 'Mention' })
  // Lists of documents learn of a new title a moment after it is written.
  await expect
    .poll(async () => (await ana.page.request.get(`/api/documents/${id}/mentions?q=travel`)).text())
    .toContain(planId)
  await editorIn(ana.page).click()
  await keyboard.type('See @travel')
  await expect(menu.getByRole('option', { name: 'Travel plan' })).toBeVisible()
  await ana.page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  )
  // A flag with a name that is fading has too little contrast, for a moment, and nobody reads it then.
  const { violations } = await new AxeBuilder({ page: ana.page }).exclude('.carets').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await keyboard.press('Enter')
  const link = editorIn(eva.page).getByRole('link', { name: 'Travel plan' })
  await expect(link).toHaveAttribute('href', `/d/${planId}`)

  await keyboard.type('with @')
  await expect(menu.getByRole('option').first()).toContainText('Person')
  await keyboard.press('ArrowDown')
  await keyboard.press('Tab')
  await expect(editorIn(eva.page).locator('.mention.is-person')).toHaveCount(1)
  await expect(editorIn(eva.page).locator('p')).toHaveText(/^See Travel plan with \S/)

  // Renamed meanwhile: whoever opens the text reads the new title.
  const renamed = await ana.context.newPage()
  await openDocument(renamed, planId)
  await placeCaret(renamed, 'Travel plan|')
  await renamed.keyboard.type(' of May')
  await expect(editorIn(renamed).locator('h1')).toHaveText('Travel plan of May')
  await expect(async () => {
    await eva.page.reload()
    await expect(editorIn(eva.page).getByRole('link', { name: 'Travel plan of May' })).toBeVisible({
      timeout: 3_000,
    })
  }).toPass()
})
