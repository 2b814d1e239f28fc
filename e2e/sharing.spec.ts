import type { Page } from '@playwright/test'

import { editorIn, expect, newPerson, openDocument, test, type Person } from '#e2e/support/test'

async function openSharing(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(
    page.getByRole('dialog', { name: 'Share' }).getByLabel('Anyone with the address'),
  ).toBeVisible()
}

/** Makes a link in the open dialog and gives its address. */
async function makeLink(page: Page, role: string, password?: string): Promise<string> {
  await page.getByRole('button', { name: 'New link' }).click()
  await page.getByLabel('Whoever opens it').selectOption(role)
  if (password !== undefined) await page.getByLabel('Password (optional)').fill(password)
  await page.getByRole('button', { name: 'Create link' }).click()
  const address = await page.getByLabel('The new link').inputValue()
  // Each step of it has the focus in turn, and what opened it has it back in the end.
  await expect(page.getByLabel('The new link')).toBeFocused()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: 'New link' })).toBeFocused()
  return address
}

async function closeToAddress(page: Page): Promise<void> {
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT')
  await page.getByLabel('Anyone with the address').selectOption('No access')
  await saved
}

async function write(person: Person, text: string): Promise<void> {
  await editorIn(person.page).click()
  await person.page.keyboard.press('ControlOrMeta+End')
  await person.page.keyboard.type(text)
}

test('a link to view shows live edits, takes no writing, and ends within two seconds of being taken back', async ({
  browser,
  pliego,
}) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const eva = await newPerson(browser, { name: 'Eva' })
  const id = await openDocument(ana.page)
  await write(ana, 'First words')
  await expect(ana.page.getByRole('status')).toHaveText('Saved')
  await openSharing(ana.page)
  await closeToAddress(ana.page)
  const address = await makeLink(ana.page, 'Can view')

  // The address alone opens nothing any more; the link leads to it and leaves no trace of its secret.
  await eva.page.goto(`/d/${id}`)
  await expect(eva.page.getByRole('heading', { name: 'You cannot open this document' })).toBeVisible()
  await eva.page.goto(address)
  await expect(eva.page).toHaveURL(`${pliego.url}/d/${id}`)
  await expect(editorIn(eva.page)).toContainText('First words')
  const secret = new URL(address).pathname.slice('/s/'.length)
  expect(pliego.output.filter((line) => line.includes(secret))).toEqual([])

  // Live edits are seen; keys change nothing, here or there.
  await ana.page.keyboard.press('Escape')
  await expect(ana.page.getByRole('button', { name: 'Share' })).toBeFocused()
  await write(ana, ', and more')
  await expect(editorIn(eva.page)).toContainText('First words, and more')
  await expect(editorIn(eva.page)).toHaveAttribute('contenteditable', 'false')
  await expect(eva.page.getByRole('status')).toHaveText('View only')
  await eva.page.getByRole('button', { name: 'Share' }).click()
  await expect(eva.page.getByText('You can view')).toBeVisible()
  await expect(eva.page.getByRole('button', { name: 'New link' })).toHaveCount(0)
  await eva.page.keyboard.press('Escape')

  await openSharing(ana.page)
  await expect(ana.page.getByRole('listitem').filter({ hasText: 'Eva' })).toContainText('Can view')
  await ana.page.getByRole('button', { name: /^Take back: / }).click()
  // Escape answers the question, and leaves the dialog and the focus where they are.
  await ana.page.keyboard.press('Escape')
  await expect(ana.page.getByRole('button', { name: 'Take it back' })).toBeHidden()
  await expect(ana.page.getByRole('button', { name: /^Take back: / })).toBeFocused()
  await ana.page.keyboard.press('Enter')
  const toldWithinMs = Date.now() + 2000
  await ana.page.getByRole('button', { name: 'Take it back' }).click()
  await expect(eva.page.getByRole('alert').filter({ hasText: 'You cannot open this document' })).toBeVisible({
    timeout: 2000,
  })
  expect(Date.now()).toBeLessThan(toldWithinMs)
  await eva.page.goto(address)
  await expect(eva.page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
})

const accountWords = {
  en: { create: 'Create account', name: 'Name', email: 'E-mail', password: 'Password' },
  es: {
    create: 'Crear la cuenta',
    name: 'Nombre',
    email: 'Correo electrónico',
    password: 'Contraseña',
  },
} as const

/** Fills in the page on which an account is made, and goes on from it. */
async function signUp(person: Person, language: keyof typeof accountWords, email: string): Promise<void> {
  const said = accountWords[language]
  const field = (name: 'name' | 'email' | 'password') => person.page.getByLabel(said[name], { exact: true })
  // Written by the page itself, once it is alive: before that a button sends the form the browser's own way.
  await expect(field('name')).toHaveValue(person.name)
  await field('email').fill(email)
  await field('password').fill('correct horse battery')
  await person.page.getByRole('button', { name: said.create }).click()
}

