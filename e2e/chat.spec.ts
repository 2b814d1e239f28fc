import type { Page } from '@playwright/test'

import { seenSoon } from '#e2e/support/delay'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

/** From the moment in which it is written, also on a busy machine. */
const soon = { timeout: 4_000 }
const chatOf = (page: Page, name: string) => page.getByRole('complementary', { name })

test('a chat beside the text: heard at once, after an absence, in both languages', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const luis = await newPerson(browser, { name: 'Luis', locale: 'es-ES' })
  const documentId = await openDocument(ana.page)
  await openDocument(luis.page, documentId)
  await ana.page.getByRole('button', { name: 'Chat', exact: true }).click()
  const [hers, his] = [chatOf(ana.page, 'Chat'), chatOf(luis.page, 'Chat')]
  await expect(hers).toContainText('Nobody has written yet')
  const field = hers.getByRole('textbox', { name: 'Write a message' })
  await expect(field).toBeFocused()

  await ana.page.keyboard.type('Hi @lu')
  await expect(hers.getByRole('option', { name: 'Luis' })).toBeVisible()
  await ana.page.keyboard.press('Enter')
  await expect(field).toHaveValue('Hi @Luis ')
  await ana.page.keyboard.type('see https://example.org/plan.')
  await ana.page.keyboard.press('Enter')
  await Promise.all([
    seenSoon(
      'a message is counted in a second browser',
      luis.page.getByRole('button', { name: 'Chat: 1 sin leer' }),
    ),
    seenSoon('whoever it names is told', luis.page.getByRole('button', { name: 'Avisos: 1 sin leer' })),
  ])
  await luis.page.getByRole('button', { name: 'Chat: 1 sin leer' }).click()
  await expect(his.getByRole('listitem')).toContainText('Hi @Luis see')
  await expect(his.getByRole('link')).toHaveAttribute('href', 'https://example.org/plan')
  await expect(luis.page.getByRole('button', { name: 'Avisos', exact: true })).toBeVisible(soon)
  await expectAccessible(luis.page)

  // Edited and deleted, for both.
  await hers.getByRole('listitem').hover()
  await hers.getByRole('button', { name: 'Edit message' }).click()
  await ana.page.keyboard.type(' Today')
  await ana.page.keyboard.press('Enter')
  await expect(his.getByRole('listitem')).toContainText('Today(editado)', soon)

  // Without a network it waits, and goes when there is one.
  await luis.context.setOffline(true)
  await his.getByRole('textbox').fill('de camino')
  await luis.page.keyboard.press('Enter')
  await expect(his).toContainText('Espera a que haya conexión')
  await field.fill('written meanwhile')
  await ana.page.keyboard.press('Enter')
  await expect(hers).toContainText('written meanwhile')
  await luis.context.setOffline(false)
  await Promise.all([
    seenSoon('a message after a spell without a network', his.getByText('written meanwhile')),
    seenSoon('one that waited for it', hers.getByText('de camino')),
  ])
  await expect(his.getByRole('listitem')).toHaveCount(3, soon)
  await expect(his).not.toContainText('Espera a que haya conexión')
  await expect(hers.getByRole('listitem')).toHaveText([/Today/, /written meanwhile/, /de camino/], soon)

  await hers.getByRole('listitem').nth(1).hover()
  await hers.getByRole('listitem').nth(1).getByRole('button', { name: 'Delete message' }).click()
  await expect(his.getByRole('listitem').nth(1)).toContainText('Mensaje borrado', soon)
  await field.focus()
  await ana.page.keyboard.press('Escape')
  await expect(hers).toHaveCount(0)
  await expect(ana.page.getByRole('button', { name: 'Chat', exact: true })).toBeFocused()
})

test('go to somebody in the text, and follow them until a key', async ({ browser }) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const luis = await newPerson(browser, { name: 'Luis', reducedMotion: 'reduce' })
  const documentId = await openDocument(ana.page)
  await editorIn(ana.page).click()
  await ana.page.keyboard.insertText('first line')
  for (let line = 0; line < 60; line++) await ana.page.keyboard.press('Enter')
  await ana.page.keyboard.insertText('last line')
  await openDocument(luis.page, documentId)
  await expect(editorIn(luis.page)).toContainText('last line')
  const scrolled = () => luis.page.evaluate(() => window.scrollY)
  const openList = async () => {
    await luis.page.getByRole('banner').getByRole('button', { name: '1 person here: Ana' }).click()
  }
  await luis.page.getByRole('banner').getByRole('button', { name: 'Go to Ana' }).click()
  await expect.poll(scrolled).toBeGreaterThan(200)
  await expect(luis.page.getByRole('dialog')).toHaveCount(0)

  await openList()
  await luis.page.getByRole('button', { name: 'Follow Ana' }).click()
  await expect(luis.page.getByText('You follow Ana.')).toBeAttached()
  await ana.page.keyboard.press('Control+Home')
  await expect.poll(scrolled).toBeLessThan(100)
  await luis.page.keyboard.press('Escape')
  await expect(luis.page.getByText('Following Ana')).toHaveCount(0)
  await ana.page.keyboard.press('Control+End')
  await expect(ana.page.getByText('last line')).toBeInViewport()
  await ana.page.keyboard.insertText(' and on')
  await expect(editorIn(luis.page)).toContainText('and on')
  expect(await scrolled()).toBeLessThan(100)
})
