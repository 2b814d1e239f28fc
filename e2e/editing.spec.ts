import type { Browser, Locator, Page } from '@playwright/test'

import { placeCaret } from '#e2e/support/caret'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

/** What somebody writes, and what somebody else sees of it. */
type Two = { page: Page; text: Locator; seen: Locator; bar: Locator }

async function openForTwo(browser: Browser, locale = 'en-US'): Promise<Two> {
  const [ana, eva] = [await newPerson(browser, { locale }), await newPerson(browser)]
  const id = await openDocument(ana.page)
  await openDocument(eva.page, id)
  const text = editorIn(ana.page)
  await text.click()
  const bar = ana.page.getByRole('toolbar', {
    name: locale === 'es-ES' ? 'Formato' : 'Formatting',
    exact: true,
  })
  return { page: ana.page, text, seen: editorIn(eva.page), bar }
}

/** The text itself, without the names at the carets of others, which stand in it. */
async function expectText(locator: Locator, text: string): Promise<void> {
  await expect
    .poll(() =>
      locator.evaluateAll((found) =>
        found.map((element) => {
          const copy = element.cloneNode(true) as Element
          for (const widget of copy.querySelectorAll('.ProseMirror-widget')) widget.remove()
          return copy.textContent
        }),
      ),
    )
    .toEqual([text])
}

/** An empty document again: what a case before has left must not decide the next. */
async function startOver({ page, text, seen }: Two): Promise<void> {
  await text.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Control+Alt+0')
  await expect(text.locator(':scope > *')).toHaveCount(1)
  await expect(text.locator('> p')).toHaveText('')
  await expectText(seen.locator('> p'), '')
}

async function selectWord(page: Page): Promise<void> {
  await page.keyboard.type('word')
  await page.keyboard.press('Control+a')
}

/** From the text to a button of a toolbar, by keys alone. */
async function walkTo(page: Page, button: Locator): Promise<void> {
  await page.keyboard.press('Alt+F10')
  for (let steps = 0; steps < 30; steps++) {
    if (await button.evaluate((own) => own === document.activeElement)) return
    const before = await page.evaluateHandle(() => document.activeElement)
    await page.keyboard.press('ArrowRight')
    // The toolbar moves its focus a moment after the key.
    await page.waitForFunction((last) => document.activeElement !== last, before)
  }
  throw new Error('the button cannot be reached by arrow keys')
}

const inToolbar = [
  ['Bold', 'strong'],
  ['Italic', 'em'],
  ['Underline', 'u'],
  ['Strikethrough', 's'],
  ['Code', 'p code'],
  ['Highlight', 'mark'],
  ['Bullet list', 'ul:not([data-type]) > li'],
  ['Numbered list', 'ol > li'],
  ['Checklist', 'ul[data-type=taskList] > li p'],
  ['Quote', 'blockquote'],
  ['Code block', 'pre'],
] as const

/** One of each kind: `features/editor/toolbar/toolbar.test.tsx` presses all of them. */
const someInToolbar = inToolbar.filter(([name]) => ['Bold', 'Checklist', 'Code block'].includes(name))

const withShortcut = [
  ['Control+b', 'strong'],
  ['Control+i', 'em'],
  ['Control+u', 'u'],
  ['Control+Shift+s', 's'],
  ['Control+e', 'p code'],
  ['Control+Shift+8', 'ul:not([data-type]) > li'],
  ['Control+Shift+7', 'ol > li'],
  ['Control+Shift+9', 'ul[data-type=taskList] > li p'],
  ['Control+Shift+b', 'blockquote'],
  ['Control+Alt+c', 'pre'],
  ['Control+Shift+d', 'pre'],
  ['Control+Shift+y', 'mark'],
  ['Control+.', 'sup'],
  ['Control+Alt+1', 'h1'],
  ['Control+Alt+6', 'h6'],
  ['Control+Shift+2', 'h2'],
] as const

const bySlash = [
  ['Heading 1', 'h1'],
  ['Heading 2', 'h2'],
  ['Heading 3', 'h3'],
  ['Heading 6', 'h6'],
  ['Bullet list', 'ul:not([data-type])'],
  ['Numbered list', 'ol'],
  ['Checklist', 'ul[data-type=taskList]'],
  ['Quote', 'blockquote'],
  ['Code block', 'pre'],
  ['Divider', 'hr'],
  ['Table', 'table'],
] as const

