import type { Browser, Page } from '@playwright/test'

import { isCrowded } from '#e2e/support/crowded'
import type { Pliego } from '#e2e/support/pliego'
import { editorIn, expect, newPerson, test } from '#e2e/support/test'

// The first minute of somebody who has never been here, and what they still have with an account.

const words = {
  en: {
    locale: 'en-US',
    create: 'New document',
    copy: 'Copy link',
    copied: 'Link copied',
    share: 'Share',
    me: /you: change name or color/,
    signUp: 'Create an account',
    submit: 'Create account',
    signIn: 'Sign in',
    signOut: 'Sign out',
    sendLink: 'Send the link',
    mail: 'A new password for Pliego',
    taken: 'There is an account with this e-mail already. Sign in instead.',
    fields: { name: 'Name', email: 'E-mail', password: 'Password' },
  },
  es: {
    locale: 'es-ES',
    create: 'Nuevo documento',
    copy: 'Copiar enlace',
    copied: 'Enlace copiado',
    share: 'Compartir',
    me: /tú: cambiar nombre o color/,
    signUp: 'Crear una cuenta',
    submit: 'Crear la cuenta',
    signIn: 'Iniciar sesión',
    signOut: 'Cerrar sesión',
    sendLink: 'Enviar el enlace',
    mail: 'Una contraseña nueva para Pliego',
    taken: 'Ya hay una cuenta con este correo. Inicia sesión con ella.',
    fields: { name: 'Nombre', email: 'Correo electrónico', password: 'Contraseña' },
  },
} as const

const password = 'correct horse battery'

/** The documents that the browser keeps a copy of. */
const copiesIn = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<IDBValidKey[]>((resolve, reject) => {
        const opening = indexedDB.open('pliego')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const keys = opening.result.transaction('copies').objectStore('copies').getAllKeys()
          keys.addEventListener('success', () => resolve(keys.result))
        })
      }),
  )

async function newcomersStory(
  { browser, pliego }: { browser: Browser; pliego: Pliego },
  said: (typeof words)['en' | 'es'],
  email: string,
): Promise<void> {
  const permissions = ['clipboard-read', 'clipboard-write']
  const { page, context } = await newPerson(browser, { locale: said.locale, permissions })
  const field = (name: keyof typeof said.fields) => page.getByLabel(said.fields[name], { exact: true })

  // A document, its link, and somebody else in it, without an account.
  const other = await newPerson(browser, { locale: said.locale, name: 'Luis' })
  await page.goto('/')
  const begun = Date.now()
  await page.getByRole('button', { name: said.create, exact: true }).click()
  await page.waitForURL(/\/d\//)
  await page.getByRole('button', { name: said.share, exact: true }).click()
  await page.getByRole('button', { name: said.copy, exact: true }).click()
  await expect(page.getByRole('button', { name: said.copied })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  await other.page.goto(link)
  await editorIn(other.page).click()
  // Both browsers' first load included.
  const tookMs = Date.now() - begun
  console.log(`from the first page to a second browser that writes: ${tookMs} ms`)
  // Where other work has several times what the machine can do, it takes as long as that has it wait.
  expect(tookMs).toBeLessThan(isCrowded(3) ? 40_000 : 10_000)
  await other.page.keyboard.type('Luis')
  await page.keyboard.press('Escape')
  await expect(editorIn(page)).toContainText('Luis')

  // An account, which brings one back to the document, still one's own.
  await page.getByRole('button', { name: said.me }).click()
  await page.getByRole('link', { name: said.signUp }).click()
  await page.waitForURL(/sign-up/)
  await field('name').fill('Ana')
  await field('email').fill(email)
  await expect(field('password')).toHaveAttribute('autocomplete', 'new-password')
  await field('password').fill(password)
  await page.getByRole('button', { name: said.submit }).click()
  await page.waitForURL(link)
  await expect(editorIn(page)).toContainText('Luis')
  await expect(other.page.getByRole('button', { name: /: Ana$/ })).toBeVisible()
  await page.getByRole('button', { name: said.me }).click()
  await expect(page.getByText(email)).toBeVisible()

  expect(await copiesIn(page)).toHaveLength(1)

  // Signed out, a guest with nothing, nor in the browser; signed in again, everything, as the one they are.
  await page.getByRole('button', { name: said.signOut }).click()
  await page.waitForURL('/')
  await expect(page.getByRole('article')).toHaveCount(0)
  expect(await copiesIn(page)).toEqual([])
  await expect(page.getByRole('button', { name: said.me })).not.toHaveText(/Ana/)
  await page.goto('/sign-up')
  await field('name').fill('Ana')
  await field('email').fill(email)
  await field('password').fill(password)
  await page.getByRole('button', { name: said.submit }).click()
  await expect(page.getByText(said.taken)).toBeVisible()
  await expect(field('email')).toBeFocused()
  // Without a mail server the mail is in the log, as whoever asked reads it.
  await page.goto('/forgot-password')
  await field('email').fill(email)
  await page.getByRole('button', { name: said.sendLink }).click()
  await expect(page.getByRole('status')).toBeVisible()
  await expect(() => expect(pliego.output.join('\n')).toContain(said.mail)).toPass()
  expect(pliego.output.join('\n')).toMatch(/\/reset-password\?token=\w{24}/)
  await page.goto('/sign-in')
  await field('email').fill(email)
  await field('password').fill(password)
  await page.getByRole('button', { name: said.signIn }).click()
  await page.waitForURL('/')
  await expect(page.getByRole('link', { name: /Luis/ })).toBeVisible()
  await expect(page.getByRole('button', { name: said.me })).toHaveText(/Ana/)
  await context.close()
  await other.context.close()
}

for (const [language, email] of [
  ['en', 'newcomer@example.org'],
  ['es', 'recien-llegada@example.org'],
] as const) {
  test(`a newcomer shares a document in seconds, then signs up and still owns it, in ${language}`, async ({
    browser,
    pliego,
  }) => {
    await newcomersStory({ browser, pliego }, words[language], email)
  })
}
