import type { Browser, CDPSession, Page } from '@playwright/test'
import type { Editor } from '@tiptap/core'

import { seededRandom } from '#collab-server/testing/random'
import { caretReport, FreshLetters, watchCaret } from '#e2e/support/caret-watch'
import { CutConnection } from '#e2e/support/cut-connection'
import { editorIn, newPerson, openDocument } from '#e2e/support/people'

type EditorElement = HTMLElement & { editor: Editor }

export type RandomWriting = {
  /** The document as each of them sees it in the end, as JSON. */
  readonly documents: readonly string[]
  /** Errors in a console, uncaught ones included. */
  readonly consoleErrors: readonly string[]
  /** Carets that were not where they belong, each with what was done before. */
  readonly lostCarets: readonly string[]
  /** How often a caret was looked at after an edit of others. */
  readonly caretChecks: number
}

type Writer = {
  readonly page: Page
  /** What Playwright's keyboard does not have: keys of any letter. */
  readonly keys: CDPSession
  readonly connection: CutConnection
  /** The operation before which the connection is mended. */
  mendAt: number
}

/** What an operation is made of; drawn whether it is needed or not, so that a seed always says the same. */
type Draw = { readonly first: number; readonly second: number }
type Habit = readonly [often: number, name: string, act: (writer: Writer, draw: Draw) => Promise<unknown>]

const people = 3
const settleMs = 60_000
const lookEvery = 5
const toldOperations = 8
const goesOffline = 'goes offline'
/** In operations of all. */
const longestSpell = 60

/**
 * Three people in browsers of their own do whatever people do to one document, without a plan but that of the
 * seed, and are offline now and then. Returns when all have connected again and nothing is on its way.
 */
export async function writeAtRandom(
  browser: Browser,
  { baseURL, seed, count }: { baseURL: string; seed: number; count: number },
): Promise<RandomWriting> {
  const random = seededRandom(seed)
  const habits = habitsWith(new FreshLetters())
  const consoleErrors: string[] = []
  const lostCarets: string[] = []
  const done: string[] = []
  let caretChecks = 0
  const writers = await openTogether(browser, baseURL, consoleErrors)

  const look = async (turn: number): Promise<void> => {
    const reports = await Promise.all(writers.map(({ page }) => caretReport(page)))
    reports.forEach(({ checks, problems }, index) => {
      caretChecks += checks
      for (const problem of problems) {
        const story = done.slice(-toldOperations).join(', ')
        lostCarets.push(`operation ${turn}, person ${index}: ${problem}; before: ${story}`)
      }
    })
  }
  for (let turn = 0; turn < count; turn++) {
    const index = Math.floor(random() * people)
    const [name, act] = chosen(habits, random())
    const draw = { first: random(), second: random() }
    const writer = writers[index]
    if (!writer) continue
    for (const each of writers) {
      if (each.mendAt !== turn) continue
      done.push(`${writers.indexOf(each)} comes back`)
      // oxlint-disable-next-line no-await-in-loop
      await each.connection.mend()
    }
    if (name === goesOffline) writer.mendAt = turn + 1 + Math.floor(draw.first * longestSpell)
    done.push(`${index} ${name}`)
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that a seed tells one story
    await act(writer, draw)
    // oxlint-disable-next-line no-await-in-loop
    if (turn % lookEvery === 0) await look(turn)
  }
  const documents = await whenSame(writers)
  await look(count)
  await Promise.all(writers.map(({ page }) => page.context().close()))
  return { documents, consoleErrors, lostCarets, caretChecks }
}

async function openTogether(browser: Browser, baseURL: string, consoleErrors: string[]): Promise<Writer[]> {
  const writers: Writer[] = []
  let documentId: string | undefined
  for (let index = 0; index < people; index++) {
    // oxlint-disable-next-line no-await-in-loop -- the first one makes the document
    const { page } = await newPerson(browser, { name: `Person ${index + 1}`, baseURL })
    page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()))
    page.on('pageerror', (error) => consoleErrors.push(error.message))
    // oxlint-disable-next-line no-await-in-loop
    const connection = await CutConnection.before(page)
    // oxlint-disable-next-line no-await-in-loop
    documentId = await openDocument(page, documentId)
    // oxlint-disable-next-line no-await-in-loop
    await editorIn(page).click()
    // oxlint-disable-next-line no-await-in-loop
    await watchCaret(page)
    // oxlint-disable-next-line no-await-in-loop
    const keys = await page.context().newCDPSession(page)
    writers.push({ page, keys, connection, mendAt: -1 })
  }
  return writers
}

