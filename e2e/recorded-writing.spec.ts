import { expect, type Page } from '@playwright/test'
import type { Editor } from '@tiptap/core'

import { HeldSocket } from '#e2e/support/held-socket'
import { readRecordedTrace, replayOnYjs, seenFromOther } from '#e2e/support/recorded-trace'
import { newPerson, openDocument, test } from '#e2e/support/test'

const editCount = 1000
const trace = readRecordedTrace('friendsforever')

test('the first 1,000 edits of two people who wrote at once end in the text that Yjs gives', async ({
  browser,
  pliego,
}) => {
  test.skip(!trace, 'the recorded trace friendsforever.json.gz is not on this machine')
  test.setTimeout(240_000)
  const txns = (trace?.txns ?? []).slice(0, editCount)
  const seen = seenFromOther(txns)

  const documentUrl = await openDocument(pliego)
  const people = await Promise.all([openAs(browser, 'Ada'), openAs(browser, 'Grace')])
  await Promise.all(people.map(({ page }) => page.goto(documentUrl)))
  for (const { page, socket } of people) {
    await expect(bodyOf(page)).toBeEditable()
    await expect.poll(() => socket.clientId).toBeDefined()
    socket.hold()
  }
  // Yjs puts the lower client id first, so that is the one who plays agent 0.
  people.sort((a, b) => (a.socket.clientId ?? 0) - (b.socket.clientId ?? 0))
  const { before, merged } = replayOnYjs(txns, [1, 2])

  // writtenBy[agent][n]: how many updates that agent's page had sent after its n-th transaction.
  const writtenBy: [number[], number[]] = [[0], [0]]
  for (const [index, { agent, patches }] of txns.entries()) {
    const own = agent === 0 ? 0 : 1
    const other = own === 0 ? 1 : 0
    const { page, socket } = people[own]
    people[other].socket.releaseUpTo(writtenBy[other][seen[index] ?? 0] ?? 0)
    await expect.poll(() => textOf(page), { intervals: [1, 5, 20], message: `edit ${index}` }).toBe(before[index])
    const sentBefore = socket.count
    for (const patch of patches) await typePatch(page, patch)
    await expect.poll(() => socket.count, { intervals: [1, 5, 20] }).toBeGreaterThan(sentBefore)
    writtenBy[own].push(socket.count)
  }
  for (const { socket } of people) socket.releaseUpTo(socket.count)
  for (const { page } of people) await expect.poll(() => textOf(page)).toBe(merged)
})

async function typePatch(page: Page, [position, deleted, inserted]: readonly [number, number, string]): Promise<void> {
  await placeCaret(page, position + deleted)
  for (let count = 0; count < deleted; count++) await page.keyboard.press('Backspace')
  for (const [index, line] of inserted.split('\n').entries()) {
    if (index > 0) await page.keyboard.press('Shift+Enter')
    await page.keyboard.type(line)
  }
}

const bodyOf = (page: Page) => page.locator('.ProseMirror')

/** The text of the one paragraph, its hard breaks as newlines. */
function textOf(page: Page): Promise<string> {
  return bodyOf(page).evaluate((body: HTMLElement & { editor?: Editor }) => {
    const doc = body.editor?.state.doc
    return doc?.textBetween(0, doc.content.size, '¶', '\n') ?? ''
  })
}

/** A hard break takes one position, as a newline does, so text offsets are positions less one. */
function placeCaret(page: Page, offset: number): Promise<void> {
  return bodyOf(page).evaluate((body: HTMLElement & { editor?: Editor }, position) => {
    const { editor } = body
    if (editor && !(editor.state.selection.empty && editor.state.selection.from === position)) {
      editor.commands.setTextSelection(position)
    }
    editor?.view.focus()
  }, offset + 1)
}
