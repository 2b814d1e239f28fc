import type { Locator, Page } from '@playwright/test'

import { signDocumentToken } from '#access/document-token'
import { readCollabSecret } from '#config/kept-secrets'
import { CutConnection } from '#e2e/support/cut-connection'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, expect, newPerson, openDocument, test as base } from '#e2e/support/test'
import type { SaveStatus } from '#features/editor/collab-session'

/** Each story is told in one of both; that all have their words in both is said where the words are. */
type Language = { locale: string; words: Record<SaveStatus, string>; reload: string }

const english: Language = {
  locale: 'en-US',
  words: {
    saving: 'Saving…',
    saved: 'Saved',
    reconnecting: 'Reconnecting…',
    offlineSavedHere: 'Offline: saved on this device',
    notSaved: 'Not saved: keep this tab open',
    viewOnly: 'View only',
  },
  reload: 'Reload',
}

const spanish: Language = {
  locale: 'es-ES',
  words: {
    saving: 'Guardando…',
    saved: 'Guardado',
    reconnecting: 'Reconectando…',
    offlineSavedHere: 'Sin conexión: guardado en este dispositivo',
    notSaved: 'Sin guardar: no cierres esta pestaña',
    viewOnly: 'Solo lectura',
  },
  reload: 'Recargar',
}

/** The collab server to kill and start; one that is still down after a test is started for the next. */
const test = base.extend<{ collab: { kill(): Promise<void>; start(): Promise<void> } }>({
  collab: async ({ pliego }, use) => {
    let down = false
    const start = async () => {
      await pliego.startCollab()
      down = false
    }
    const kill = async () => {
      await pliego.killCollab('SIGKILL')
      down = true
    }
    await use({ kill, start })
    if (down) await start()
  },
})

const statusIn = (page: Page): Locator => page.getByRole('banner').getByRole('status')

async function write(page: Page, text: string): Promise<void> {
  await editorIn(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(text)
}

/** Whether the page would have the browser ask now: the last key may still be on its way to the disk. */
const wouldAsk = (page: Page): Promise<boolean> =>
  page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))

/** Closes the tab as its cross does; resolves with whether the browser asked before it. */
async function closeAndSeeWhetherAsked(page: Page): Promise<boolean> {
  const asked = page.waitForEvent('dialog').then(async (dialog) => {
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    return true
  })
  const closed = page.waitForEvent('close').then(() => false)
  await page.close({ runBeforeUnload: true })
  // The loser of the race ends with the page, or never.
  for (const outcome of [asked, closed]) outcome.catch(() => {})
  return Promise.race([asked, closed])
}

test('Saving… while the text is not on disk, then Saved; leaving is not asked about', async ({ browser }) => {
  const { locale, words } = english
  const { page } = await newPerson(browser, { locale, name: 'Ana' })
  await openDocument(page)
  await expect(statusIn(page)).toHaveText(words.saved)
  await page.evaluate(() => {
    const said: string[] = []
    const status = document.querySelector('header output')
    if (!status) throw new Error('there is no status')
    new MutationObserver(() => said.push(status.textContent)).observe(status, {
      subtree: true,
      childList: true,
      characterData: true,
    })
    Object.assign(window, { said })
  })
  await write(page, 'x')
  await expect(statusIn(page)).toHaveText(words.saved)
  await expect
    .poll(() => page.evaluate(() => [...new Set((window as unknown as { said: string[] }).said)]))
    .toEqual([words.saving, words.saved])
  expect(await closeAndSeeWhetherAsked(page)).toBe(false)
})

test('Reconnecting… when the server is gone and nothing is pending', async ({ browser, collab }) => {
  const { locale, words } = spanish
  const { page } = await newPerson(browser, { locale, name: 'Ana' })
  await openDocument(page)
  await write(page, 'on disk')
  await expect(statusIn(page)).toHaveText(words.saved)
  await collab.kill()
  await expect(statusIn(page)).toHaveText(words.reconnecting)
  await collab.start()
  await expect(statusIn(page)).toHaveText(words.saved)
  await collab.kill()
  await expect(statusIn(page)).toHaveText(words.reconnecting)
  expect(await closeAndSeeWhetherAsked(page)).toBe(false)
})

