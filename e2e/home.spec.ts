import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

import { expect, newPerson, test } from '#e2e/support/test'

async function newDocument(page: Page): Promise<string> {
  await page.goto('/')
  await page.getByRole('button', { name: 'New document', exact: true }).click()
  await page.waitForURL(/\/d\/[\w-]{22}$/)
  await expect(page.getByRole('status')).toHaveText('Saved')
  return page.url()
}

async function writeTitle(page: Page, title: string): Promise<void> {
  await page.getByLabel('Title of the document').fill(title)
  await page.keyboard.press('Enter')
  await expect(page).toHaveTitle(`${title} · Pliego`)
  await expect(page.getByRole('status')).toHaveText('Saved')
}

test('somebody new finds a blank sheet and begins a document with two keys', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'A blank sheet to share' })).toBeVisible()
  const button = page.getByRole('button', { name: 'New document', exact: true })
  for (let tabs = 0; tabs < 8 && !(await button.evaluate((own) => own === document.activeElement)); tabs++) {
    await page.keyboard.press('Tab')
  }
  await expect(button).toBeFocused()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/d\/[\w-]{22}$/)
  await expect(page).toHaveTitle('Untitled · Pliego')
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/)
})

test('a document is on the home page of those who opened it, with its newest title', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const url = await newDocument(ana.page)
  await writeTitle(ana.page, 'Plan for June')
  await ana.page.getByRole('link', { name: 'Your documents' }).click()
  await expect(ana.page.getByRole('listitem').filter({ hasText: 'Plan for June' })).toBeVisible()

  await eva.page.goto('/')
  await expect(eva.page.getByRole('listitem')).toHaveCount(0)
  await eva.page.goto(url)
  await expect(eva.page.getByLabel('Title of the document')).toHaveValue('Plan for June')
  await writeTitle(eva.page, 'Plan for July')
  await expect(async () => {
    await ana.page.goto('/')
    await expect(ana.page.getByRole('listitem').filter({ hasText: 'Plan for July' })).toBeVisible({
      timeout: 500,
    })
  }).toPass()
})

test('without the collab server nothing is half-made, and the last known titles stay', async ({
  browser,
  pliego,
}) => {
  const { page } = await newPerson(browser)
  await newDocument(page)
  await writeTitle(page, 'Kept')
  await expect(async () => {
    await page.goto('/')
    await expect(page.getByRole('link', { name: /Kept/ })).toBeVisible({ timeout: 500 })
  }).toPass()
  await pliego.killCollab('SIGKILL')
  try {
    await page.goto('/')
    await expect(page.getByRole('link', { name: /Kept/ })).toBeVisible()
    await page.getByRole('button', { name: 'New document', exact: true }).click()
    await expect(page.getByText('The server cannot make a document right now.')).toBeVisible()
    await expect(page).toHaveURL(/\/$/)
  } finally {
    await pliego.startCollab()
  }
  await page.getByRole('button', { name: 'New document', exact: true }).click()
  await page.waitForURL(/\/d\/[\w-]{22}$/)
  await page.goto('/')
  await expect(page.getByRole('button', { name: /^More: / })).toHaveCount(2)
})

