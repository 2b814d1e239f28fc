import { expect, type Page } from '@playwright/test'
import type { Editor } from '@tiptap/core'

import { eventually } from '#collab-server/testing/eventually'
import { HeldSocket } from '#e2e/support/held-socket'
import { readRecordedTrace, versionsBefore, type Patch } from '#collab-server/testing/recorded-trace'
import { editorIn, newPerson, openDocument } from '#e2e/support/people'
import { replayOnYjs } from '#e2e/support/replay-on-yjs'
import { test } from '#e2e/support/test'

const editCount = 1000
const trace = readRecordedTrace('friendsforever')

test('the first 1,000 edits of two people who wrote at once end in the text that Yjs gives', async ({
  browser,
  pliego,
}) => {
  test.skip(process.env['TEST_ALL'] !== '1', 'two minutes: `npm run test:all` has it')
  test.skip(!trace, 'the recorded trace friendsforever.json.gz is not on this machine')
  test.setTimeout(240_000)
  const txns = (trace?.txns ?? []).slice(0, editCount)
  const seen = versionsBefore(txns)

  const people = await Promise.all(
    ['Ada', 'Grace'].map(async (name) => {
      const { page } = await newPerson(browser, { name })
      return { page, socket: await HeldSocket.before(page, pliego.collabUrl) }
    }),
  )
  let documentId: string | undefined
  for (const { page, socket } of people) {
    documentId = await openDocument(page, documentId)
    await expect(editorIn(page)).toBeEditable()
    await expect.poll(() => socket.clientId).toBeDefined()
    socket.hold()
  }
  // Yjs puts the lower client id first, so that is the one who plays agent 0.
  const [lower, higher] = people.toSorted((a, b) => (a.socket.clientId ?? 0) - (b.socket.clientId ?? 0))
  if (!lower || !higher) throw new Error('two people are needed')
  const writers = [lower, higher] as const
  const { before, merged } = replayOnYjs(txns, [1, 2])

  // writtenBy[agent][n]: how many updates that agent's page had sent after its n-th transaction.
  const writtenBy: [number[], number[]] = [[0], [0]]
  for (const [index, { agent, patches }] of txns.entries()) {
    const own = agent === 0 ? 0 : 1
    const other = own === 0 ? 1 : 0
    const { page, socket } = writers[own]
    writers[other].socket.releaseUpTo(writtenBy[other][seen[index]?.[other] ?? 0] ?? 0)
    expect(await textOnce(page, before[index] ?? ''), `edit ${index}`).toBe(before[index])
    const sentBefore = socket.count
    for (const patch of patches) await typePatch(page, patch)
    await eventually(() => expect(socket.count).toBeGreaterThan(sentBefore), { everyMs: 2 })
    writtenBy[own].push(socket.count)
  }
  for (const { socket } of people) socket.releaseUpTo(socket.count)
  for (const { page } of people) await expect.poll(() => textOf(page)).toBe(merged)
})

async function typePatch(page: Page, [position, deleted, inserted]: Patch): Promise<void> {
  await placeCaret(page, position + deleted)
  for (let count = 0; count < deleted; count++) await page.keyboard.press('Backspace')
  for (const [index, line] of inserted.split('\n').entries()) {
    if (index > 0) await page.keyboard.press('Shift+Enter')
    await page.keyboard.type(line)
  }
}

/** The text of the one paragraph, its hard breaks as newlines. */
function textOf(page: Page): Promise<string> {
  return textOnce(page, '', 0)
}

/** The same, once it is what is awaited, or what it is after this time. */
function textOnce(page: Page, awaited: string, withinMs = 10_000): Promise<string> {
  return editorIn(page).evaluate(
    async (body: HTMLElement & { editor?: Editor }, wanted) => {
      const { editor } = body
      if (!editor) throw new Error('there is no editor here')
      const text = (): string => editor.state.doc.textBetween(0, editor.state.doc.content.size, '¶', '\n')
      if (text() !== wanted.awaited && wanted.withinMs > 0) {
        await new Promise<void>((resolve) => {
          const end = (): void => {
            clearTimeout(timer)
            editor.off('transaction', look)
            resolve()
          }
          const look = (): void => {
            if (text() === wanted.awaited) end()
          }
          const timer = setTimeout(end, wanted.withinMs)
          editor.on('transaction', look)
        })
      }
      return text()
    },
    { awaited, withinMs },
  )
}

/** A hard break takes one position, as a newline does, so text offsets are positions less one. */
function placeCaret(page: Page, offset: number): Promise<void> {
  return editorIn(page).evaluate((body: HTMLElement & { editor?: Editor }, position) => {
    const { editor } = body
    if (editor && !(editor.state.selection.empty && editor.state.selection.from === position)) {
      editor.commands.setTextSelection(position)
    }
    editor?.view.focus()
  }, offset + 1)
}
