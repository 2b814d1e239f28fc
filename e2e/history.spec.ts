import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

test('the past of a document: who wrote what, names for versions, and back to one while others write on', async ({
  browser,
}) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const luis = await newPerson(browser, { name: 'Luis', locale: 'es-ES' })
  const documentId = await openDocument(ana.page)
  await openDocument(luis.page, documentId)
  const [hers, his] = [editorIn(ana.page), editorIn(luis.page)]
  await hers.click()
  await ana.page.keyboard.type('Bread and water')
  await expect(his).toContainText('Bread and water')
  await his.click()
  await luis.page.keyboard.press('ControlOrMeta+End')
  await luis.page.keyboard.type(' y queso')
  await expect(hers).toContainText('water y queso')

  await ana.page.keyboard.press('ControlOrMeta+Alt+Shift+h')
  const history = ana.page.getByRole('dialog', { name: 'Version history' })
  const sheet = history.getByRole('region', { name: 'Version shown' })
  await expect(sheet.locator('ins')).toHaveText(['Bread and water', ' y queso'])
  await expect(history.getByRole('navigation')).toContainText('Ana & Luis')
  await expect(history.getByRole('status')).toHaveText('1 change')
  await expectAccessible(ana.page)

  // Letter by letter through its life.
  await history.getByRole('slider').fill('4')
  await expect(sheet).toHaveText(/^Br/)
  await expect(sheet).not.toContainText('water')
  await history.getByRole('button', { name: 'Play' }).click()
  await expect(history.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(sheet).toHaveText('Bread and water y queso', { timeout: 40_000 })

  await history.getByRole('button', { name: 'Current version' }).click()
  await history.getByRole('button', { name: 'Name this version' }).click()
  await ana.page.keyboard.type('Shopping')
  await ana.page.keyboard.press('Enter')
  await expect(history.getByRole('button', { name: /^Shopping/ })).toBeVisible()

  // Back to the beginning, as an edit like any other, which is undone like any other.
  await history.getByRole('button', { name: 'The document was created' }).click()
  await luis.page.keyboard.type(' fresco')
  await expect(history.getByRole('status')).toHaveText('The first version')
  await history.getByRole('button', { name: 'Restore this version' }).click()
  await expect(hers).toBeFocused()
  await expect(his).toHaveText('')
  await ana.page.keyboard.press('ControlOrMeta+z')
  await expect(his).toHaveText('Bread and water y queso fresco')

  await luis.page.getByRole('button', { name: 'Historial de versiones' }).click()
  const suyo = luis.page.getByRole('dialog', { name: 'Historial de versiones' })
  await expect(suyo.getByRole('button', { name: 'Shopping' })).toBeVisible()
  await suyo.getByRole('combobox', { name: 'Mostrar' }).selectOption('Quién escribió qué')
  await expect(suyo.locator('.trace-written')).toHaveText(['Bread and water', ' y queso fresco'])
  await luis.page.keyboard.press('Escape')
  await expect(suyo).toHaveCount(0)
})
