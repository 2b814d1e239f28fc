import type { Locator, Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'

import { blocksOf, caretIn } from '#e2e/support/caret'
import { editorIn, expect, newPerson, test } from '#e2e/support/test'

/** Goes on with Tab, or back, until the focus is there. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let steps = 0; steps < 40; steps++) {
    if (await target.evaluate((own) => own === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error('Tab does not lead there')
}

test('everything is done by keys alone: writing, tables, links, replacing, undoing, commands and a file', async ({
  browser,
}) => {
  const { page } = await newPerson(browser, { locale: 'es-ES', name: 'Ana' })
  const { keyboard } = page
  const text = editorIn(page)
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  await page.goto('/')
  await button('Nuevo documento').waitFor()
  await tabTo(page, button('Nuevo documento'))
  await keyboard.press('Enter')
  await page.waitForURL(/\/d\//)
  await expect(text).toBeFocused()

  await keyboard.type('# Compra\nPan y queso')
  await keyboard.press('Control+Shift+ArrowLeft')
  await keyboard.press('Control+b')
  await expect(text.locator('strong')).toHaveText('queso')
  await keyboard.press('ArrowRight')
  // The browser moves the caret, and the editor hears of it a moment later.
  await expect.poll(() => caretIn(page)).toBe('Pan y queso|')
  await keyboard.press('Control+b')
  await keyboard.type(', y más queso.\n## Cuánto\n/tabl')
  await expect(page.getByRole('option', { selected: true })).toHaveText('Tabla')
  await keyboard.press('Enter')
  await expect(text.locator('table')).toHaveCount(1)
  for (const cell of ['Qué', 'Kilos', 'Quién', 'pan', '2']) {
    await keyboard.type(cell)
    if (cell !== '2') await keyboard.press('Tab')
  }
  await keyboard.press('Shift+Tab')
  // Which selects what is in it.
  await keyboard.type('pan negro')
  await expect(text.locator('td').first()).toHaveText('pan negro')

  await keyboard.press('Control+End')
  await keyboard.type('El mapa')
  await keyboard.press('Control+Shift+ArrowLeft')
  await keyboard.press('Control+k')
  const address = page.getByLabel('Dirección')
  await expect(address).toBeFocused()
  await keyboard.type('example.org')
  await keyboard.press('Enter')
  await expect(text.getByRole('link', { name: 'mapa' })).toHaveAttribute('href', 'https://example.org')
  await expect(text).toBeFocused()

  // At once: what is typed before the bar is there is meant for it.
  await keyboard.press('Control+h')
  await keyboard.type('queso')
  const bar = page.getByRole('search', { name: 'Buscar y reemplazar' })
  await expect(bar.getByRole('textbox', { name: 'Buscar' })).toHaveValue('queso')
  await expect(bar.getByRole('textbox', { name: 'Buscar' })).toBeFocused()
  await expect(bar.getByRole('status')).toHaveText(/de 2/)
  await tabTo(page, bar.getByRole('textbox', { name: 'Reemplazar por' }))
  await keyboard.type('vino')
  await tabTo(page, bar.getByRole('button', { name: 'Reemplazar todo' }))
  await keyboard.press('Enter')
  await expect(bar.getByRole('status')).toHaveText('2 reemplazos')
  await keyboard.press('Escape')
  await expect(text).toBeFocused()
  await expect.poll(() => blocksOf(page)).toContain('paragraph: Pan y vino, y más vino.')
  await keyboard.press('Control+z')
  await expect.poll(() => blocksOf(page)).toContain('paragraph: Pan y queso, y más queso.')
  await keyboard.press('Control+y')
  await expect.poll(() => blocksOf(page)).toContain('paragraph: Pan y vino, y más vino.')

  await keyboard.press('Control+Shift+o')
  const outline = page.getByRole('navigation', { name: 'Esquema' })
  await expect(outline.getByRole('button', { name: 'Compra' })).toHaveAttribute('aria-current', 'location')
  await tabTo(page, outline.getByRole('button', { name: 'Cuánto' }))
  await keyboard.press('Enter')
  await expect(outline.getByRole('button', { name: 'Cuánto' })).toHaveAttribute('aria-current', 'location')
  await expect(text).toBeFocused()
  await keyboard.press('Control+Shift+c')
  const count = page.getByRole('dialog', { name: 'Recuento de palabras' })
  await expect(count.getByRole('row', { name: /^Palabras 1\d$/ })).toBeVisible()
  await keyboard.press('Escape')
  await expect(text).toBeFocused()
  await keyboard.press('Control+/')
  const sheet = page.getByRole('dialog', { name: 'Atajos de teclado' })
  await expect(sheet.getByText('Buscar y reemplazar')).toBeVisible()
  await keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(text).toBeFocused()

  await keyboard.press('Control+Shift+P')
  await keyboard.type('indice')
  await expect(page.getByRole('combobox')).toBeFocused()
  await expect(page.getByRole('combobox')).toHaveValue('indice')
  await expect(page.getByRole('option', { selected: true })).toHaveText('Índice')
  await keyboard.press('Enter')
  await expect(text.locator('.contents-list')).toHaveCount(1)

  await keyboard.press('Alt+F10')
  await tabTo(page, button('Menú'), 'Shift+Tab')
  await keyboard.press('Enter')
  const save = page.getByRole('menuitem', { name: 'Descargar como Markdown' })
  await save.waitFor()
  for (let steps = 0; steps < 10 && !(await save.evaluate((own) => own === document.activeElement)); steps++)
    await keyboard.press('ArrowDown')
  const downloaded = page.waitForEvent('download')
  await keyboard.press('Enter')
  const file = await readFile(await (await downloaded).path(), 'utf8')
  expect(file).toContain('# Compra\n')
  expect(file).toContain('Pan y **vino**, y más vino.')
  expect(file).toMatch(/\| pan negro +\| 2 /)
  expect(file).toContain('[mapa](https://example.org)')
})
