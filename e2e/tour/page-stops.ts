import { expect, type Locator, type Page } from '@playwright/test'

import type { Say } from '#e2e/support/words'
import { makeSampleDocument, type SampleWords } from '#e2e/tour/sample-document'
import type { Scene, Stop } from '#e2e/tour/tour'

/** Documents of the person in whose page they were made, for the stops that need them. */
export type Made = {
  readonly title: string
  readonly trashedId: string
  /** Of a link that asks for a password. */
  readonly lockedPath: string
}

/** Makes one document to see, one in the trash, and a link with a password. */
export async function makeDocuments(page: Page, words: SampleWords): Promise<Made & { id: string }> {
  const trashedId = await makeSampleDocument(page, words)
  const id = await makeSampleDocument(page, words)
  const { origin } = new URL(page.url())
  const api = `${origin}/api/documents`
  // Lists have what one has opened.
  await page.request.get(`${origin}/d/${trashedId}`)
  const trashed = await page.request.put(`${api}/${trashedId}/trash`, { headers: { origin } })
  const link = await page.request.post(`${api}/${id}/links`, {
    headers: { origin },
    data: { role: 'viewer', password: 'girasol' },
  })
  expect([trashed.status(), link.status()]).toEqual([204, 201])
  const { path: lockedPath } = (await link.json()) as { path: string }
  return { id, title: words.title, trashedId, lockedPath }
}

const nothing = async () => undefined

function pageStop(name: string, path: string, heading: string): Stop {
  return {
    name,
    open: async ({ page, say }) => {
      await page.goto(path)
      await page.getByRole('heading', { name: say(heading), exact: true }).waitFor()
      await headerReady({ page, say })
    },
    close: nothing,
  }
}

/** The last part of the header to come is who one is. */
async function headerReady({ page, say }: Pick<Scene, 'page' | 'say'>): Promise<void> {
  await page.getByRole('button', { name: say('guests.you', { name: '' }) }).waitFor()
}

/** Of the one document whose name has this in it: in the trash, one may have got there before its title. */
function menuOf(page: Page, say: Say, title: string): Locator {
  return page.getByRole('button', { name: say('home.menu', { name: title }).trim() })
}

async function openCardMenu({ page, say }: Scene, title: string): Promise<void> {
  await menuOf(page, say, title).click()
  await page.getByRole('menu').waitFor()
}

function cardDialog(name: string, title: string, begin: string): Stop {
  return {
    name,
    open: async (scene) => {
      await openCardMenu(scene, title)
      await scene.page.getByRole('menuitem', { name: scene.say(begin) }).click()
      await scene.page.getByRole('dialog').waitFor()
    },
  }
}

/** Every page that is not a document that can be read, with what opens on it. */
export function pageStops({ title, trashedId, lockedPath }: Made): readonly Stop[] {
  return [
    {
      name: 'home',
      open: async (scene) => {
        await scene.page.goto('/')
        await scene.page.getByRole('link', { name: new RegExp(title) }).waitFor()
        await headerReady(scene)
      },
      close: nothing,
    },
    { name: 'home-menu', open: (scene) => openCardMenu(scene, title) },
    cardDialog('home-rename', title, 'home.rename.begin'),
    {
      name: 'home-language',
      open: async ({ page, say }) => {
        const name = say('common.languageIs', { name: '' }).trim()
        await page.getByRole('button', { name }).click()
        await page.getByRole('menu').waitFor()
      },
    },
    {
      name: 'home-theme',
      open: async ({ page, say }) => {
        await page.getByRole('button', { name: say('common.theme'), exact: true }).click()
        await page.getByRole('menu').waitFor()
      },
    },
    {
      name: 'home-select',
      open: async (scene) => {
        const { page, say } = scene
        await openCardMenu(scene, title)
        await page.getByRole('menuitem', { name: say('home.select.begin'), exact: true }).click()
        await page.getByText(say('home.select.count', { count: 1 })).waitFor()
      },
      close: ({ page, say }) => page.getByRole('button', { name: say('home.select.done') }).click(),
    },
    {
      name: 'home-nothing-found',
      open: async ({ page, say }) => {
        await page.getByLabel(say('home.search.label')).fill('zzzz')
        await page.getByText(say('home.nothing.search.title', { text: 'zzzz' })).waitFor()
      },
      close: nothing,
    },
    {
      name: 'trash',
      open: async ({ page, say }) => {
        await page.goto('/?view=trash')
        await menuOf(page, say, '').waitFor()
      },
      close: nothing,
    },
    cardDialog('trash-delete', '', 'home.delete.begin'),
    pageStop('trashed-document', `/d/${trashedId}`, 'home.inTrash.title'),
    pageStop('not-here', `/d/${'x'.repeat(22)}`, 'documents.problems.gone.title'),
    pageStop('nowhere', '/nowhere', 'common.notFound.title'),
    pageStop('link-unknown', `/s/${'x'.repeat(22)}`, 'sharing.opening.unknown.title'),
    {
      name: 'link-password',
      open: async (scene) => {
        const { page, say } = scene
        await page.goto(lockedPath)
        await page.getByLabel(say('sharing.opening.password.label')).fill('rosa')
        await page.keyboard.press('Enter')
        await page.getByText(say('sharing.opening.password.failed.wrongPassword')).waitFor()
        await headerReady(scene)
      },
      close: nothing,
    },
    pageStop('sign-in', '/sign-in', 'accounts.signIn.title'),
    pageStop('forgot-password', '/forgot-password', 'accounts.forgot.title'),
    pageStop('reset-password', '/reset-password?token=none', 'accounts.reset.title'),
    pageStop('sign-up', '/sign-up', 'accounts.signUp.title'),
    {
      name: 'account',
      open: async ({ page, say }) => {
        const field = (key: string) => page.getByLabel(say(`accounts.${key}`), { exact: true })
        await field('name').fill('Ada')
        await field('email').fill(`ada-${Date.now()}@example.org`)
        await field('password').fill('correct horse battery')
        await page.getByRole('button', { name: say('accounts.signUp.submit') }).click()
        await page.waitForURL('/')
        await page.goto('/account')
        await expect(page.getByText(say('accounts.sessions.current'))).toBeVisible()
      },
      close: nothing,
    },
  ]
}
