import type { BrowserContextOptions, Page } from '@playwright/test'
import path from 'node:path'

import { startPliego } from '#e2e/support/pliego'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'
import { wordsOf } from '#e2e/support/words'

// People telling one another something, and whoever administers: what only several accounts and a past can show.

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const looks: readonly { name: string; options: BrowserContextOptions & { locale: 'en' | 'es' } }[] = [
  { name: '', options: { locale: 'en', colorScheme: 'light' } },
  { name: '-es-dark', options: { locale: 'es', colorScheme: 'dark' } },
  { name: '-phone-es-dark', options: { ...phone, locale: 'es', colorScheme: 'dark' } },
]

const shoot = (page: Page, name: string) =>
  page.screenshot({ path: path.resolve('screenshots', `${name}.png`), animations: 'disabled' })

for (const { name, options } of looks) {
  test(`the bell, the chat and who is here ${name}`, async ({ browser }) => {
    const say = wordsOf(options.locale)
    const luis = await newPerson(browser, { ...options, name: 'Luis' })
    const ana = await newPerson(browser, { name: 'Ana Torres' })
    const id = await openDocument(ana.page)
    await openDocument(luis.page, id)
    await editorIn(ana.page).click()
    await ana.page.keyboard.type('# Plan de viaje\nSalimos el martes y volvemos el domingo. @Lui')
    await expect(ana.page.getByRole('listbox').getByRole('option', { name: 'Luis' })).toBeVisible()
    await ana.page.keyboard.press('Enter')
    await ana.page.getByRole('button', { name: 'Chat', exact: true }).click()
    for (const text of ['Hola, Luis', 'Mira https://example.org/plan, es el hotel de ayer.', '¿Cabe todo?']) {
      await ana.page.getByRole('textbox', { name: 'Write a message' }).fill(text)
      await ana.page.keyboard.press('Enter')
    }
    const banner = luis.page.getByRole('banner')
    const bell = banner.getByRole('button', { name: say('notifications.bellUnread', { count: 1 }) })
    await expect(bell).toBeVisible()
    await shoot(luis.page, `talk-document${name}`)
    await bell.click()
    await luis.page.getByRole('dialog').getByRole('link').first().waitFor()
    await shoot(luis.page, `talk-bell${name}`)
    await luis.page.keyboard.press('Escape')
    if (options.isMobile) {
      await banner.getByRole('button', { name: say('documents.menu'), exact: true }).click()
      await luis.page.getByRole('menuitem', { name: /^Chat/ }).click()
    } else await banner.getByRole('button', { name: /^Chat/ }).click()
    await expect(luis.page.getByRole('complementary').getByRole('listitem')).toHaveCount(3)
    await shoot(luis.page, `talk-chat${name}`)
  })
}

test('what whoever administers sees', async ({ browser }) => {
  test.setTimeout(180_000)
  const pliego = await startPliego()
  try {
    for (const [index, { name, options }] of looks.entries()) {
      const { page } = await newPerson(browser, options)
      const email = index === 0 ? 'root@example.org' : `ana${index}@example.org`
      const data = { name: index === 0 ? 'Root' : 'Ana Torres', email, password: 'correct horse battery' }
      const headers = { origin: pliego.url }
      await page.request.post(`${pliego.url}/api/auth/sign-up/email`, { headers, data })
      if (index > 0) {
        const again = { ...data, email: 'root@example.org' }
        await page.request.post(`${pliego.url}/api/auth/sign-out`, { headers, data: {} })
        await page.request.post(`${pliego.url}/api/auth/sign-in/email`, { headers, data: again })
      }
      for (const place of ['admin', 'admin/log', 'admin/settings', 'account']) {
        await page.goto(`${pliego.url}/${place}`)
        await page.getByRole('heading').first().waitFor()
        await shoot(page, `${place.replace('/', '-')}${name}`)
      }
      await page.goto(`${pliego.url}/admin`)
      await page.getByText('root@example.org').click()
      await shoot(page, `admin-person${name}`)
      await page.goto(`${pliego.url}/admin/settings`)
      await page.getByRole('main').getByRole('button').first().click()
      await page.getByRole('dialog').waitFor()
      await shoot(page, `admin-secret${name}`)
    }
  } finally {
    await pliego.stop()
  }
})
