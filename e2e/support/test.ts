import { test as base } from '@playwright/test'

import { type Pliego, startPliego } from '#e2e/support/pliego'

/**
 * Playwright's `test` with `pliego`, one running Pliego for the worker, as the base URL of every page.
 * A spec that needs other settings, or breaks things for good, starts its own with `startPliego`.
 */
export const test = base.extend<{ closePeople: void }, { pliego: Pliego }>({
  pliego: [
    // Playwright wants the first argument destructured even where nothing is taken from it.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const pliego = await startPliego()
      await use(pliego)
      await pliego.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: ({ pliego }, use) => use(pliego.url),
  closePeople: [
    async ({ browser }, use) => {
      await use()
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'
export { editorIn, newPerson, openDocument, type Person } from '#e2e/support/people'