const key =
  (...keys: readonly string[]) =>
  ({ page }: Writer, { first }: Draw) =>
    page.keyboard.press(one(keys, first))

/** What a person does, by how often it is done. */
function habitsWith(letters: FreshLetters): readonly Habit[] {
  return [
    [
      32,
      'types',
      ({ keys }, { first, second }) =>
        type(keys, letters.next(1 + Math.floor(first * 4)) + one(['', '', ' ', '. '], second)),
    ],
    [12, 'splits', key('Enter', 'Enter', 'Enter', 'Shift+Enter')],
    [12, 'goes', ({ page }, { first }) => page.evaluate(goTo, first)],
    [8, 'deletes', key('Backspace', 'Delete', 'Control+Backspace')],
    [6, 'selects', key('Shift+ArrowLeft', 'Shift+ArrowUp', 'Shift+End')],
    [
      4,
      'cuts blocks',
      ({ page }, { first, second }) =>
        page.evaluate(selectBlocks, [first, second] as const).then(() => page.keyboard.press('Delete')),
    ],
    [6, 'list', key('Control+Shift+7', 'Control+Shift+8', 'Control+Shift+9')],
    [
      5,
      'indents',
      async ({ page }, { first }) => {
        if (await page.evaluate(isInListOrTable)) await page.keyboard.press(one(['Tab', 'Shift+Tab'], first))
      },
    ],
    [4, 'block', key('Control+Alt+1', 'Control+Alt+2', 'Control+Alt+0', 'Control+Shift+b')],
    [4, 'mark', key('Control+b', 'Control+i', 'Control+u', 'Control+e')],
    [4, 'pastes', ({ page }, { first }) => page.evaluate(paste, pasted(first, letters))],
    [2, 'table', ({ page }) => page.evaluate(insertTable)],
    [4, 'works on a table', ({ page }, { first }) => page.evaluate(workOnTable, first)],
    [6, 'undoes', key('Control+z')],
    [3, 'redoes', key('Control+y')],
    [1, goesOffline, ({ connection }) => connection.cut()],
  ]
}

function pasted(share: number, letters: FreshLetters): string {
  const words = () => letters.next(2)
  return one(
    [
      () => `<h2>${words()}</h2><p>${words()}<b>${words()}</b></p>`,
      () => `<ul><li>${words()}<ul><li>${words()}</li></ul></li><li>${words()}</li></ul>`,
      () => `<table><tr><td>${words()}</td><td>${words()}</td></tr></table>`,
      () => `<p>${words()}</p><blockquote><p>${words()}</p></blockquote>`,
      () => words(),
    ],
    share,
  )()
}

/** As from a keyboard that has these letters, and not as an input method puts in a word. */
async function type(keys: CDPSession, text: string): Promise<void> {
  await Promise.all(
    Array.from(text, (letter) => keys.send('Input.dispatchKeyEvent', { type: 'char', text: letter })),
  )
}

function one<Value>(values: readonly Value[], share: number): Value {
  return values[Math.floor(share * values.length)] as Value
}

function chosen(habits: readonly Habit[], share: number): readonly [string, Habit[2]] {
  let left = share * habits.reduce((sum, [often]) => sum + often, 0)
  const habit = habits.find(([often]) => (left -= often) < 0) ?? habits.at(-1)
  if (!habit) throw new Error('somebody without habits does nothing')
  const [, name, act] = habit
  return [name, act]
}