test('documents begin from templates, go into folders, and are done with several at once', async ({
  page,
}) => {
  const card = (title: string) => page.getByRole('listitem').filter({ hasText: title })
  for (const [template, text] of [
    ['Meeting notes', 'What was decided'],
    ['Project plan', 'What could go wrong'],
  ] as const) {
    await page.goto('/')
    await page.getByRole('link', { name: 'From a template' }).click()
    await page.getByRole('button', { name: template }).click()
    await page.waitForURL(/\/d\//)
    await expect(page.locator('.ProseMirror')).toContainText(text)
    await expect(page).toHaveTitle(`${template} · Pliego`)
  }
  await expect(async () => {
    await page.goto('/')
    for (const title of ['Meeting notes', 'Project plan']) {
      await expect(page.getByRole('link', { name: title })).toBeVisible({ timeout: 500 })
    }
  }).toPass()

  // Into a folder by the mouse.
  await page.getByRole('button', { name: 'New folder' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Work')
  await page.keyboard.press('Enter')
  const folder = page.getByRole('link', { name: 'Work', exact: true })
  await expect(folder).toBeVisible()
  await card('Project plan').dragTo(folder)
  await expect(card('Project plan')).toContainText('· Work')
  await expect(card('Meeting notes')).not.toContainText('· Work')

  // And with keys alone: chosen, all of them, moved.
  await page.getByRole('link', { name: 'Meeting notes' }).focus()
  await page.keyboard.press('x')
  await expect(page.getByRole('checkbox', { name: 'Select Meeting notes' })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'Meeting notes' })).toBeFocused()
  await page.keyboard.press('x')
  const bar = page.getByRole('region', { name: 'Selected documents' })
  await bar.getByRole('button', { name: 'Move to folder' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Work' }).press('Enter')
  await expect(card('Meeting notes')).toContainText('· Work')
  await folder.click()
  await expect(page.getByRole('heading', { name: 'Work' })).toBeVisible()
  await expect(page.getByRole('link', { name: /Meeting notes|Project plan/ })).toHaveCount(2)

  // A folder goes, and what was in it stays.
  await page.getByRole('button', { name: 'Folder Work' }).click()
  await page.getByRole('menuitem', { name: 'Delete the folder' }).click()
  await page.getByRole('button', { name: 'Delete the folder' }).click()
  await expect(page).toHaveURL(/\/$/)
  await expect(folder).toHaveCount(0)
  await expect(card('Meeting notes')).not.toContainText('· Work')

  // One's own template, and the others into the trash and for good.
  await page.getByRole('button', { name: 'More: Meeting notes' }).click()
  await page.getByRole('menuitem', { name: 'Save as template' }).click()
  await page.waitForURL(/view=templates/)
  await expect(page.getByRole('button', { name: 'New document from Meeting notes' })).toBeVisible()
  await page.goto('/')
  for (const action of ['Move to trash', 'Delete for good']) {
    await page.getByRole('button', { name: 'More: Meeting notes' }).click()
    await page.getByRole('menuitem', { name: 'Select' }).click()
    await page.keyboard.press('ControlOrMeta+a')
    await expect(page.getByText('2 selected')).toBeVisible()
    await bar.getByRole('button', { name: action }).click()
    if (action === 'Move to trash') {
      await expect(page.getByRole('heading', { name: 'No documents here' })).toBeVisible()
      await page.getByRole('link', { name: 'Trash' }).click()
    }
  }
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible()
})

test('a guest changes name and colour, and they stay', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: /change name or color/ }).click()
  await page.getByLabel('Name', { exact: true }).fill('Ana María')
  await page.getByRole('radio', { name: 'Teal' }).click()
  await page.keyboard.press('Escape')
  const button = page.getByRole('button', { name: 'Ana María, you: change name or color' })
  await expect(button).toBeFocused()
  await page.reload()
  await button.click()
  await expect(page.getByRole('radio', { name: 'Teal' })).toBeChecked()
})

test('an address that leads nowhere says so, and leads home', async ({ page }) => {
  for (const path of ['/nowhere', '/d/nowhere', `/d/${'x'.repeat(22)}`]) {
    const response = await page.goto(path)
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/not here|nothing here/)
  }
  await page.getByRole('link', { name: 'Go to your documents' }).click()
  await expect(page).toHaveURL(/\/$/)
})

test('requests from other sites change nothing', async ({ page, request }) => {
  const url = await newDocument(page)
  const id = new URL(url).pathname.split('/').pop()
  for (const path of ['/api/documents', `/api/documents/${id}/token`, `/api/documents/${id}/images`]) {
    const answer = await request.post(path, { headers: { origin: 'https://evil.example' } })
    expect(answer.status(), path).toBe(403)
    expect(await answer.json()).toEqual({ error: 'foreignOrigin' })
  }
  const token = await request.post('/api/documents/none/token')
  expect([token.status(), await token.json()]).toEqual([404, { error: 'gone' }])
})

test('pages are framed by nobody, tell no other site where one was, and run only their own scripts', async ({
  page,
}) => {
  const violations: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text())
  })
  const response = await page.goto('/')
  const headers = response?.headers() ?? {}
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+';/)
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  await newDocument(page)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveClass(/dark/)
  await page.reload()
  await expect(page.locator('html')).toHaveClass(/dark/)
  expect(violations).toEqual([])
  expect(await page.evaluate(() => document.cookie)).not.toContain('pliego_guest')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`home, a document and the pages that say no are accessible, ${colorScheme}`, async ({ browser }) => {
    const { page } = await newPerson(browser, { colorScheme })
    const url = await newDocument(page)
    for (const path of ['/', '/nowhere', url]) {
      await page.goto(path)
      await page.getByRole('button', { name: /change name or color/ }).waitFor()
      if (path === url) await page.locator('.ProseMirror').waitFor()
      const axe = new AxeBuilder({ page })
      // Whether a document has a heading is for those who write it.
      if (path === url) axe.disableRules('page-has-heading-one')
      const { violations } = await axe.analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    }
  })
}
