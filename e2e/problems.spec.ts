import type { Page } from '@playwright/test'
import SQLite from 'better-sqlite3'
import path from 'node:path'

import { closeCodes, type CloseName } from '#protocol/close-codes'
import { expect, newPerson, test } from '#e2e/support/test'

const problems = [
  ['gone', 'This document is not here', 'Este documento no está aquí'],
  ['damaged', 'The stored document is damaged', 'El documento guardado está dañado'],
  ['schemaOutdated', 'There is a newer version of Pliego', 'Hay una versión nueva de Pliego'],
  ['tooBig', 'A change was too big to send', 'Un cambio era demasiado grande para enviarlo'],
  ['documentFull', 'The document is full', 'El documento está lleno'],
  ['malformed', 'The server did not understand this page', 'El servidor no entendió esta página'],
] as const satisfies readonly [CloseName, string, string][]

/** How many entries this browser keeps, of all documents. */
function keptEntries(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases()
    let entries = 0
    for (const { name } of databases) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? '')
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(new Error('not opened', { cause: request.error })))
      })
      for (const store of database.objectStoreNames) {
        entries += await new Promise<number>((resolve) => {
          const request = database.transaction(store).objectStore(store).count()
          request.addEventListener('success', () => resolve(request.result))
        })
      }
      database.close()
    }
    return entries
  })
}

async function writeTitledDocument(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'New document', exact: true }).click()
  await expect(page.getByRole('status')).toHaveText('Saved')
  const title = page.getByLabel('Title of the document')
  await title.fill('Secret')
  await title.press('Enter')
  await expect.poll(() => keptEntries(page)).toBeGreaterThan(0)
}

for (const [name, english, spanish] of problems) {
  test(`when the collab server closes with "${name}", the page says what that means`, async ({ browser }) => {
    for (const [locale, title] of [
      ['en-US', english],
      ['es-ES', spanish],
    ] as const) {
      const { page } = await newPerson(browser, { locale })
      let connections = 0
      await page.routeWebSocket(/token=/, async (socket) => {
        connections += 1
        await socket.close({ code: closeCodes[name].code })
      })
      await page.goto('/')
      await page.getByRole('button', { name: /^(New document|Nuevo documento)$/ }).click()
      const panel = page.getByRole('alert').filter({ hasText: title })
      await expect(panel).toBeVisible()
      await expect(panel.getByRole('link')).toHaveAttribute('href', '/')
      // Nothing is said to be saved where there is no text, and nothing can be written.
      await expect(page.getByRole('status')).toHaveCount(0)
      await expect(page.locator('.ProseMirror')).toHaveCount(0)
      expect(connections).toBe(1)
    }
  })
}

test('a server that keeps everybody waiting is said to do so, and the document comes when it answers', async ({
  browser,
}) => {
  const { page } = await newPerson(browser)
  let refusing = true
  await page.routeWebSocket(/token=/, async (socket) => {
    if (refusing) await socket.close({ code: closeCodes.tryAgainLater.code })
    else socket.connectToServer()
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'New document', exact: true }).click()
  await expect(page.getByText('Waiting for the server.')).toBeVisible()
  refusing = false
  await expect(page.getByRole('status')).toHaveText('Saved')
  await expect(page.getByText('Waiting for the server.')).toBeHidden()
})

test('a document that is deleted while it is open leaves no copy on the device', async ({ browser }) => {
  const { page } = await newPerson(browser)
  await writeTitledDocument(page)
  await page.routeWebSocket(/token=/, (socket) => socket.close({ code: closeCodes.gone.code }))
  const gone = { status: 404, json: { error: 'gone' } }
  await page.route('**/api/documents/*/token', (route) => route.fulfill(gone))
  await page.reload()
  await expect(page.getByRole('alert').filter({ hasText: 'This document is not here' })).toBeVisible()
  await expect.poll(() => keptEntries(page)).toBe(0)
})

test('nor does one that was deleted before', async ({ browser, pliego }) => {
  const { page } = await newPerson(browser)
  await writeTitledDocument(page)
  const id = new URL(page.url()).pathname.split('/').pop()
  const store = new SQLite(path.join(pliego.dataDir, 'app.sqlite'))
  store.pragma('foreign_keys = ON')
  store.prepare('delete from documents where id = ?').run(id)
  store.close()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'This document is not here' })).toBeVisible()
  await expect.poll(() => keptEntries(page)).toBe(0)
})