test.describe('the toolbar', () => {
  test('does by mouse what another person then sees, and takes it back', async ({ browser }) => {
    const two = await openForTwo(browser)
    for (const [name, shown] of someInToolbar) {
      await test.step(name, async () => {
        const button = two.bar.getByRole('button', { name, exact: true })
        await selectWord(two.page)
        await button.click()
        await expectText(two.seen.locator(shown), 'word')
        await expect(button).toHaveAttribute('aria-pressed', 'true')
        await button.click()
        await expect(two.seen.locator(shown)).toHaveCount(0)
        await startOver(two)
      })
    }
    for (const [name, shown] of [
      ['Divider', 'hr'],
      ['Table', 'table'],
    ] as const) {
      await two.bar.getByRole('button', { name, exact: true }).click()
      await expect(two.seen.locator(shown)).toHaveCount(1)
      await startOver(two)
    }
  })

  test('is walked by arrow keys, and gives the caret back', async ({ browser }) => {
    const two = await openForTwo(browser)
    for (const [name, shown] of [...someInToolbar, ['Divider', 'hr'], ['Table', 'table']] as const) {
      await test.step(name, async () => {
        await two.page.keyboard.type('word')
        await two.page.keyboard.press('Control+a')
        // Out of the way first, since Alt+F10 goes to the nearer one.
        const bubble = two.page.getByRole('toolbar', { name: 'Format selection' })
        await expect(bubble).toBeVisible()
        await two.page.keyboard.press('Escape')
        await expect(bubble).toBeHidden()
        await walkTo(two.page, two.bar.getByRole('button', { name, exact: true }))
        await two.page.keyboard.press('Enter')
        await expect(two.seen.locator(shown)).toHaveCount(1)
        await expect(two.text).toBeFocused()
        await startOver(two)
      })
    }
    await two.page.keyboard.press('Alt+F10')
    await two.page.keyboard.press('End')
    await expect(two.bar.getByRole('button', { name: 'More' })).toBeFocused()
    await two.page.keyboard.press('Home')
    await expect(two.bar.getByRole('button', { name: 'Undo' })).toBeFocused()
    await two.page.keyboard.press('Escape')
    await expect(two.text).toBeFocused()
  })

  test('changes the style of a paragraph in its menu, by mouse and by keys', async ({ browser }) => {
    const two = await openForTwo(browser)
    await two.page.keyboard.type('word')
    const style = two.bar.getByRole('button', { name: /^Text style/ })
    await style.click()
    await two.page.getByRole('menuitemcheckbox', { name: 'Heading 4' }).click()
    await expectText(two.seen.locator('h4'), 'word')
    await expect(style).toHaveAccessibleName('Text style: Heading 4')
    await walkTo(two.page, style)
    await two.page.keyboard.press('Enter')
    await expect(two.page.getByRole('menuitemcheckbox', { name: /^Text/ })).toBeFocused()
    await two.page.keyboard.press('ArrowDown')
    // The menu moves its focus a moment after the key, as a person would see before choosing.
    await expect(two.page.getByRole('menuitemcheckbox', { name: 'Heading 1' })).toBeFocused()
    await two.page.keyboard.press('Enter')
    await expectText(two.seen.locator('h1'), 'word')
    await two.page.keyboard.type('s')
    await expectText(two.seen.locator('h1'), 'words')
  })

  test('undoes and redoes', async ({ browser }) => {
    const two = await openForTwo(browser)
    const undo = two.bar.getByRole('button', { name: 'Undo' })
    await expect(undo).toHaveAttribute('aria-disabled', 'true')
    // At once: letters that come more than half a second apart are undone one by one.
    await two.page.keyboard.insertText('word')
    await expectText(two.seen, 'word')
    await undo.click()
    await expectText(two.seen, '')
    await two.bar.getByRole('button', { name: 'Redo' }).click()
    await expectText(two.seen, 'word')
    await two.page.keyboard.press('Control+z')
    await expectText(two.seen, '')
    await two.page.keyboard.press('Control+y')
    await expectText(two.seen, 'word')
  })

  test('stands above the keyboard of a phone, with what has no room in its menu', async ({ browser }) => {
    const { page } = await newPerson(browser, {
      viewport: { width: 390, height: 780 },
      hasTouch: true,
      isMobile: true,
    })
    await openDocument(page)
    const bar = page.getByRole('toolbar', { name: 'Formatting' })
    await editorIn(page).tap()
    await expect(bar.getByRole('button', { name: 'Table', exact: true })).toHaveCount(0)
    // A keyboard that is laid over the page, as on iOS: the bar goes up with it, and nothing else moves.
    const bottomOf = async () => Math.round(await bar.evaluate((own) => own.getBoundingClientRect().bottom))
    const topOfText = () => editorIn(page).evaluate((own) => own.getBoundingClientRect().top)
    expect(await bottomOf()).toBe(780)
    const top = await topOfText()
    await page.evaluate(() => {
      Object.defineProperty(visualViewport, 'height', { configurable: true, value: 480 })
      visualViewport?.dispatchEvent(new Event('resize'))
    })
    await expect.poll(bottomOf).toBe(480)
    expect(await topOfText()).toBe(top)
    const more = bar.getByRole('button', { name: 'More' })
    expect((await more.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await more.tap()
    await page.getByRole('menuitem', { name: 'Table', exact: true }).tap()
    await expect(editorIn(page).locator('table')).toHaveCount(1)
    await more.tap()
    await page.getByRole('menuitem', { name: 'Add row below' }).tap()
    await expect(editorIn(page).locator('tr')).toHaveCount(4)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})

test('every shortcut does what it says, and does not leave the text', async ({ browser }) => {
  const two = await openForTwo(browser)
  for (const [keys, shown] of withShortcut) {
    await test.step(keys, async () => {
      await selectWord(two.page)
      await two.page.keyboard.press(keys)
      await expectText(two.seen.locator(shown), 'word')
      await expect(two.text).toBeFocused()
      await startOver(two)
    })
  }
  await selectWord(two.page)
  await two.page.keyboard.press('Control+b')
  await two.page.keyboard.press('Control+i')
  await expectText(two.seen.locator('strong em, em strong'), 'word')
  await two.page.keyboard.press('Control+Backslash')
  await expect(two.seen.locator('strong, em')).toHaveCount(0)
})

test('the menu at a selection formats it, by mouse and by keys, and Escape puts it away', async ({
  browser,
}) => {
  const two = await openForTwo(browser)
  const bubble = two.page.getByRole('toolbar', { name: 'Format selection' })
  for (const [name, shown] of inToolbar.slice(0, 5)) {
    await test.step(name, async () => {
      await selectWord(two.page)
      const button = bubble.getByRole('button', { name, exact: true })
      await button.click()
      await expectText(two.seen.locator(shown), 'word')
      await walkTo(two.page, button)
      await two.page.keyboard.press('Enter')
      await expect(two.seen.locator(shown)).toHaveCount(0)
      await startOver(two)
    })
  }
  await selectWord(two.page)
  await expect(bubble).toBeVisible()
  await two.page.keyboard.press('Escape')
  await expect(bubble).toBeHidden()
  await two.page.keyboard.press('Control+Alt+c')
  await expectText(two.seen.locator('pre'), 'word')
  await two.page.keyboard.press('Shift+ArrowLeft')
  await expect(two.bar.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-disabled', 'true')
  // Code has no looks, but can be commented on.
  await expect(bubble.getByRole('button')).toHaveCount(1)
  await expect(bubble.getByRole('button', { name: 'Comment' })).toBeVisible()
})

test.describe('the menu behind /', () => {
  test('puts in every kind of block, by keys and by mouse', async ({ browser }) => {
    const two = await openForTwo(browser)
    const menu = two.page.getByRole('listbox', { name: 'Insert' })
    for (const [name, shown] of bySlash) {
      await test.step(name, async () => {
        await two.page.keyboard.type(`/${name.toLowerCase()}`)
        const option = menu.getByRole('option', { name, exact: false }).first()
        await expect(option).toHaveAttribute('aria-selected', 'true')
        await expect(two.text).toHaveAttribute(
          'aria-activedescendant',
          (await option.getAttribute('id')) ?? '',
        )
        await two.page.keyboard.press(name === 'Table' ? 'Tab' : 'Enter')
        await expect(two.seen.locator(shown)).toHaveCount(1)
        await expect(two.seen).not.toContainText('/')
        await startOver(two)
      })
    }
    for (const [name, shown] of [bySlash[0], bySlash[7], bySlash[10]]) {
      await two.page.keyboard.type('some text /')
      await menu.getByRole('option', { name, exact: false }).first().click()
      await expect(two.seen.locator(shown)).toHaveCount(1)
      await startOver(two)
    }
  })

  test('opens only where a command can be meant, and closes when none is', async ({ browser }) => {
    const { page, text } = await openForTwo(browser)
    const menu = page.getByRole('listbox')
    await page.keyboard.type('and/or')
    await expect(menu).toHaveCount(0)
    await page.keyboard.type(' /')
    await expect(menu).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(menu).toHaveCount(0)
    await expect(text).toHaveText('and/or /')
    await page.keyboard.press('Enter')
    await page.keyboard.type('/q')
    await expect(menu.getByRole('option')).toHaveCount(1)
    await page.keyboard.type('xz')
    await expect(menu).toHaveCount(0)
    await expect(text).not.toHaveAttribute('aria-activedescendant', /./)
    await page.keyboard.press('Enter')
    await page.keyboard.type('/')
    await page.keyboard.press('ArrowUp')
    await expect(menu.getByRole('option', { selected: true })).toHaveText('Divider')
    await page.keyboard.press('Backspace')
    await expect(menu).toHaveCount(0)
  })

  test('speaks Spanish, and finds English names and missing accents too', async ({ browser }) => {
    const two = await openForTwo(browser, 'es-ES')
    const menu = two.page.getByRole('listbox', { name: 'Insertar' })
    for (const [typed, name, shown] of [
      ['titulo 2', 'Título 2', 'h2'],
      ['viñ', 'Lista de viñetas', 'ul'],
      ['codigo', 'Bloque de código', 'pre'],
      ['quote', 'Cita', 'blockquote'],
    ] as const) {
      await two.page.keyboard.type(`/${typed}`)
      await expect(menu.getByRole('option', { selected: true })).toContainText(name)
      await two.page.keyboard.press('Enter')
      await expect(two.seen.locator(shown)).toHaveCount(1)
      await startOver(two)
    }
    await expect(two.text.locator('p')).toHaveAttribute(
      'data-placeholder',
      'Escribe, o pulsa / para ver opciones',
    )
  })

  test('stays where it is while somebody else writes above', async ({ browser }) => {
    const { page, seen } = await openForTwo(browser)
    await page.keyboard.type('First line')
    await page.keyboard.press('Enter')
    await page.keyboard.type('/head')
    const menu = page.getByRole('listbox')
    await expect(menu.getByRole('option', { name: /^Heading \d/ })).toHaveCount(6)
    await page.keyboard.press('ArrowDown')
    await expect(seen).toContainText('/head')
    await seen.click({ position: { x: 150, y: 80 } })
    await seen.page().keyboard.press('Control+Home')
    await seen.page().keyboard.type('Others write here. ')
    await expectText(editorIn(page), 'Others write here. First line/head')
    await expect(menu.getByRole('option', { selected: true })).toContainText('Heading 2')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Mine')
    await expectText(seen.locator('h2'), 'Mine')
    await expectText(seen.locator('p'), 'Others write here. First line')
  })
})

test('a link is made, followed, changed, copied and removed', async ({ browser }) => {
  const { page, text, seen } = await openForTwo(browser)
  await selectWord(page)
  await page.keyboard.press('Control+k')
  const address = page.getByLabel('Address')
  await expect(address).toBeFocused()
  await address.fill('javascript:alert(1)')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Enter a web or mail address.')).toBeVisible()
  await address.fill('example.com/a')
  await page.keyboard.press('Enter')
  await expect(seen.locator('a')).toHaveAttribute('href', 'https://example.com/a')
  await expect(text).toBeFocused()

  await text.locator('a').click()
  const card = page.getByRole('dialog', { name: 'Link' })
  await expect(card.getByRole('link', { name: 'example.com/a' })).toBeVisible()
  await page.context().route('https://example.com/**', (route) => route.fulfill({ body: 'reached' }))
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    card.getByRole('button', { name: 'Open link' }).click(),
  ])
  await expect(opened).toHaveURL('https://example.com/a')
  await opened.close()
  await card.getByRole('button', { name: 'Copy link' }).click()
  await expect(card.getByRole('button', { name: 'Copied' })).toBeVisible()
  await card.getByRole('button', { name: 'Edit link' }).click()
  await expect(address).toHaveValue('https://example.com/a')
  await address.fill('ana@example.com')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(seen.locator('a')).toHaveAttribute('href', 'mailto:ana@example.com')

  await text.locator('a').click()
  await page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  // Far enough from the last press not to be a double click.
  await text.locator('a').click({ position: { x: 32, y: 8 } })
  await card.getByRole('button', { name: 'Remove link' }).click()
  await expect(seen.locator('a')).toHaveCount(0)
  await expectText(seen, 'word')

  await page.keyboard.press('Control+End')
  await page.keyboard.type(' see ')
  await page.keyboard.press('Control+k')
  await address.fill('example.com')
  await page.keyboard.press('Tab')
  await page.keyboard.type('this')
  await page.keyboard.press('Enter')
  await page.keyboard.type(' page')
  await expectText(seen.locator('a'), 'this')
  await expectText(seen, 'word see this page')
})

test('a table grows, shrinks and goes, by its menu and by Tab', async ({ browser }) => {
  const { page, text, seen, bar } = await openForTwo(browser)
  const rows = seen.locator('tr')
  const columns = seen.locator('tr:first-child > *')
  await bar.getByRole('button', { name: 'Table', exact: true }).click()
  await expect(rows).toHaveCount(3)
  await expect(columns).toHaveCount(3)
  await page.keyboard.type('first')
  await expectText(seen.locator('th').first(), 'first')

  const choose = async (menu: Locator, name: string) => {
    await menu.click()
    await page.getByRole('menu').getByText(name, { exact: true }).click()
  }
  const inBar = bar.getByRole('button', { name: 'Table', exact: true })
  const atCorner = page.getByRole('button', { name: 'Table', exact: true }).last()
  await choose(inBar, 'Add row above')
  await expect(rows).toHaveCount(4)
  await choose(atCorner, 'Add row below')
  await expect(rows).toHaveCount(5)
  await choose(atCorner, 'Add column before')
  await expect(columns).toHaveCount(4)
  await choose(inBar, 'Add column after')
  await expect(columns).toHaveCount(5)
  await choose(inBar, 'Delete column')
  await expect(columns).toHaveCount(4)
  await expect(seen).not.toContainText('first')
  await choose(atCorner, 'Delete row')
  await expect(rows).toHaveCount(4)
  const headers = await seen.locator('th').count()
  await choose(inBar, 'Header row')
  await expect(seen.locator('th')).not.toHaveCount(headers)

  await text.locator('th, td').first().click()
  for (let cell = 0; cell < 4 * 4; cell++) await page.keyboard.press('Tab')
  await expect(rows).toHaveCount(5)
  await page.keyboard.type('last')
  await expectText(seen.locator('tr:last-child > *').first(), 'last')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type('before')
  await expectText(seen.locator('tr:nth-child(4) > *').last(), 'before')
  await choose(inBar, 'Delete table')
  await expect(seen.locator('table')).toHaveCount(0)
  await expect(seen.locator('p')).not.toHaveCount(0)
})

test('lists go deeper and back with Tab, and boxes are ticked for everybody', async ({ browser }) => {
  const { page, text, seen } = await openForTwo(browser)
  await page.keyboard.press('Control+Shift+9')
  await page.keyboard.type('one')
  await page.keyboard.press('Enter')
  await page.keyboard.type('two')
  await page.keyboard.press('Tab')
  await expectText(seen.locator('li li p'), 'two')
  await page.keyboard.press('Tab')
  await expect(text).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(seen.locator('li li')).toHaveCount(0)
  await expect(seen.locator('li')).toHaveCount(2)
  await text.getByRole('checkbox', { name: 'two' }).check()
  await expect(seen.getByRole('checkbox', { name: 'two' })).toBeChecked()
  await expect(seen.getByRole('checkbox', { name: 'one' })).not.toBeChecked()
  await placeCaret(page, 'one|')
  await page.keyboard.press('Control+Shift+8')
  await expectText(seen.locator('ul:not([data-type]) li').first(), 'one')
})

test('code takes its language and its colours, and a press below the text goes on writing', async ({
  browser,
}) => {
  const { page, text, seen } = await openForTwo(browser)
  await page.keyboard.type('```')
  await page.keyboard.press('Enter')
  await page.keyboard.type('const one = 1')
  await text.locator('.code-block').hover()
  await text.getByLabel('Language of the code').selectOption('TypeScript')
  await expectText(seen.locator('code .hljs-keyword'), 'const')
  const box = await text.boundingBox()
  if (!box) throw new Error('the text has no place')
  await text.click({ position: { x: box.width / 2, y: box.height - 40 } })
  await page.keyboard.type('after')
  await expectText(seen.locator('> p'), 'after')
})

test('typing without a pause, faster than the page can rest, loses nothing and breaks nothing', async ({
  browser,
}) => {
  const { page, seen } = await openForTwo(browser)
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.evaluate(async () => {
    for (let letter = 0; letter < 200; letter++) {
      document.execCommand('insertText', false, 'x')
      // No task of the page comes in between, only what belongs to this letter.
      for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    }
  })
  await expectText(seen, 'x'.repeat(200))

  // What comes without keys, as from dictation or a panel of emoji, over several lines.
  await page.keyboard.press('Enter')
  await page.keyboard.type('last')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText('new')
  await page.keyboard.type(' words')
  await expectText(seen, 'new words')
  expect(errors).toEqual([])
})
