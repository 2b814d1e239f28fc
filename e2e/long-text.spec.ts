import type { Page } from '@playwright/test'

import { caretIn } from '#e2e/support/caret'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

test('a long text is as long as it is, is written at both ends, and printed whole', async ({ browser }) => {
  const { page } = await newPerson(browser)
  await openDocument(page)
  const text = editorIn(page)
  await text.click()
  await text.evaluate((element) => {
    const clipboardData = new DataTransfer()
    const lines = Array.from(
      { length: 420 },
      (_, index) => `<p>${`${index} words of a line. `.repeat(15)}</p>`,
    )
    clipboardData.setData('text/html', lines.join(''))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(text.locator('> p')).toHaveCount(420)
  await expect(text).toHaveClass(/is-long/)

  // Where the browser scrolls to by itself, with nothing typed: beneath no bar, and not beyond the window.
  // In a longer text, or on a slower machine, the editor hears of a moved caret too late to scroll to it.
  await page.evaluate(() => {
    addEventListener('keydown', () => {
      const until = performance.now() + 80
      while (performance.now() < until);
    })
  })
  await page.keyboard.press('Control+End')
  await expectCaretInSight(page)
  for (const key of ['Control+Home', 'PageDown', 'PageDown', 'PageUp']) {
    await page.keyboard.press(key)
    await expectCaretInSight(page)
  }

  await page.keyboard.press('Control+Home')
  await page.keyboard.insertText('First. ')
  expect(await caretIn(page)).toMatch(/^First\. \|0 words/)
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText('Last.')
  await expect.poll(() => caretIn(page)).toMatch(/a line\. ?Last\.\|$/)
  await expect(text.locator('> p').last()).toBeInViewport()

  // What stood above was guessed, and what is in sight stays while it is laid out.
  const whole = await wholeHeight(page)
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).toBe(whole)
  await expect(text.locator('> p').last()).toBeInViewport()
  // What takes the focus in the bars leaves the page where it is.
  const scrolledTo = await page.evaluate(() => scrollY)
  await page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button').first().focus()
  expect(await page.evaluate(() => scrollY)).toBe(scrolledTo)
  const isSkipped = () =>
    text
      .locator('> p')
      .nth(200)
      .evaluate((line) => getComputedStyle(line).contentVisibility)
  expect(await isSkipped()).toBe('auto')
  await page.emulateMedia({ media: 'print' })
  expect(await isSkipped()).toBe('visible')

  // A paragraph that is written in is given its height, and always the one that it would have by itself.
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(watchHeldHeights)
  await text.focus()
  await page.keyboard.type('A word')
  await page.keyboard.insertText(' and many more'.repeat(12))
  for (const key of ['Enter', 'b', 'Control+Backspace', 'Backspace', 'Shift+Home', 'Delete', 'c']) {
    await page.keyboard.press(key)
    await expect(text.locator('> .is-held')).toHaveCount(1)
  }
  await expect(text.locator('> .is-held')).toHaveCount(0)
  const { looks, differ } = await page.evaluate(() => (window as unknown as { held: HeldHeights }).held)
  expect(looks).toBeGreaterThan(10)
  expect(differ).toEqual([])

  // Opened again, it is written in before all of it is drawn, and a key that goes to its end finds it.
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  await page.reload()
  const begun = page.locator('.document-text[contenteditable="true"]')
  await begun
    .locator('> p')
    .first()
    .click({ position: { x: 1, y: 8 } })
  await page.keyboard.type('Again. ')
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(' The end.')
  await expect(text.locator('> p')).toHaveCount(420)
  await expect(text.locator('> p').first()).toHaveText(/^Again\. First\. 0 words/)
  await expect(text.locator('> p').last()).toHaveText(/c The end\.$/)
})

/** Between the bars at the top and the foot of the window. */
async function expectCaretInSight(page: Page): Promise<void> {
  const free = () =>
    page.evaluate(() => {
      const { focusNode, focusOffset } = getSelection() ?? {}
      const caret = new Range()
      if (focusNode) caret.setStart(focusNode, focusOffset ?? 0)
      const { top, bottom } = caret.getBoundingClientRect()
      const covered = document.querySelector('[data-editor-toolbar]')?.getBoundingClientRect().bottom ?? 0
      return Math.min(top - covered, innerHeight - bottom)
    })
  await expect.poll(free).toBeGreaterThan(0)
}

/** Of the page when all of its text is laid out. */
async function wholeHeight(page: Page): Promise<number> {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('.document-text > * { content-visibility: visible !important; }')
    const before = [...document.adoptedStyleSheets]
    document.adoptedStyleSheets.push(sheet)
    const { scrollHeight } = document.documentElement
    document.adoptedStyleSheets = before
    return scrollHeight
  })
}

type HeldHeights = { looks: number; differ: string[] }

/** Looks in each frame at the block that is given its height, and notes where its text asks for another. */
function watchHeldHeights(): void {
  const held: HeldHeights = { looks: 0, differ: [] }
  Object.assign(window, { held })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('.is-held { contain: none !important; height: auto !important }')
  const look = (): void => {
    requestAnimationFrame(look)
    const block = document.querySelector('.is-held')
    if (!block) return
    const given = block.getBoundingClientRect().height
    const before = [...document.adoptedStyleSheets]
    document.adoptedStyleSheets = [...before, sheet]
    const own = block.getBoundingClientRect().height
    document.adoptedStyleSheets = before
    held.looks += 1
    if (Math.abs(given - own) > 1) held.differ.push(`${given} for ${own}: ${block.textContent}`)
  }
  look()
}
