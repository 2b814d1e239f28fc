import { expect, newPerson, test } from '#e2e/support/test'

test('the browser’s language is the first one, and the choice of another stays', async ({ browser }) => {
  const { page } = await newPerson(browser, { locale: 'es-MX' })
  await page.goto('/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await expect(page.getByRole('button', { name: 'Nuevo documento', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Idioma: Español' }).click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await expect(page.getByRole('button', { name: 'New document', exact: true })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await expect(page.getByRole('button', { name: 'New document', exact: true })).toBeVisible()
})

test('a language that Pliego does not speak gets English', async ({ browser }) => {
  const { page } = await newPerson(browser, { locale: 'fr-FR' })
  await page.goto('/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('an open document changes its language without being opened anew', async ({ browser }) => {
  const { page } = await newPerson(browser, { locale: 'en-US' })
  let sockets = 0
  page.on('websocket', (socket) => {
    if (/token=/.test(socket.url())) sockets += 1
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'New document', exact: true }).click()
  await expect(page.getByRole('status')).toHaveText('Saved')
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitemradio', { name: 'Español' }).click()
  await expect(page.getByRole('status')).toHaveText('Guardado')
  await expect(page).toHaveTitle('Sin título · Pliego')
  await expect(page.getByLabel('Título del documento')).toBeVisible()
  expect(sockets).toBe(1)
})

test('a suggested guest name follows the language', async ({ browser }) => {
  const { page } = await newPerson(browser, { locale: 'es-ES' })
  await page.addInitScript(() =>
    localStorage.setItem('pliego_profile', '{"ownName":null,"suggestedName":0,"color":"#1977bf"}'),
  )
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Brisa, tú: cambiar nombre o color' })).toBeVisible()
  await page.getByRole('button', { name: 'Idioma: Español' }).click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await expect(page.getByRole('button', { name: 'Breeze, you: change name or color' })).toBeVisible()
})
