import { expect, type BrowserContextOptions, type Page } from '@playwright/test'
import path from 'node:path'

import { editorIn, newPerson, openDocument } from '#e2e/support/people'
import { test } from '#e2e/support/test'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const looks: readonly { name: string; options: BrowserContextOptions & { locale: string } }[] = [
  { name: '', options: { locale: 'en-US', colorScheme: 'light' } },
  { name: '-es-dark', options: { locale: 'es-ES', colorScheme: 'dark' } },
  { name: '-phone', options: { ...phone, locale: 'en-US', colorScheme: 'light' } },
  { name: '-phone-es-dark', options: { ...phone, locale: 'es-ES', colorScheme: 'dark' } },
]

const documents = [
  ['Viaje en otoño', 'Mañana salimos hacia la montaña, con pan y queso para tres días.'],
  ['Recipes', 'Flour, butter and sugar; the lemon comes last.'],
  ['Plan for May', 'Three steps, and none of them in a hurry.'],
] as const

const shoot = (page: Page, name: string) =>
  page.screenshot({ path: path.resolve('screenshots', `${name}.png`) })

for (const { name, options } of looks) {
  test(`finding and sharing ${name}`, async ({ browser }) => {
    const { page } = await newPerson(browser, { ...options, name: 'Ada' })
    await page.goto('/')
    await shoot(page, `home-empty${name}`)
    const words = options.locale.startsWith('es') ? 'es' : 'en'
    for (const [title, text] of documents) {
      await openDocument(page)
      await editorIn(page).click()
      await page.keyboard.insertText(text)
      await page.getByLabel(words === 'es' ? 'Título del documento' : 'Title of the document').fill(title)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('status').first()).toHaveText(/^(Saved|Guardado)$/)
    }
    const { page: other } = await newPerson(browser, { locale: options.locale, name: 'Grace' })
    await other.goto(page.url())
    await editorIn(other).waitFor()

    if (options.isMobile) {
      await page.getByRole('button', { name: /^(Menu|Menú)$/ }).click()
      await page.getByRole('menuitem', { name: /^(Share|Compartir)$/ }).click()
    } else await page.getByRole('button', { name: /^(Share|Compartir)$/ }).click()
    const dialog = page.getByRole('dialog')
    for (const role of ['viewer', 'commenter']) {
      await dialog.getByRole('button', { name: /^(New link|Nuevo enlace)$/ }).click()
      await dialog.locator('form select').first().selectOption(role)
      await dialog.locator('form select').nth(1).selectOption('week')
      if (role === 'commenter') {
        await dialog.locator('input[type=password]').fill('girasol')
        await shoot(page, `share-new-link${name}`)
      }
      await dialog.getByRole('button', { name: /^(Create link|Crear enlace)$/ }).click()
      await shoot(page, `share-made-link${name}`)
      await dialog.getByRole('button', { name: /^(Done|Listo)$/ }).click()
    }
    await expect(dialog.getByText('Grace')).toBeVisible()
    await shoot(page, `share${name}`)

    await expect(async () => {
      await page.goto('/')
      for (const [title, text] of documents) {
        await expect(page.getByText(title).first()).toBeVisible({ timeout: 1000 })
        await expect(page.getByText(text).first()).toBeVisible({ timeout: 1000 })
      }
    }).toPass({ timeout: 30_000 })
    await shoot(page, `home-list${name}`)
    await page.getByRole('button', { name: /^(More|Más): Recipes$/ }).click()
    await shoot(page, `home-menu${name}`)
    await page.keyboard.press('Escape')
    await page.getByLabel(/^(Search titles|Buscar en)/).fill('montana')
    await expect(page.locator('mark')).toHaveText('montaña')
    await shoot(page, `home-search${name}`)
    await page.goto('/?view=trash')
    await shoot(page, `home-trash${name}`)
  })
}
