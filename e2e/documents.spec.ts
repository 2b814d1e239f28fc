import type { Locator, Page } from '@playwright/test'

import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

/** Writes a titled document, and waits until the home page knows of it. */
async function written(page: Page, title: string, text: string): Promise<string> {
  const id = await openDocument(page)
  await editorIn(page).click()
  await page.keyboard.type(text)
  await page.getByLabel('Title of the document').fill(title)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toHaveText('Saved')
  await expect(async () => {
    await page.goto('/')
    await expect(card(page, title)).toContainText(text, { timeout: 500 })
  }).toPass()
  return id
}

const card = (page: Page, title: string): Locator =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: `More: ${title}`, exact: true }) })

async function choose(page: Page, title: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `More: ${title}`, exact: true }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

const view = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true })

test('a search finds words in titles and texts, without accents, and shows where', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const eva = await newPerson(browser, { name: 'Eva' })
  await written(ana.page, 'Viaje en otoño', 'Mañana salimos hacia la montaña.')
  await written(ana.page, 'Recipes', 'Flour, butter and sugar.')
  const { page } = ana
  await page.keyboard.press('/')
  await page.keyboard.type('MONTANA')
  await expect(page.locator('mark')).toHaveText('montaña')
  await expect(card(page, 'Recipes')).toHaveCount(0)
  await expect(page).toHaveURL(/\?q=MONTANA$/)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('otono')
  await expect(page.locator('mark')).toHaveText('otoño')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('zebra')
  await expect(page.getByRole('heading', { name: 'Nothing has “zebra”' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(card(page, 'Recipes')).toBeVisible()
  await expect(page).toHaveURL(/\/$/)

  // Others find nothing of it.
  await written(eva.page, 'Eva’s own', 'nothing much')
  await eva.page.goto('/?q=montana')
  await expect(eva.page.getByRole('heading', { name: 'Nothing has “montana”' })).toBeVisible()
})

test('what is put in the trash is nobody’s to open, comes back whole, or goes for good', async ({
  browser,
}) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const eva = await newPerson(browser, { name: 'Eva' })
  const id = await written(ana.page, 'Draft', 'All the words')
  await openDocument(eva.page, id)
  await choose(ana.page, 'Draft', 'Move to trash')
  await expect(card(ana.page, 'Draft')).toHaveCount(0)
  await expect(eva.page.getByRole('alert').filter({ hasText: 'This document is not here' })).toBeVisible({
    timeout: 2000,
  })

  await ana.page.goto(`/d/${id}`)
  await expect(ana.page.getByRole('heading', { name: 'This document is in the trash' })).toBeVisible()
  await ana.page.getByRole('button', { name: 'Restore it' }).click()
  await expect(editorIn(ana.page)).toContainText('All the words')
  await openDocument(eva.page, id)
  await expect(editorIn(eva.page)).toContainText('All the words')

  await ana.page.goto('/')
  await choose(ana.page, 'Draft', 'Move to trash')
  await expect(card(ana.page, 'Draft')).toHaveCount(0)
  await view(ana.page, 'Trash').click()
  await choose(ana.page, 'Draft', 'Delete for good')
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await expect(card(ana.page, 'Draft')).toHaveCount(0)
  const gone = await ana.page.goto(`/d/${id}`)
  expect(gone?.status()).toBe(404)
})

test('a document is renamed, copied, starred and found among its like', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const eva = await newPerson(browser, { name: 'Eva' })
  const { page } = ana
  const id = await written(page, 'Plan', 'Three steps')
  await openDocument(eva.page, id)
  await choose(page, 'Plan', 'Rename')
  await page.getByLabel('Title', { exact: true }).fill('Plan for May')
  await page.keyboard.press('Enter')
  await expect(card(page, 'Plan for May')).toBeVisible()
  await expect(eva.page.getByLabel('Title of the document')).toHaveValue('Plan for May')

  await choose(page, 'Plan for May', 'Make a copy')
  await expect(async () => {
    await page.goto('/')
    await expect(card(page, 'Copy of Plan for May')).toContainText('Three steps', { timeout: 500 })
    // Eva still has it open: lists learn its title after a quiet moment.
    await expect(card(page, 'Plan for May')).toBeVisible({ timeout: 500 })
  }).toPass()

  await page.getByRole('button', { name: 'Star: Plan for May', exact: true }).click()
  await view(page, 'Starred').click()
  await expect(page.getByRole('button', { name: /^More: / })).toHaveCount(1)
  await expect(card(page, 'Plan for May')).toBeVisible()

  await eva.page.goto('/')
  await view(eva.page, 'Shared with you').click()
  await expect(eva.page.getByRole('button', { name: /^More: Plan/ })).toHaveCount(1)
  await view(eva.page, 'Yours').click()
  await expect(eva.page.getByRole('heading', { name: 'You have made none yet' })).toBeVisible()
})

test('several documents are chosen and put away together', async ({ page }) => {
  await written(page, 'One', 'first')
  await written(page, 'Two', 'second')
  await choose(page, 'One', 'Select')
  await page.getByRole('checkbox', { name: 'Select Two' }).check()
  const bar = page.getByRole('region', { name: 'Selected documents' })
  await expect(bar.getByText('2 selected')).toBeVisible()
  await bar.getByRole('button', { name: 'Move to trash' }).click()
  await expect(page.getByRole('heading', { name: 'No documents here' })).toBeVisible()
  await view(page, 'Trash').click()
  await choose(page, 'Two', 'Restore')
  await expect(card(page, 'Two')).toHaveCount(0)
  await view(page, 'All').click()
  await expect(card(page, 'Two')).toBeVisible()
})
