import { readFile } from 'node:fs/promises'

import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

const markdown = '# Cuaderno de año\n\nUn *párrafo* con [enlace](https://example.org).\n\n- uno\n  - dos\n'

test('a Markdown file becomes a document, which is saved as the same file and read at its address', async ({
  browser,
}) => {
  const { page } = await newPerson(browser)
  await page.goto('/')
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'New document from a file' }).click()
  await (
    await chosen
  ).setFiles({ name: 'notas.md', mimeType: 'text/markdown', buffer: Buffer.from(markdown) })
  await expect(editorIn(page).getByRole('heading', { name: 'Cuaderno de año' })).toBeVisible()
  await expect(page).toHaveTitle('Cuaderno de año · Pliego')

  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  const downloaded = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Download as Markdown' }).click()
  const download = await downloaded
  expect(download.suggestedFilename()).toBe('Cuaderno de año.md')
  expect(await readFile(await download.path(), 'utf8')).toBe(markdown)

  const response = await page.request.get(`${page.url()}/export?format=md`)
  expect(response.headers()['content-type']).toBe('text/markdown; charset=utf-8')
  expect(response.headers()['content-disposition']).toContain("filename*=UTF-8''Cuaderno%20de%20a%C3%B1o.md")
  expect(await response.text()).toBe(markdown)
  expect((await page.request.get(`${page.url()}/export?format=exe`)).status()).toBe(400)
})

test('a file of another kind is refused beside the button', async ({ browser }) => {
  const { page } = await newPerson(browser, { locale: 'es-ES' })
  await page.goto('/')
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Nuevo documento desde un archivo' }).click()
  await (await chosen).setFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') })
  await expect(page.getByText('Solo se pueden abrir archivos Markdown')).toBeVisible()
})

test('a page copied in the browser is pasted with its structure, and nothing of it runs', async ({
  browser,
}) => {
  const { page, context } = await newPerson(browser)
  await openDocument(page)
  const source = await context.newPage()
  await source.setContent(`<h2 style="color:red;font-family:Arial">Un apartado</h2>
    <ol start="3"><li>tres<ul><li>dentro</li></ul></li><li>cuatro</li></ol>
    <table><tr><th>a</th><th>b</th></tr><tr><td colspan="2">c</td></tr></table>
    <p onclick="document.title='ran'">Fin <img alt="foto" src="https://otra.invalid/a.png"></p>`)
  await source.keyboard.press('Control+a')
  await source.keyboard.press('Control+c')
  await page.bringToFront()
  await editorIn(page).click()
  await page.keyboard.press('Control+v')
  const text = editorIn(page)
  await expect(text.getByRole('heading', { level: 2, name: 'Un apartado' })).toBeVisible()
  await expect(text.locator('ol[start="3"] > li > ul > li')).toHaveText('dentro')
  await expect(text.locator('td[colspan="2"]')).toHaveText('c')
  await expect(text.getByRole('link', { name: 'foto' })).toHaveAttribute('href', 'https://otra.invalid/a.png')
  await expect(page.getByRole('status').filter({ hasText: 'An image stays on another site' })).toBeVisible()
  await expect(text.locator('img, [onclick], [style*=font]')).toHaveCount(0)
})
