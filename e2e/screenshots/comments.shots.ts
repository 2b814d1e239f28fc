import { expect, type BrowserContextOptions, type Page } from '@playwright/test'
import path from 'node:path'

import { placeCaret } from '#e2e/support/caret'
import { expectAccessible } from '#e2e/support/expect-accessible'
import { editorIn, newPerson, openDocument } from '#e2e/support/people'
import { test } from '#e2e/support/test'
import { wordsOf } from '#e2e/support/words'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const wide = { viewport: { width: 1600, height: 1000 } }
const laptop = { viewport: { width: 1280, height: 800 } }

const looks: readonly { name: string; options: BrowserContextOptions & { locale: 'en' | 'es' } }[] = [
  { name: 'wide', options: { ...wide, locale: 'en', colorScheme: 'light' } },
  { name: 'wide-es-dark', options: { ...wide, locale: 'es', colorScheme: 'dark' } },
  { name: 'laptop-es', options: { ...laptop, locale: 'es', colorScheme: 'light' } },
  { name: 'phone-dark', options: { ...phone, locale: 'en', colorScheme: 'dark' } },
]

const lines = [
  'The house stands where the road ends, and the river begins.',
  'Nobody has lived there since the bridge was closed.',
  'In spring its garden is full of quinces and bees.',
  'We want to open it again, with a table for twenty.',
]
const remarks = [
  ['The house', 'Which one do we mean? There are two.'],
  ['the road ends', 'It goes on behind the barn, as far as I remember.'],
  ['the river', 'Name it.'],
  ['Nobody', 'Not quite: the baker did, for a winter.'],
  [
    'the bridge',
    'Since 1987. Let us say so, with a source for those who want to read more about what happened.',
  ],
  ['In spring', 'May'],
  ['quinces', 'My favourite word in the whole text'],
  ['bees', 'Ask Eva about the hives.'],
  ['open it again', 'When?'],
  ['twenty', 'Twelve would do.'],
] as const

for (const { name, options } of looks) {
  test(`comments, ${name}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const say = wordsOf(options.locale)
    const { page } = await newPerson(browser, { ...options, name: 'Ada Brown' })
    const shoot = async (stop: string) => {
      await page.screenshot({ path: path.resolve('screenshots', `comments-${name}-${stop}.png`) })
      await expectAccessible(page, { where: stop })
    }
    await openDocument(page)
    await editorIn(page).click()
    for (const line of lines) {
      await page.keyboard.insertText(line)
      await page.keyboard.press('Enter')
    }
    for (const [words, said] of remarks) await comment(page, words, said, say('comments.write'))
    await expect(editorIn(page).locator('span[data-thread]')).toHaveCount(remarks.length)
    await page.keyboard.press('Escape')
    await shoot('threads')
    await placeCaret(page, 'the |bridge| was')
    await page.keyboard.press('Alt+PageDown')
    await shoot('active')
  })
}

async function comment(page: Page, words: string, said: string, field: string): Promise<void> {
  const line = lines.find((one) => one.includes(words)) ?? ''
  await placeCaret(page, line.replace(words, `|${words}|`))
  await page.keyboard.press('Control+Alt+m')
  await expect(page.getByRole('textbox', { name: field })).toBeFocused()
  await page.keyboard.type(said)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: field })).toHaveCount(0)
}
