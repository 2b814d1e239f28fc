import { expect, newPerson, test } from '#e2e/support/test'

test('a title is edited where it stands, and others see it', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser, { locale: 'es-ES' })]
  await ana.page.goto('/')
  await ana.page.getByRole('button', { name: 'New document', exact: true }).click()
  await expect(ana.page.getByRole('status')).toHaveText('Saved')
  await eva.page.goto(ana.page.url())
  const title = ana.page.getByLabel('Title of the document')
  const titleThere = eva.page.getByLabel('Título del documento')
  await expect(titleThere).toHaveAttribute('placeholder', 'Sin título')

  await title.fill('  Un   título  ')
  await title.press('Enter')
  await expect(titleThere).toHaveValue('Un título')
  await expect(eva.page).toHaveTitle('Un título · Pliego')

  // Escape takes back what was typed; leaving the field keeps it.
  await title.fill('Not this')
  await title.press('Escape')
  await expect(title).toHaveValue('Un título')
  await title.fill('This')
  await title.blur()
  await expect(titleThere).toHaveValue('This')

  // A change by somebody else does not disturb who is writing.
  await title.fill('Half a ti')
  await titleThere.fill('De Eva')
  await titleThere.press('Enter')
  await expect(eva.page).toHaveTitle('De Eva · Pliego')
  await expect(ana.page).toHaveTitle('De Eva · Pliego')
  await expect(title).toHaveValue('Half a ti')
  await title.press('Escape')
  await expect(title).toHaveValue('De Eva')

  await title.fill('')
  await title.press('Enter')
  await expect(eva.page).toHaveTitle('Sin título · Pliego')
})

test('a title counts as unsaved while it is being typed', async ({ browser }) => {
  const { page } = await newPerson(browser)
  await page.goto('/')
  await page.getByRole('button', { name: 'New document', exact: true }).click()
  await expect(page.getByRole('status')).toHaveText('Saved')
  const title = page.getByLabel('Title of the document')
  await title.fill('Half')
  await expect(page.getByRole('status')).toHaveText('Saving…')
  await title.press('Escape')
  await expect(page.getByRole('status')).toHaveText('Saved')
  await title.fill('Whole')
  await title.press('Enter')
  await expect(page.getByRole('status')).toHaveText('Saved')
})

test('on a phone the header keeps its place, and the menu has link and name', async ({ browser }) => {
  const { page } = await newPerson(browser, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    permissions: ['clipboard-write'],
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'New document', exact: true }).click()
  const title = page.getByLabel('Title of the document')
  await title.fill('A title that is much longer than the screen of a phone is wide')
  await title.press('Enter')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)

  const status = page.getByRole('button', { name: 'Saved', exact: true })
  await status.tap()
  await expect(page.getByRole('dialog')).toContainText('Everything you wrote is on the server.')
  await page.keyboard.press('Escape')
  for (const button of [status, page.getByRole('button', { name: 'Menu' }), page.getByRole('link').first()]) {
    const box = await button.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
  }

  await page.getByRole('button', { name: 'Menu' }).tap()
  await page.getByRole('menuitem', { name: 'Copy link' }).tap()
  await expect(page.getByRole('menuitem', { name: 'Link copied' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Your name and color' }).tap()
  await page.getByLabel('Name', { exact: true }).fill('Eva')
  await page.getByRole('button', { name: 'Done' }).tap()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: /1 person here: Eva/ })).toBeVisible()
})
