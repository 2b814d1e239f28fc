import { readFile } from 'node:fs/promises'

import { expectAccessible } from '#e2e/support/expect-accessible'
import { expect, newPerson, openDocument, test } from '#e2e/support/test'

test('an account confirms its address by a link of the log, takes all its data along, and goes for good, in es', async ({
  browser,
  pliego,
}) => {
  const { page } = await newPerson(browser, { locale: 'es-ES' })
  const [email, password] = ['rosa@example.org', 'correct horse battery']
  const headers = { origin: pliego.url }
  const data = { name: 'Rosa', email, password }
  expect((await page.request.post('/api/auth/sign-up/email', { headers, data })).status()).toBe(204)
  const documentId = await openDocument(page)

  await page.goto('/account')
  await page.getByRole('button', { name: 'Enviarme un enlace' }).click()
  await expect(page.getByText('El enlace está en su registro')).toBeVisible()
  const link = /\/confirm-email\?token=[\w.-]+/
  await expect(() => expect(pliego.output.join('\n')).toMatch(link)).toPass()
  await page.goto(link.exec(pliego.output.join('\n'))?.[0] ?? '')
  await page.getByRole('button', { name: 'Confirmar la dirección' }).click()
  await page.waitForURL('/account')
  await expect(page.getByRole('button', { name: 'Enviarme un enlace' })).toBeHidden()

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Descargarlo todo' }).click()
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8')) as unknown
  expect(file).toMatchObject({ account: { email, emailConfirmed: 1 }, documents: [{ id: documentId }] })

  await page.getByRole('button', { name: 'Eliminar la cuenta' }).click()
  await expect(page.getByText('1 documento es solo tuyo')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Tu contraseña').fill('otra')
  await page.getByRole('button', { name: 'Eliminar para siempre' }).click()
  await expect(page.getByText('Esta no es tu contraseña actual.')).toBeVisible()
  await page.getByLabel('Tu contraseña').fill(password)
  await page.getByRole('button', { name: 'Eliminar para siempre' }).click()
  await page.waitForURL('/')
  await expect(page.getByRole('article')).toHaveCount(0)
  await page.goto('/account')
  await page.waitForURL(/\/sign-in/)
})