test('somebody named by e-mail opens what only they and its owner may, in Spanish here, until they are removed, and again once they ask', async ({
  browser,
}) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const eva = await newPerson(browser, { name: 'Eva', locale: 'es-ES' })
  await ana.page.goto('/sign-up')
  await signUp(ana, 'en', 'ana@example.org')
  await ana.page.waitForURL(/\/$/)
  const id = await openDocument(ana.page)
  await write(ana, 'For Eva')
  await openSharing(ana.page)
  await expect(ana.page.getByLabel('Anyone with the address')).toHaveValue('restricted')
  const address = ana.page.getByLabel('E-mail address')
  await address.fill('eva')
  await address.press('Enter')
  await expect(ana.page.getByText('That is not an e-mail address.')).toBeVisible()
  await address.fill('eva@example.org')
  await ana.page.getByRole('button', { name: 'Add', exact: true }).click()
  // Without a mail server the link is there to be sent.
  const link = await ana.page.getByLabel('Link for eva@example.org').inputValue()
  const row = ana.page.getByRole('listitem').filter({ hasText: 'eva@example.org' })
  await expect(row).toContainText('Has not opened it yet')

  await eva.page.goto(`/d/${id}`)
  await expect(eva.page.getByRole('heading', { name: 'No puedes abrir este documento' })).toBeVisible()
  await eva.page.goto(link)
  await expect(eva.page.getByText(/Para abrirlo, inicia sesión como eva@example.org/)).toBeVisible()
  await eva.page.getByRole('link', { name: 'Crear una cuenta' }).click()
  await signUp(eva, 'es', 'eva@example.org')
  await expect(eva.page).toHaveURL(new RegExp(`/d/${id}$`))
  await write(eva, ', from Eva')
  await expect(editorIn(ana.page)).toContainText('For Eva, from Eva')
  await ana.page.keyboard.press('Escape')
  await openSharing(ana.page)
  await expect(ana.page.getByRole('listitem').filter({ hasText: 'eva@example.org' })).toContainText('Eva')
  await ana.page.getByLabel('Role: Eva').selectOption('Can view')
  await expect(editorIn(eva.page)).toHaveAttribute('contenteditable', 'false', { timeout: 2000 })
  // Lists hear of a title some seconds after it was typed.
  await expect(async () => {
    await eva.page.goto('/?view=shared')
    await expect(eva.page.getByRole('link', { name: /For Eva/ })).toBeVisible({ timeout: 500 })
  }).toPass()
  await eva.page.goto(`/d/${id}`)
  await expect(editorIn(eva.page)).toContainText('For Eva')

  await ana.page.getByRole('button', { name: 'Remove: Eva' }).click()
  await ana.page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(eva.page.getByRole('alert').filter({ hasText: 'No puedes abrir este documento' })).toBeVisible(
    { timeout: 2000 },
  )
  await expect(row).toHaveCount(0)

  // Asking for it, which the owner sees; let in, the page opens by itself.
  await eva.page.reload()
  await eva.page.getByLabel('Mensaje para su titular (opcional)').fill('Me faltó una línea')
  await eva.page.getByRole('button', { name: 'Pedir acceso' }).click()
  await expect(eva.page.getByText(/Pediste acceso/)).toBeVisible()
  await ana.page.reload()
  await ana.page.getByRole('button', { name: 'Share, 1 person asks for access' }).click()
  await expect(ana.page.getByText('Me faltó una línea')).toBeVisible()
  await ana.page.getByLabel('Role for Eva').selectOption('Can edit')
  await ana.page.getByRole('button', { name: 'Let in: Eva' }).click()
  await expect(editorIn(eva.page)).toHaveAttribute('contenteditable', 'true')
  await expect(ana.page.getByLabel('Role: Eva')).toHaveValue('editor')

  // It becomes hers, and Ana edits.
  await ana.page.getByLabel('Role: Eva').selectOption('Make owner')
  await ana.page.getByRole('button', { name: 'Make owner' }).click()
  await expect(ana.page.getByText('You can edit')).toBeVisible()
  await expect(ana.page.getByRole('button', { name: 'New link' })).toHaveCount(0)
  await eva.page.getByRole('button', { name: 'Compartir' }).click()
  await expect(eva.page.getByLabel('Permiso: Ana')).toHaveValue('editor')
})

test('a role that is narrowed or widened takes hold where the document is open', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const eva = await newPerson(browser, { name: 'Eva' })
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  await write(eva, 'By Eva')
  await expect(editorIn(ana.page)).toContainText('By Eva')

  await openSharing(ana.page)
  await ana.page.getByLabel('Anyone with the address').selectOption('Can view')
  await expect(editorIn(eva.page)).toHaveAttribute('contenteditable', 'false', { timeout: 2000 })
  await expect(eva.page.getByRole('status')).toHaveText('View only')
  await ana.page.getByLabel('Anyone with the address').selectOption('Can edit')
  await expect(editorIn(eva.page)).toHaveAttribute('contenteditable', 'true', { timeout: 2000 })
  await write(eva, ', again')
  await expect(editorIn(ana.page)).toContainText('By Eva, again')
  // Nobody else was disturbed.
  await ana.page.keyboard.press('Escape')
  await expect(ana.page.getByRole('status')).toHaveText('Saved')
})

test('a link with a password asks for it, in Spanish where that is spoken', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const eva = await newPerson(browser, { name: 'Eva', locale: 'es-ES' })
  const id = await openDocument(ana.page)
  await openSharing(ana.page)
  await closeToAddress(ana.page)
  const address = await makeLink(ana.page, 'Can edit', 'girasol')

  await eva.page.goto(address)
  await expect(eva.page.getByRole('heading', { name: 'Este enlace tiene contraseña' })).toBeVisible()
  await eva.page.getByLabel('Contraseña').fill('margarita')
  await eva.page.keyboard.press('Enter')
  await expect(eva.page.getByText('Esa no es la contraseña.')).toBeVisible()
  await eva.page.getByLabel('Contraseña').fill('girasol')
  await eva.page.keyboard.press('Enter')
  await expect(eva.page).toHaveURL(new RegExp(`/d/${id}$`))
  await expect(editorIn(eva.page)).toHaveAttribute('contenteditable', 'true')
  // Going back does not lead to the secret.
  expect(await eva.page.evaluate(() => document.referrer)).toBe('')
})
