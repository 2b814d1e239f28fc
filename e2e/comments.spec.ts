import type { Page } from '@playwright/test'

import { placeCaret } from '#e2e/support/caret'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

/** From the moment in which it is written, also on a busy machine. */
const soon = { timeout: 5_000 }
const highlighted = (page: Page) =>
  editorIn(page)
    .locator('span[data-thread]')
    .evaluateAll((pieces) =>
      pieces
        .filter((piece) => getComputedStyle(piece).backgroundColor !== 'rgba(0, 0, 0, 0)')
        .map((piece) => piece.textContent),
    )

/** With the mouse: a text that can only be read takes no other selection. */
async function dragOver(page: Page, words: string): Promise<void> {
  const place = await editorIn(page).evaluate((body, wanted) => {
    const letters = body.querySelector('p')?.firstChild
    const at = letters?.textContent?.indexOf(wanted) ?? -1
    if (!letters || at < 0) throw new Error(`the text has no ${wanted}`)
    const range = document.createRange()
    range.setStart(letters, at)
    range.setEnd(letters, at + wanted.length)
    const { left, right, top, bottom } = range.getBoundingClientRect()
    return { left, right, middle: (top + bottom) / 2 }
  }, words)
  await page.mouse.move(place.left + 1, place.middle)
  await page.mouse.down()
  await page.mouse.move(place.right - 1, place.middle, { steps: 4 })
  await page.mouse.up()
}

test('comments by an owner and by somebody who may only comment, live both ways', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana', viewport: { width: 1600, height: 900 } })
  const luis = await newPerson(browser, { name: 'Luis', locale: 'es-ES' })
  const documentId = await openDocument(ana.page)
  await editorIn(ana.page).click()
  await ana.page.keyboard.insertText('One fine day in May')
  const closed = await ana.page.evaluate(async (id) => {
    const body = JSON.stringify({ generalRole: 'commenter' })
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`/api/documents/${id}/sharing`, { method: 'PUT', headers, body })).status
  }, documentId)
  expect(closed).toBe(204)
  await openDocument(luis.page, documentId)
  await expect(editorIn(luis.page)).toHaveText('One fine day in May')

  // Who may not write selects text, and says something about it.
  await dragOver(luis.page, 'fine day')
  await luis.page.getByRole('button', { name: 'Comentar', exact: true }).click()
  const list = luis.page.getByRole('complementary', { name: 'Comentarios' })
  await expect(list.getByRole('textbox', { name: 'Escribe un comentario' })).toBeFocused()
  await luis.page.keyboard.type('¿Cuál?')
  await luis.page.keyboard.press('Enter')
  const hers = ana.page.getByRole('complementary', { name: 'Comments beside the text' })
  await expect(hers.getByRole('article', { name: 'Luis: ¿Cuál?' })).toBeVisible(soon)
  await expect.poll(() => highlighted(ana.page), soon).toEqual(['fine day'])
  await expect.poll(() => highlighted(luis.page), soon).toEqual(['fine day'])
  await expect(ana.page.getByRole('button', { name: 'Comments: 1 open' })).toBeVisible()

  // Answered by keys alone, and heard at once.
  await placeCaret(ana.page, 'One fine day| in May')
  await ana.page.keyboard.press('Alt+PageDown')
  await expect(hers.getByRole('article', { name: 'Luis: ¿Cuál?' })).toBeFocused()
  await ana.page.keyboard.press('Enter')
  await ana.page.keyboard.type('The first')
  await ana.page.keyboard.press('Enter')
  await expect(list).toContainText('The first', soon)
  await ana.page.keyboard.press('Escape')
  await expect(editorIn(ana.page)).toBeFocused()

  // Beside the text too, what is begun is written at once.
  await placeCaret(ana.page, 'day in |May|')
  await ana.page.keyboard.press('Control+Alt+m')
  await expect(hers.getByRole('textbox', { name: 'Write a comment' })).toBeFocused()
  await ana.page.keyboard.press('Escape')
  await expect(editorIn(ana.page)).toBeFocused()

  // Resolved: nothing is highlighted any more, after a reload too, and the link to it still shows it.
  await hers.getByRole('button', { name: 'Resolve' }).click()
  await expect(hers).toHaveCount(0)
  await expect.poll(() => highlighted(luis.page), soon).toEqual([])
  await ana.page.goto('about:blank')
  // Names at carets fade, and letters that fade have no contrast.
  await expect(luis.page.locator('.caret-flag')).toHaveCount(0)
  await expectAccessible(luis.page)
  await openDocument(ana.page, documentId)
  await expect(ana.page.getByRole('button', { name: 'Comments', exact: true })).toBeVisible(soon)
  expect(await highlighted(ana.page)).toEqual([])
  const thread = await editorIn(ana.page).locator('span[data-thread]').getAttribute('data-thread')
  await luis.page.goto(`/d/${documentId}#thread=${thread}`)
  await luis.page.reload()
  await expect(list.getByRole('article')).toContainText('Resuelto por Ana')
  await list.getByRole('button', { name: 'Volver a abrir' }).click()
  await expect.poll(() => highlighted(ana.page), soon).toEqual(['fine day'])
})
