import { blocksOf, caretIn, placeCaret } from '#e2e/support/caret'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

test('finds, also by a pattern, and replaces by keys while somebody else writes', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  const { keyboard } = ana.page
  await editorIn(ana.page).click()
  await keyboard.type('cat one\ncat two\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac')
  await expect(editorIn(eva.page).locator('p')).toHaveCount(3)

  await keyboard.press('Control+Home')
  await keyboard.press('Control+h')
  const bar = ana.page.getByRole('search', { name: 'Find and replace' })
  await expect(bar.getByRole('textbox', { name: 'Find' })).toBeFocused()
  await keyboard.type('cat')
  await expect(bar.getByRole('status')).toHaveText('1 of 2')
  await placeCaret(eva.page, 'cat one|')
  await eva.page.keyboard.type(' cat')
  await expect(bar.getByRole('status')).toHaveText('1 of 3')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await expect(bar.getByRole('status')).toHaveText('3 of 3')

  await bar.getByRole('button', { name: 'Regular expression' }).click()
  await bar.getByRole('textbox', { name: 'Find' }).fill('(a+)+b')
  await expect(bar.getByRole('status')).toHaveText('This expression takes too long. Make it simpler.')
  await bar.getByRole('textbox', { name: 'Find' }).fill('c(a)t')
  await expect(bar.getByRole('status')).toHaveText(/of 3/)
  await bar.getByRole('textbox', { name: 'Replace with' }).fill('d$1g')
  await bar.getByRole('button', { name: 'Replace all' }).click()
  await expect(bar.getByRole('status')).toHaveText('3 replaced')
  await expect
    .poll(() => blocksOf(eva.page))
    .toEqual([
      'paragraph: dag one dag',
      'paragraph: dag two',
      'paragraph: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac',
    ])
  await keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
  await expect(editorIn(ana.page)).toBeFocused()
  await keyboard.press('Control+z')
  await expect
    .poll(async () => (await blocksOf(eva.page)).slice(0, 2))
    .toEqual(['paragraph: cat one cat', 'paragraph: cat two'])
})

test('a toggle is opened by each reader alone, and colours are seen by all', async ({ browser }) => {
  const [ana, eva] = [await newPerson(browser), await newPerson(browser)]
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  const { keyboard } = ana.page
  await editorIn(ana.page).click()
  await keyboard.type('>> head')
  await keyboard.press('Enter')
  await keyboard.type('hidden')
  const hidden = editorIn(eva.page).getByText('hidden')
  await expect(hidden).toHaveCount(1)
  await expect(hidden).toBeHidden()
  await eva.page.getByRole('button', { name: 'Show or hide' }).click()
  await expect(hidden).toBeVisible()
  await expect(editorIn(ana.page).getByText('hidden')).toBeVisible()
  await ana.page.getByRole('button', { name: 'Show or hide' }).click()
  await expect(editorIn(ana.page).getByText('hidden')).toBeHidden()
  await expect(hidden).toBeVisible()

  await placeCaret(ana.page, '|head|')
  await ana.page.getByRole('button', { name: 'Text colour' }).first().click()
  const red = ana.page.getByRole('radiogroup', { name: 'Text' }).getByRole('radio', { name: 'Red' })
  await red.click()
  await expect(editorIn(eva.page).locator('[data-text-color=red]')).toHaveText('head')
  await expect(editorIn(ana.page)).toBeFocused()
})

test('a block is dragged by its handle, turned into another and linked to', async ({ browser }) => {
  const { page, context } = await newPerson(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  const id = await openDocument(page)
  await editorIn(page).click()
  await page.keyboard.type('one\ntwo\nthree')
  const handle = page.getByRole('button', { name: 'Block', exact: true })
  const line = (text: string) => editorIn(page).locator('p', { hasText: text })

  // Its code may come after the mouse.
  await expect(async () => {
    await line('one').hover()
    await line('three').hover()
    await expect(handle).toBeVisible({ timeout: 500 })
  }).toPass()
  await handle.hover()
  await page.mouse.down()
  const target = await line('one').boundingBox()
  if (!target) throw new Error('the first line has no place')
  await page.mouse.move(target.x + 30, target.y + 20, { steps: 5 })
  // Before its first letter; behind the middle of the line it would come after.
  await page.mouse.move(target.x + 1, target.y + 2, { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => blocksOf(page)).toEqual(['paragraph: three', 'paragraph: one', 'paragraph: two'])

  await line('two').hover()
  await handle.click()
  await expect(page.getByRole('menu')).toBeVisible()
  await page.getByRole('menuitemcheckbox', { name: /^Quote/ }).click()
  await expect.poll(() => blocksOf(page)).toContain('blockquote/paragraph: two')

  await line('one').hover()
  await handle.click()
  await page.getByRole('menuitem', { name: 'Copy link to here' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(`/d/${id}#block=`)
  const address = await page.evaluate(() => navigator.clipboard.readText())
  const other = await context.newPage()
  await other.goto(address)
  await editorIn(other).waitFor()
  await expect.poll(() => caretIn(other)).toBe('|one')
})
