import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import path from 'node:path'

import { placeCaret } from '#e2e/support/caret'
import { editorIn, newPerson, openDocument } from '#e2e/support/people'
import { test } from '#e2e/support/test'

/** Where a picture goes: those of README and LEEME into the repository, all others beside it. */
function fileOf(name: string): string {
  const isShown = name === 'editor' || name === 'editor-es'
  return path.resolve(...(isShown ? ['docs', 'images'] : ['screenshots']), `${name}.png`)
}

/** With the caret, which a test would hide. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: fileOf(name), caret: 'initial' })
}

const desktop = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const looks: readonly { name: string; options: BrowserContextOptions & { locale: string } }[] = [
  { name: '', options: { ...desktop, locale: 'en-US', colorScheme: 'light' } },
  { name: '-es', options: { ...desktop, locale: 'es-ES', colorScheme: 'light' } },
  { name: '-dark', options: { ...desktop, locale: 'en-US', colorScheme: 'dark' } },
  { name: '-phone', options: { ...phone, locale: 'en-US', colorScheme: 'light' } },
  { name: '-phone-es-dark', options: { ...phone, locale: 'es-ES', colorScheme: 'dark' } },
]

const story = {
  en: {
    title: 'A sheet for two',
    first:
      'We begin with a blank sheet. Whoever opens its link writes here too, and each of us sees where the others are.',
    heading: 'What we agreed',
    items: ['The menu for Saturday', 'Who brings the bread', 'Which songs we play'],
    last: 'Everything that anyone has seen is on disk before they see it.',
  },
  es: {
    title: 'Una hoja para dos',
    first:
      'Empezamos con una hoja en blanco. Quien abre su enlace también escribe aquí, y cada cual ve dónde están los demás.',
    heading: 'Lo que acordamos',
    items: ['El menú del sábado', 'Quién trae el pan', 'Qué canciones tocamos'],
    last: 'Todo lo que alguien ha visto está en disco antes de que lo vea.',
  },
}

type Story = (typeof story)['en']

async function write(page: Page, { title, first, heading, items, last }: Story): Promise<void> {
  await editorIn(page).click()
  await page.keyboard.type('# ')
  await page.keyboard.insertText(title)
  await page.keyboard.press('Enter')
  await page.keyboard.insertText(first)
  await page.keyboard.press('Enter')
  await page.keyboard.type('## ')
  await page.keyboard.insertText(heading)
  await page.keyboard.press('Enter')
  await page.keyboard.type('- ')
  for (const item of items) {
    await page.keyboard.insertText(item)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Enter')
  await page.keyboard.insertText(last)
}

async function twoPeople(browser: Browser, options: BrowserContextOptions & { locale: string }) {
  const words = options.locale.startsWith('es') ? story.es : story.en
  const { page } = await newPerson(browser, { ...options, name: 'Ada' })
  const { page: other } = await newPerson(browser, { ...desktop, locale: options.locale, name: 'Grace' })
  const documentId = await openDocument(other)
  await write(other, words)
  await openDocument(page, documentId)
  await expect(page.getByText(words.last)).toBeVisible()
  return { page, other, words }
}

for (const { name, options } of looks) {
  test(`home and editor ${name}`, async ({ browser }) => {
    const { page: empty } = await newPerson(browser, options)
    await empty.goto('/')
    await empty.getByRole('heading').first().waitFor()
    await shoot(empty, `home-empty${name}`)

    const { page, other, words } = await twoPeople(browser, options)
    await placeCaret(page, `${words.items[1] ?? ''}|`)
    const firstWord = words.last.slice(0, words.last.indexOf(' '))
    await placeCaret(other, `|${firstWord}|${words.last.slice(firstWord.length)}`)
    await expect(page.getByText('Grace', { exact: true }).first()).toBeAttached()
    await other.keyboard.press('Control+Shift+ArrowRight')
    await expect(page.locator('.caret-stretch').first()).toBeVisible()
    await page.bringToFront()
    await page.waitForTimeout(500)
    await shoot(page, `editor${name}`)

    await placeCaret(page, `|${words.heading}|`)
    await page.waitForTimeout(500)
    await shoot(page, `editor-selection${name}`)

    await placeCaret(page, `${words.last.slice(-12)}|`)
    await page.keyboard.press('Enter')
    await page.keyboard.type('/')
    await page.waitForTimeout(500)
    await shoot(page, `editor-slash${name}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Backspace')

    await expect(async () => {
      // The list learns a title once the document has been quiet for a while.
      await page.goto('/')
      await expect(page.getByText(words.title).first()).toBeVisible({ timeout: 1000 })
    }).toPass({ timeout: 30_000 })
    await shoot(page, `home${name}`)
  })
}
