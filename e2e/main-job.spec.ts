import type { Page } from '@playwright/test'

import { startPliego } from '#e2e/support/pliego'
import { editorIn, expect, newPerson, openDocument, test } from '#e2e/support/test'

test('two people write in one document at once, and nothing is lost when servers die', async ({
  browser,
}) => {
  const pliego = await startPliego()
  try {
    const ana = await newPerson(browser, { name: 'Ana', baseURL: pliego.url })
    const luis = await newPerson(browser, { name: 'Luis', baseURL: pliego.url })

    // A new document, by the button that a newcomer presses.
    await ana.page.goto('/')
    await ana.page.getByRole('button', { name: 'New document', exact: true }).first().click()
    await ana.page.waitForURL(/\/d\/[\w-]+$/)
    const documentId = new URL(ana.page.url()).pathname.slice('/d/'.length)
    await openDocument(luis.page, documentId)

    // The other sees the text and the named caret within a second.
    await expect(editorIn(ana.page)).toBeFocused()
    await ana.page.keyboard.type('Good morning')
    await Promise.all([
      expect(editorIn(luis.page)).toContainText('Good morning', { timeout: 1000 }),
      expect(caretsIn(luis.page)).toHaveText('Ana', { timeout: 1000 }),
    ])

    // Both type at once, each in a line of their own, and both pages converge.
    await ana.page.keyboard.press('Enter')
    await ana.page.keyboard.press('Enter')
    await expect(editorIn(luis.page).locator('p')).toHaveCount(3)
    await editorIn(luis.page).locator('p').nth(1).click()
    await Promise.all([
      ana.page.keyboard.type('written by Ana while Luis writes', { delay: 15 }),
      luis.page.keyboard.type('written by Luis while Ana writes', { delay: 15 }),
    ])
    const lines = ['Good morning', 'written by Luis while Ana writes', 'written by Ana while Luis writes']
    await expectLines(ana.page, lines)
    await expectLines(luis.page, lines)

    // SIGKILL of the collab server loses nothing, and neither does typing meanwhile.
    await pliego.killCollab('SIGKILL')
    await ana.page.keyboard.type(', alone')
    await pliego.startCollab()
    lines[2] += ', alone'
    await expectLines(luis.page, lines)
    await expectLines(ana.page, lines)

    // Nor can the writers' own copies have made up for it: once the other has seen the last words, the
    // server is killed and both leave. After a restart of everything somebody new sees it all.
    await ana.page.keyboard.type(', and gone')
    lines[2] += ', and gone'
    await expectLines(luis.page, lines)
    await pliego.killCollab('SIGKILL')
    await Promise.all([ana.context.close(), luis.context.close()])
    await pliego.restartAll()
    const nora = await newPerson(browser, { name: 'Nora', baseURL: pliego.url })
    await openDocument(nora.page, documentId)
    await expectLines(nora.page, lines)
  } finally {
    await pliego.stop()
  }
})

/** The name flags of other people's carets, in the document as it stands in a page. */
function caretsIn(page: Page) {
  return page.locator('.caret-flag')
}

/** Waits until the document is these paragraphs; the flags of carets are not part of it. */
async function expectLines(page: Page, lines: readonly string[]) {
  await expect
    .poll(
      () =>
        editorIn(page).evaluate((editor) =>
          Array.from(editor.querySelectorAll(':scope > p'), (paragraph) => {
            const copy = paragraph.cloneNode(true) as Element
            for (const caret of copy.querySelectorAll('[class*="caret"]')) caret.remove()
            return copy.textContent
          }),
        ),
      { timeout: 15_000 },
    )
    .toEqual(lines)
}