/** The documents once all are connected and they have been the same for a moment, or when patience ends. */
async function whenSame(writers: readonly Writer[]): Promise<string[]> {
  const until = Date.now() + settleMs
  for (let calm = 0; ;) {
    // oxlint-disable-next-line no-await-in-loop -- again, for one that was refused just before
    await Promise.all(writers.map(({ connection }) => connection.mend()))
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 300))
    // oxlint-disable-next-line no-await-in-loop
    const documents = await Promise.all(writers.map(({ page }) => page.evaluate(documentJson)))
    calm = new Set(documents).size === 1 ? calm + 1 : 0
    if (calm >= 3 || Date.now() > until) return documents
  }
}

// What follows runs in the pages.

function documentJson(): string {
  const element = document.querySelector<EditorElement>('.ProseMirror')
  return element ? JSON.stringify(element.editor.getJSON()) : 'no editor'
}

function goTo(share: number): void {
  const { editor } = document.querySelector<EditorElement>('.ProseMirror') as EditorElement
  const { doc } = editor.state
  const wanted = Math.floor(share * doc.content.size)
  // Between blocks no person can put a caret.
  let place = -1
  doc.descendants((node, at) => {
    const end = at + 1 + node.content.size
    if (node.isTextblock && place < 0 && end >= wanted) place = Math.max(at + 1, wanted)
    return place < 0
  })
  if (place >= 0) editor.commands.setTextSelection(place)
}

/** Some blocks, more of them the more there are, from text to text: so a document comes to have some seventy. */
function selectBlocks([start, length]: readonly [number, number]): void {
  const { editor } = document.querySelector<EditorElement>('.ProseMirror') as EditorElement
  const { doc } = editor.state
  const first = Math.floor(start * doc.childCount)
  const last = Math.min(doc.childCount - 1, first + Math.floor((length * doc.childCount) / 6))
  let [from, to, position] = [0, 0, 0]
  doc.forEach((block, _offset, index) => {
    if (index === first) from = position
    position += block.nodeSize
    if (index === last) to = position
  })
  const text: { from: number; to: number } = { from: -1, to: -1 }
  doc.nodesBetween(from, to, (node, at) => {
    if (!node.isTextblock) return
    if (text.from < 0) text.from = at + 1
    text.to = at + 1 + node.content.size
  })
  editor.commands.setTextSelection(text.from < 0 ? { from, to } : text)
}

function paste(content: string): void {
  const element = document.querySelector<EditorElement>('.ProseMirror') as EditorElement
  const clipboardData = new DataTransfer()
  clipboardData.setData(content.startsWith('<') ? 'text/html' : 'text/plain', content)
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}

/** Elsewhere Tab is how somebody leaves the text. */
function isInListOrTable(): boolean {
  const { editor } = document.querySelector<EditorElement>('.ProseMirror') as EditorElement
  const { $from } = editor.state.selection
  return /^(?:listItem|taskItem|tableCell|tableHeader)$/.test($from.node(-1)?.type.name ?? '')
}

function insertTable(): void {
  const { editor } = document.querySelector<EditorElement>('.ProseMirror') as EditorElement
  const { $from } = editor.state.selection
  // A handful, and none in another: these are nobody's habit.
  const isInTable = Array.from(
    { length: $from.depth },
    (_, depth) => $from.node(depth + 1).type.name,
  ).includes('table')
  if (isInTable || document.querySelectorAll('.ProseMirror table').length >= 6) return
  editor.chain().focus().insertTable({ rows: 2, cols: 2, withHeaderRow: true }).run()
}

function workOnTable(share: number): void {
  const { editor } = document.querySelector<EditorElement>('.ProseMirror') as EditorElement
  let cell = -1
  editor.state.doc.descendants((node, position) => {
    if (cell < 0 && node.type.name === 'tableCell') cell = position
    return cell < 0
  })
  if (cell < 0) return
  if (!editor.can().addRowAfter()) editor.commands.setTextSelection(cell + 2)
  const { commands } = editor
  const steps = [
    () => commands.addRowAfter(),
    () => commands.addColumnBefore(),
    () => commands.deleteRow(),
    () => commands.deleteColumn(),
    () => commands.toggleHeaderRow(),
    () => commands.mergeOrSplit(),
  ]
  steps[Math.floor(share * steps.length)]?.()
}
