import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from '@playwright/test'

import { peopleColors } from '#features/guests/people-colors'

/** Somebody with a browser profile of their own; two tabs of one person are two pages of one context. */
export type Person = {
  readonly name: string
  readonly context: BrowserContext
  readonly page: Page
}

/**
 * A person with a fresh profile and one open tab. Contexts are closed after each test.
 * @param options.name shown to others; without it the guest name that the app suggests
 */
export async function newPerson(
  browser: Browser,
  { name, ...options }: BrowserContextOptions & { locale?: string; name?: string } = {},
): Promise<Person> {
  const color = peopleColors[browser.contexts().length % peopleColors.length]?.color
  const context = await browser.newContext(options)
  if (name !== undefined) {
    const profile = JSON.stringify({ ownName: name, suggestedName: 0, color })
    await context.addInitScript((text) => {
      // Only once: what the person changes later in the page stays.
      if (localStorage.getItem('pliego_profile') === null) localStorage.setItem('pliego_profile', text)
    }, profile)
  }
  return { name: name ?? '', context, page: await context.newPage() }
}

/** The document's text in a page. */
export function editorIn(page: Page): Locator {
  return page.locator('.ProseMirror')
}

/**
 * Opens a document, a new one without an id, and waits until its text can be written (or read).
 * @returns its id
 */
export async function openDocument(page: Page, documentId?: string): Promise<string> {
  const id = documentId ?? (await createDocument(page))
  await page.goto(`/d/${id}`)
  await editorIn(page).waitFor()
  return id
}

/** By request: its cookie, the guest's, is the page's too, which comes to nothing but the document. */
async function createDocument(page: Page): Promise<string> {
  const response = await page.request.post('/api/documents')
  if (response.status() !== 201) throw new Error(`no document was made: ${response.status()}`)
  const { id } = (await response.json()) as { id: string }
  return id
}
