import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

test('what one person did is undone and all else kept, while they write on', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const bo = await newPerson(browser, { name: 'Bo', locale: 'es-ES' })
  const documentId = await openDocument(ana.page)
  await openDocument(bo.page, documentId)
  const [hers, his] = [editorIn(ana.page), editorIn(bo.page)]
  const [paragraphs, sus] = [hers.locator('p'), his.locator('p')]
  await hers.click()
  await ana.page.keyboard.insertText('Bread and water')
  await expect(sus).toHaveText(['Bread and water'])
  await his.click()
  await bo.page.keyboard.press('ControlOrMeta+Home')
  for (const key of ['Delete', 'Delete', 'Delete', 'Delete', 'Delete']) await bo.page.keyboard.press(key)
  await bo.page.keyboard.insertText('Mud')
  await bo.page.keyboard.press('ControlOrMeta+End')
  await bo.page.keyboard.press('Enter')
  await bo.page.keyboard.insertText('Spoiled')
  await expect(paragraphs).toHaveText(['Mud and water', 'Spoiled'])
  await ana.page.keyboard.insertText(' for all')
  await expect(sus).toHaveText(['Mud and water for all', 'Spoiled'])

  await ana.page.keyboard.press('ControlOrMeta+Alt+Shift+h')
  const history = ana.page.getByRole('dialog', { name: 'Version history' })
  await history.getByRole('button', { name: 'Undo what somebody did' }).click()
  await ana.page.getByRole('menuitem', { name: 'Undo what Bo did since …' }).click()
  const preview = history.getByRole('region', { name: 'The text as it would be' })
  await expect(preview.locator('del')).toHaveText(['Mud', 'Spoiled'])
  await expect(preview.locator('ins')).toHaveText(['Bread'])
  await expect(history.getByRole('status')).toHaveText('2 changes')
  await history.getByRole('button', { name: 'Next change' }).click()
  await expect(history.getByRole('status')).toHaveText('1 of 2')
  await expectAccessible(ana.page)

  // What he writes meanwhile was in no preview, and stays.
  await bo.page.keyboard.insertText(' and more')
  await expect(sus).toHaveText(['Mud and water for all', 'Spoiled and more'])
  await expect(paragraphs).toHaveText(['Mud and water for all', 'Spoiled and more'])
  await history.getByRole('button', { name: 'Undo these changes' }).click()
  await expect(paragraphs).toHaveText(['Bread and water for all', 'and more'])
  await expect(sus).toHaveText(['Bread and water for all', 'and more'])

  // One step, and as one step brought back.
  await expect(ana.page.getByText('What Bo did was undone.')).toBeVisible()
  await ana.page.getByRole('button', { name: 'Bring it back' }).click()
  await expect(sus).toHaveText(['Mud and water for all', 'Spoiled and more'])
  await expect(paragraphs).toHaveText(['Mud and water for all', 'Spoiled and more'])
  await expect(ana.page.getByText('What Bo did was undone.')).toHaveCount(0)
})
