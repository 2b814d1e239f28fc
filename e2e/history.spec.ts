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
  await ana.page.keyboard.type('Bread')
  await expect(his).toHaveText('Bread')
  await his.click()
  await luis.page.keyboard.press('ControlOrMeta+End')
  await luis.page.keyboard.insertText(' y queso')
  await expect(hers).toHaveText('Bread y queso')

  await ana.page.keyboard.press('ControlOrMeta+Alt+Shift+h')
  const history = ana.page.getByRole('dialog', { name: 'Version history' })
  const sheet = history.getByRole('region', { name: 'Version shown' })
  await expect(sheet.locator('ins')).toHaveText(['Bread', ' y queso'])
  await expect(history.getByRole('navigation')).toContainText('Ana & Luis')
  await expect(history.getByRole('status')).toHaveText('1 change')
  await expectAccessible(ana.page)

  // Letter by letter through its life, by keys and by itself: some seconds for the last of few edits.
  const moment = history.getByRole('slider')
  await moment.fill('2')
  await expect(sheet).toHaveText(/^B/)
  await expect(sheet).not.toContainText('queso')
  await moment.press('End')
  await expect(sheet).toHaveText('Bread y queso')
  await moment.press('ArrowLeft')
  await expect(sheet).toHaveText('Bread')
  await history.getByRole('button', { name: 'Play' }).click()
  await expect(history.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(sheet).toHaveText('Bread y queso')

  await history.getByRole('button', { name: 'Current version' }).click()
  await history.getByRole('button', { name: 'Name this version' }).click()
  await ana.page.keyboard.type('Shopping')
  await ana.page.keyboard.press('Enter')
  await expect(history.getByRole('button', { name: /^Shopping/ })).toBeVisible()

  // Back to the beginning, as an edit like any other, which is undone like any other.
  await history.getByRole('button', { name: 'The document was created' }).click()
  await luis.page.keyboard.insertText(' fresco')
  await expect(history.getByRole('status')).toHaveText('The first version')
  await history.getByRole('button', { name: 'Restore this version' }).click()
  await expect(hers).toBeFocused()
  await expect(his).toHaveText('')
  await ana.page.keyboard.press('ControlOrMeta+z')
  await expect(his).toHaveText('Bread y queso fresco')

  await luis.page.getByRole('button', { name: 'Historial de versiones' }).click()
  const suyo = luis.page.getByRole('dialog', { name: 'Historial de versiones' })
  await expect(suyo.getByRole('button', { name: 'Shopping' })).toBeVisible()
  await suyo.getByRole('combobox', { name: 'Mostrar' }).selectOption('Quién escribió qué')
  await expect(suyo.locator('.trace-written')).toHaveText(['Bread', ' y queso fresco'])
  await luis.page.keyboard.press('Escape')
  await expect(suyo).toHaveCount(0)
})