test('Offline: what was typed survives closing the tab and merges on return', async ({ browser }) => {
  const { locale, words } = spanish
  const ana = await newPerson(browser, { locale, name: 'Ana' })
  // Of this tab alone, so that nobody waits for a server to start again.
  const connection = await CutConnection.before(ana.page)
  const documentId = await openDocument(ana.page)
  await expect(statusIn(ana.page)).toHaveText(words.saved)
  await connection.cut()
  await write(ana.page, 'typed without a server')
  await expect(statusIn(ana.page)).toHaveText(words.offlineSavedHere)
  await expect.poll(() => wouldAsk(ana.page)).toBe(false)
  expect(await closeAndSeeWhetherAsked(ana.page)).toBe(false)

  const luis = await newPerson(browser, { locale, name: 'Luis' })
  await openDocument(luis.page, documentId)
  await write(luis.page, 'written meanwhile')
  await luis.page.keyboard.press('Enter')
  await luis.page.keyboard.type('and below')
  await expect(statusIn(luis.page)).toHaveText(words.saved)
  await expect(editorIn(luis.page)).not.toContainText('typed without a server')

  const page = await ana.context.newPage()
  await openDocument(page, documentId)
  await expect(statusIn(page)).toHaveText(words.saved)
  for (const text of ['typed without a server', 'written meanwhile']) {
    await expect(editorIn(page)).toContainText(text)
    await expect(editorIn(luis.page)).toContainText(text)
  }

  const receipt = page.getByRole('complementary', { name: 'Mientras estabas sin conexión' })
  await expect(receipt.getByRole('status')).toHaveText(
    /^Estuviste .+ sin conexión: 2 cambios de los demás, 1 tuyo, 1 lugar que conviene revisar\.$/,
  )
  await expect(receipt.locator(':focus')).toHaveCount(0)
  await receipt.getByRole('button', { name: 'Ver los cambios' }).click()
  await expect(receipt.getByRole('listitem')).toHaveCount(2)
  const spot = receipt.getByRole('region', { name: /^Conviene revisarlo/ })
  await expect(spot.getByRole('paragraph')).toHaveText([
    'Luis escribió «written meanwhile»',
    'Tú escribiste «typed without a server»',
  ])
  const others = receipt.getByRole('region', { name: 'Lo que cambiaron los demás' })
  await expect(others.getByRole('paragraph')).toHaveText(['Luis añadió «and below»'])
  await expectAccessible(page)

  // Also once somebody has written above it.
  await luis.page.keyboard.press('Control+Home')
  await luis.page.keyboard.type('first of all, ')
  await luis.page.keyboard.press('Enter')
  await expect(editorIn(page).locator('p').first()).toHaveText('first of all, ')
  await expect(editorIn(page).locator('p')).toHaveCount(3)
  await others.getByRole('button', { name: 'and below' }).click()
  await expect(editorIn(page).locator('.receipt-spot')).toHaveText('and below')
  await spot.getByRole('button').press('Enter')
  await expect(editorIn(page).locator('.receipt-spot')).toHaveText(/typed without a server/)
  await receipt.getByRole('button', { name: 'Listo' }).click()
  await expect(receipt).toHaveCount(0)
  await expect(editorIn(page)).toBeFocused()
})

test('Offline also when a server falls silent without closing', async ({ browser, pliego }) => {
  const { locale, words } = english
  const { page } = await newPerson(browser, { locale, name: 'Ana' })
  let silent = false
  await page.routeWebSocket(`${pliego.collabUrl}/**`, (socket) => {
    const server = socket.connectToServer()
    server.onMessage((message) => {
      if (!silent) socket.send(message)
    })
  })
  await openDocument(page)
  await expect(statusIn(page)).toHaveText(words.saved)
  silent = true
  await write(page, 'x')
  await expect(statusIn(page)).toHaveText(words.saving)
  await expect(statusIn(page)).toHaveText(words.offlineSavedHere)
  silent = false
  await write(page, 'y')
  await expect(statusIn(page)).toHaveText(words.saved)
})

