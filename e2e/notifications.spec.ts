import type { Page } from '@playwright/test'

import { caretIn } from '#e2e/support/caret'
import { seenSoon } from '#e2e/support/delay'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

const bell = (page: Page, name: RegExp) => page.getByRole('banner').getByRole('button', { name })
/** From the moment in which it is written, also on a busy machine. */
const soon = { timeout: 4_000 }

async function mention(page: Page, name: string): Promise<void> {
  await page.keyboard.type(`ask @${name.slice(0, 3)}`)
  await expect(page.getByRole('listbox').getByRole('option', { name })).toBeVisible()
  await page.keyboard.press('Enter')
}

test('whoever is named is told on all their pages, in their language, and led there', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const luis = await newPerson(browser, { name: 'Luis', locale: 'es-ES' })
  const documentId = await openDocument(ana.page)
  await openDocument(luis.page, documentId)
  const home = await luis.context.newPage()
  await home.goto('/')
  await expect(bell(home, /^Avisos$/)).toBeVisible()
  await expect(bell(luis.page, /^Avisos$/)).toBeVisible()
  await bell(home, /^Avisos/).click()
  await expect(home.getByRole('dialog', { name: 'Avisos' })).toContainText('No hay avisos')
  await home.keyboard.press('Escape')

  await editorIn(ana.page).click()
  await ana.page.keyboard.type('# Plan de viaje\nA long first line. ')
  await expect(editorIn(luis.page)).toContainText('A long first line')
  await mention(ana.page, 'Luis')
  const told = [home, luis.page].map((page) => bell(page, /^Avisos: 1 sin leer$/))
  await seenSoon('a mention is told on both pages of a second browser', ...told)

  // Led to the place, by keys alone.
  await bell(home, /^Avisos/).press('Enter')
  const list = home.getByRole('dialog', { name: 'Avisos' })
  const link = list.getByRole('link', { name: /Ana te mencionó en/ })
  await expect(list.getByRole('heading', { name: 'Hoy' })).toBeVisible()
  await expect(link).toBeVisible()
  await expectAccessible(home)
  await home.keyboard.press('ArrowDown')
  await expect(link).toBeFocused()
  await home.keyboard.press('Enter')
  await home.waitForURL(`/d/${documentId}#mention`)
  await editorIn(home).waitFor()
  await expect.poll(() => caretIn(home)).toContain('|')
  await expect.poll(() => caretIn(home)).toMatch(/^A long first line\. ask/)
  // Read here is read there.
  await expect(bell(luis.page, /^Avisos$/)).toBeVisible(soon)
  await home.close()

  // Away when it happens: told at the next visit, without what the document does not let them have.
  await luis.page.goto('about:blank')
  const other = await openDocument(ana.page)
  await openDocument(luis.page, other)
  await expect(ana.page.getByRole('banner').getByRole('button', { name: /here: Luis/ })).toBeVisible()
  await luis.context.setOffline(true)
  await editorIn(ana.page).click()
  await mention(ana.page, 'Luis')
  await expect(editorIn(ana.page).locator('.mention')).toHaveCount(1)
  await luis.context.setOffline(false)
  await seenSoon('a mention after a spell without a network', bell(luis.page, /^Avisos: 1 sin leer$/))
  await bell(luis.page, /^Avisos/).click()
  await luis.page.getByRole('button', { name: 'Marcar todo como leído' }).click()
  await expect(bell(luis.page, /^Avisos$/)).toBeVisible()
  const choice = luis.page.getByRole('combobox', { name: 'Avisarme de este documento' })
  await choice.selectOption('De nada')
  await luis.page.keyboard.press('Escape')
  await luis.page.reload()
  await editorIn(luis.page).waitFor()
  await bell(luis.page, /^Avisos$/).click()
  await expect(choice).toHaveValue('nothing')
})
