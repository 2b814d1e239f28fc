import type { Page, WebSocketRoute } from '@playwright/test'
import * as Y from 'yjs'

import { placeCaret } from '#e2e/support/caret'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'
import { updateMessage } from '#protocol/message-parts'
import { documentField } from '#schema/document-fields'

const cards = (page: Page) =>
  page.getByRole('complementary', { name: 'Suggestions' }).locator('[data-suggestion-card]')

test('who may only suggest by a link is seen live, answered by the owner, and refused all else', async ({
  browser,
}) => {
  const ana = await newPerson(browser, { name: 'Ana' })
  const luis = await newPerson(browser, { name: 'Luis', locale: 'es-ES' })
  const documentId = await openDocument(ana.page)
  const [hers, his] = [editorIn(ana.page), editorIn(luis.page)]
  await hers.click()
  await ana.page.keyboard.insertText('one two three')
  const base = `/api/documents/${documentId}`
  await ana.page.request.put(`${base}/sharing`, { data: { generalRole: null } })
  const wanted = { role: 'suggester', expiresAt: null, password: null }
  const link = (await (await ana.page.request.post(`${base}/links`, { data: wanted })).json()) as {
    path: string
  }
  const connections: WebSocketRoute[] = []
  await luis.page.routeWebSocket(
    (url) => url.pathname.endsWith(`/${documentId}`),
    (route) => void connections.push(route.connectToServer()),
  )
  await luis.page.goto(link.path)
  await expect(his).toHaveText('one two three')

  // Nothing but to suggest and to read.
  await luis.page.getByRole('button', { name: 'Modo: Sugerir' }).click()
  await expect(luis.page.getByRole('menuitemcheckbox')).toHaveText([/^Sugerir/, /^Leer/])
  await luis.page.keyboard.press('Escape')
  await expect(luis.page.getByLabel('Título del documento')).toHaveAttribute('readonly')

  await his.click()
  await luis.page.keyboard.press('End')
  await luis.page.keyboard.type(' four')
  for (let letter = 0; letter < 6 + ' four'.length; letter++) await luis.page.keyboard.press('ArrowLeft')
  for (let letter = 0; letter < 3; letter++) await luis.page.keyboard.press('Shift+ArrowLeft')
  await luis.page.keyboard.type('2')
  await expect(hers.locator('del')).toHaveText('two')
  await expect(hers.locator('ins')).toHaveText(['2', ' four'])

  await ana.page.getByRole('button', { name: '2 suggestions' }).click()
  await expect(cards(ana.page)).toHaveText([/Luis.*Replace: “two” with “2”/, /Add: “ four”/])
  await expectAccessible(ana.page)
  // Said of one, live, and read again once it is decided.
  await cards(ana.page).first().getByRole('button', { name: 'Reply' }).click()
  await ana.page.keyboard.type('Why a number')
  await ana.page.keyboard.press('Enter')
  await luis.page.getByRole('button', { name: '2 sugerencias' }).click()
  const hisList = luis.page.getByRole('complementary', { name: 'Sugerencias' })
  await expect(hisList.locator('[data-suggestion-card]')).toHaveText([/Why a number/, /Añadir: « four»/])
  await hisList.getByRole('button', { name: 'Cerrar las sugerencias' }).click()
  await ana.page.getByRole('button', { name: 'Accept all 2' }).click()
  await expect(his).toHaveText('one 2 three four')
  await expect(his.locator('ins, del')).toHaveCount(0)
  await ana.page.getByLabel('Which suggestions').selectOption('Decided')
  await expect(ana.page.locator('[data-decided-card]')).toHaveText([
    /Luis.*Replace: “two” with “2”.*Accepted by Ana.*Why a number/,
    /Luis.*Add: “ four”.*Accepted by Ana/,
  ])
  await ana.page.getByLabel('Which suggestions').selectOption('Pending')

  // A new line, which is none before it is accepted.
  // By position: a key that moves the caret in the moment in which an edit is drawn can still be lost.
  await placeCaret(luis.page, 'one 2 three four|')
  await luis.page.keyboard.press('Enter')
  await luis.page.keyboard.type('more')
  await expect(cards(ana.page)).toHaveText([/Add: “more”.*New paragraph/])
  await expect(hers.locator('p')).toHaveCount(1)
  await ana.page.getByRole('button', { name: 'Accept it' }).click()
  await expect(his.locator('p')).toHaveText(['one 2 three four', 'more'])
  await expect(luis.page.getByRole('status').first()).toHaveText('Guardado')

  // What no page sends: refused, the text stays as it was, and a click goes on from there.
  const forged = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('forged')])
  forged.getXmlFragment(documentField.body).insert(0, [paragraph])
  connections.at(-1)?.send(Buffer.concat(updateMessage(Y.encodeStateAsUpdate(forged))))
  await expect(
    luis.page.getByRole('alert').filter({ hasText: 'Parte de esto no se podía sugerir' }),
  ).toBeVisible()
  await expect(his.locator('p')).toHaveText(['one 2 three four', 'more'])
  await expect(his).toHaveAttribute('contenteditable', 'false')
  await luis.page.getByRole('button', { name: 'Empezar de nuevo' }).click()
  await expect(his).toHaveAttribute('contenteditable', 'true')
  await his.locator('p').last().click()
  await luis.page.keyboard.press('End')
  await luis.page.keyboard.type('!')
  await expect(hers.locator('ins')).toHaveText('!')
  await expect(hers).not.toContainText('forged')
  await expect(luis.page.getByRole('status').first()).toHaveText('Guardado')
})