test('Not saved, with the leave guard, where this device keeps nothing either', async ({
  browser,
  collab,
}) => {
  const { locale, words } = spanish
  const { page } = await newPerson(browser, { locale, name: 'Ana' })
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError')
    }
  })
  await openDocument(page)
  await write(page, 'x')
  await expect(statusIn(page)).toHaveText(words.saved)
  await collab.kill()
  await expect(statusIn(page)).toHaveText(words.reconnecting)
  await write(page, 'nowhere else')
  await expect(statusIn(page)).toHaveText(words.notSaved)
  expect(await closeAndSeeWhetherAsked(page)).toBe(true)
  await collab.start()
  await expect(statusIn(page)).toHaveText(words.saved)
  expect(await closeAndSeeWhetherAsked(page)).toBe(false)
})

test('View only once the app grants no more than reading', async ({ browser, pliego, collab }) => {
  const { locale, words } = english
  const writer = await newPerson(browser, { locale, name: 'Luis' })
  const documentId = await openDocument(writer.page)
  const { page } = await newPerson(browser, { locale, name: 'Ana' })
  await openDocument(page, documentId)
  await expect(statusIn(page)).toHaveText(words.saved)
  // There are no viewer links yet, so the app's answer is made here, with a token that is as genuine as
  // its own. The page asks for it because its connections are refused; the collab server believes it.
  await page.route(`**/api/documents/${documentId}/token`, (route) => {
    const secret = readCollabSecret({ collabSecret: undefined, dataDir: pliego.dataDir })
    const issuedAt = Date.now()
    const expiresAt = issuedAt + 60_000
    const who = { documentId, userId: 'reader', role: 'viewer', via: 'address' } as const
    const claims = { ...who, issuedAt, expiresAt }
    return route.fulfill({
      json: { token: signDocumentToken(secret, claims), expiresAt, role: 'viewer' },
    })
  })
  const asked = page.waitForResponse(`**/api/documents/${documentId}/token`)
  await collab.kill()
  await asked
  await collab.start()
  await expect(statusIn(page)).toHaveText(words.viewOnly)
  await expect(editorIn(page)).toHaveAttribute('contenteditable', 'false')
  await expect(statusIn(writer.page)).toHaveText(words.saved)
  await write(writer.page, 'still seen by readers')
  await expect(editorIn(page)).toContainText('still seen by readers')
  expect(await closeAndSeeWhetherAsked(page)).toBe(false)
})

test('a page older than the schema offers to reload and never shows an editor', async ({ browser }) => {
  const { locale, reload } = spanish
  const writer = await newPerson(browser, { locale, name: 'Luis' })
  const documentId = await openDocument(writer.page)
  const { page } = await newPerson(browser, { locale, name: 'Ana' })
  // As an old page does: it names an older schema in its connection, and the real server refuses.
  await page.addInitScript(() => {
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(String(url).replace(/([?&]schema=)\d+/, '$10'), protocols)
      }
    }
  })
  await page.goto(`/d/${documentId}`)
  await expect(page.getByRole('alert').getByRole('button', { name: reload })).toBeVisible()
  await expect(editorIn(page)).toHaveCount(0)
})

test('on a phone the status is an icon whose words come on a tap', async ({ browser }) => {
  const { page } = await newPerson(browser, {
    name: 'Ana',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await openDocument(page)
  await expect(statusIn(page)).toHaveText('Saved')
  await page.getByRole('button', { name: 'Saved' }).tap()
  await expect(page.getByRole('dialog', { name: 'Saved' })).toContainText(
    'Everything you wrote is on the server.',
  )
})
