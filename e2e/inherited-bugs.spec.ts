import { expect, type Browser, type Locator, type Page } from '@playwright/test'
import type { Editor } from '@tiptap/core'
import type { XmlElement, XmlText } from 'yjs'

import { blocksOf, caretIn, placeCaret } from '#e2e/support/caret'
import { HeldSocket } from '#e2e/support/held-socket'
import { editorIn, newPerson, openDocument } from '#e2e/support/people'
import type { Pliego } from '#e2e/support/pliego'
import { test } from '#e2e/support/test'

// Faults that editors made of TipTap and Yjs are known for, each in two browsers. Issue numbers are
// those of ueberdosis/tiptap.

type Pair = { ada: Page; grace: Page; adaSocket: HeldSocket; graceSocket: HeldSocket }

/** Two people in one document with these paragraphs. */
async function writeTogether(browser: Browser, pliego: Pliego, paragraphs: readonly string[]): Promise<Pair> {
  const { page: ada } = await newPerson(browser, { name: 'Ada' })
  const { page: grace } = await newPerson(browser, { name: 'Grace' })
  const adaSocket = await HeldSocket.before(ada, pliego.collabUrl)
  const graceSocket = await HeldSocket.before(grace, pliego.collabUrl)
  const documentId = await openDocument(ada)
  await openDocument(grace, documentId)
  await editorIn(ada).click()
  for (const [index, paragraph] of paragraphs.entries()) {
    if (index > 0) await ada.keyboard.press('Enter')
    await ada.keyboard.insertText(paragraph)
  }
  await expect.poll(() => blocksOf(grace)).toEqual(paragraphs.map((text) => `paragraph: ${text}`))
  return { ada, grace, adaSocket, graceSocket }
}

async function expectBoth({ ada, grace }: Pair, blocks: readonly string[]): Promise<void> {
  await expect.poll(() => blocksOf(ada)).toEqual(blocks)
  await expect.poll(() => blocksOf(grace)).toEqual(blocks)
}

const boldWords = (page: Page): Locator => editorIn(page).locator('strong')

/** Waits until what opens with a motion has come to rest; the motion may be of what it stands in. */
function settled(part: Locator): Promise<void> {
  return part.evaluate(async ({ ownerDocument }) => {
    const ending = ownerDocument
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map(({ finished }) => finished))
  })
}

/** Lets two people act without seeing each other, and brings them together again. */
async function apart({ adaSocket, graceSocket }: Pair, act: () => Promise<void>): Promise<void> {
  adaSocket.hold()
  graceSocket.hold()
  await act()
  adaSocket.letThrough()
  graceSocket.letThrough()
}

test('a remote keystroke is a small step: my selection, its menu and its place stay', async ({
  browser,
  pliego,
}) => {
  const pair = await writeTogether(browser, pliego, [
    'First paragraph.',
    'Choose these words here.',
    'Last one.',
  ])
  const { ada, grace } = pair
  await placeCaret(ada, 'Choose |these words| here')
  const menu = ada.getByRole('toolbar', { name: 'Format selection' })
  await expect(menu).toBeVisible()
  await settled(menu)
  const place = await menu.boundingBox()
  await placeCaret(grace, 'Last one.|')
  await grace.keyboard.type(' More at the end')
  await placeCaret(grace, 'First| paragraph')
  await grace.keyboard.type(' short')
  await expect.poll(() => blocksOf(ada)).toContain('paragraph: First short paragraph.')
  expect(await caretIn(ada)).toBe('Choose |these words| here.')
  await expect(menu).toBeVisible()
  expect(await menu.boundingBox()).toEqual(place)
})

test('#7213: somebody presses Enter before my caret, and it stays at my text', async ({
  browser,
  pliego,
}) => {
  const pair = await writeTogether(browser, pliego, ['one two three four'])
  const { ada, grace } = pair
  await placeCaret(ada, 'three fo|ur')
  await placeCaret(grace, 'one |two')
  await grace.keyboard.press('Enter')
  await expect.poll(() => blocksOf(ada)).toHaveLength(2)
  expect(await caretIn(ada)).toBe('two three fo|ur')
  await ada.keyboard.type('X')
  await expectBoth(pair, ['paragraph: one ', 'paragraph: two three foXur'])
})

test('#7332: two carets in a fresh paragraph do not mix their words', async ({ browser, pliego }) => {
  const pair = await writeTogether(browser, pliego, ['Above'])
  const { ada, grace } = pair
  await placeCaret(grace, 'Above|')
  await grace.keyboard.press('Enter')
  await expect.poll(() => blocksOf(ada)).toHaveLength(2)
  await placeCaret(ada, 'Above|')
  await ada.keyboard.press('ArrowDown')
  await expect.poll(() => caretIn(ada)).toBe('|')
  for (const [index, letter] of 'alpha'.split('').entries()) {
    await ada.keyboard.type(letter)
    await grace.keyboard.type('bravo'[index] ?? '')
  }
  await expect.poll(async () => (await blocksOf(ada)).join()).toMatch(/alphabravo|bravoalpha/)
  await expectBoth(pair, await blocksOf(ada))
})

for (const { title, shortcut, block } of [
  { title: 'a heading', shortcut: 'Control+Alt+2', block: 'heading2' },
  { title: 'a list', shortcut: 'Control+Shift+8', block: 'listItem/paragraph' },
]) {
  test(`somebody turns my paragraph into ${title}, and my caret stays in its word`, async ({
    browser,
    pliego,
  }) => {
    const pair = await writeTogether(browser, pliego, ['Title of it', 'Body'])
    const { ada, grace } = pair
    await placeCaret(ada, 'Title o|f it')
    await placeCaret(grace, '|Title of it')
    await grace.keyboard.press(shortcut)
    await expect.poll(() => blocksOf(ada)).toContain(`${block}: Title of it`)
    expect(await caretIn(ada)).toBe('Title o|f it')
    await ada.keyboard.type('X')
    await expectBoth(pair, [`${block}: Title oXf it`, 'paragraph: Body'])
  })
}

test('#7102: undoing a deletion puts the caret behind the word that came back', async ({
  browser,
  pliego,
}) => {
  const { ada } = await writeTogether(browser, pliego, ['keep remove keep too'])
  // Longer than the time within which edits are undone together.
  await ada.waitForTimeout(700)
  await placeCaret(ada, 'keep remove| keep')
  for (let count = 0; count < 'remove'.length; count++) await ada.keyboard.press('Backspace')
  await expect.poll(() => caretIn(ada)).toBe('keep | keep too')
  await ada.keyboard.press('Control+z')
  await expect.poll(() => caretIn(ada)).toBe('keep remove| keep too')
})

test('Enter here and typing in the moved tail there, at the same moment: nobody loses a letter', async ({
  browser,
  pliego,
}) => {
  // Where the typed text lands is inherent to Yjs 13: a split moves the tail as a copy, and text that is
  // typed meanwhile belongs to the original.
  const pair = await writeTogether(browser, pliego, ['one two three'])
  const { ada, grace } = pair
  await placeCaret(ada, 'two th|ree')
  await placeCaret(grace, 'one |two')
  await apart(pair, async () => {
    await grace.keyboard.press('Enter')
    await ada.keyboard.type('NEW')
  })
  await expect.poll(async () => (await blocksOf(grace)).join('\n')).toContain('NEW')
  await expectBoth(pair, await blocksOf(ada))
  const letters = (await blocksOf(ada)).map((block) => block.replace('paragraph: ', '')).join('')
  expect(letters.split('').toSorted().join('')).toBe('one two threeNEW'.split('').toSorted().join(''))
})

for (const { title, shortcut } of [
  { title: 'a heading', shortcut: 'Control+Alt+2' },
  { title: 'a list', shortcut: 'Control+Shift+8' },
]) {
  test(`a paragraph becomes ${title} here and is typed in there, at the same moment: nothing is lost`, async ({
    browser,
    pliego,
  }) => {
    const pair = await writeTogether(browser, pliego, ['one two', 'three'])
    const { ada, grace } = pair
    await placeCaret(ada, 'one tw|o')
    await placeCaret(grace, '|one two')
    await apart(pair, async () => {
      await grace.keyboard.press(shortcut)
      await ada.keyboard.type('NEW')
    })
    await expect.poll(async () => (await blocksOf(grace)).join('\n')).toContain('NEW')
    await expectBoth(pair, await blocksOf(ada))
    expect((await blocksOf(ada)).join('\n')).toMatch(/one tw/)
  })
}

test('undo takes back only mine, and never what was there when I came', async ({ browser, pliego }) => {
  const pair = await writeTogether(browser, pliego, ['from Ada'])
  const { ada, grace } = pair
  await placeCaret(grace, 'from Ada|')
  await grace.keyboard.press('Control+z')
  await expectBoth(pair, ['paragraph: from Ada'])
  await grace.keyboard.type(' and Grace')
  await expectBoth(pair, ['paragraph: from Ada and Grace'])
  await placeCaret(ada, '|from Ada')
  await ada.waitForTimeout(700)
  await ada.keyboard.type('Also ')
  await expectBoth(pair, ['paragraph: Also from Ada and Grace'])
  for (let count = 0; count < 5; count++) await grace.keyboard.press('Control+z')
  await expectBoth(pair, ['paragraph: Also from Ada'])
  await grace.keyboard.press('Control+Shift+z')
  await expectBoth(pair, ['paragraph: Also from Ada and Grace'])
})

test('undo and redo still work after the connection was lost and came back', async ({ browser, pliego }) => {
  const pair = await writeTogether(browser, pliego, ['before'])
  const { ada } = pair
  await ada.waitForTimeout(700)
  await ada.keyboard.type(' typed')
  await pliego.killCollab('SIGKILL')
  await pliego.startCollab()
  await expect(ada.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  await expectBoth(pair, ['paragraph: before typed'])
  await ada.keyboard.press('Control+z')
  await expectBoth(pair, ['paragraph: before'])
  await ada.keyboard.press('Control+y')
  await expectBoth(pair, ['paragraph: before typed'])
})

test("#7302: another person's selection and typing far away do not scroll my view", async ({
  browser,
  pliego,
}) => {
  const lines = Array.from({ length: 60 }, (_, index) => `Line number ${index + 1}.`)
  const { ada, grace } = await writeTogether(browser, pliego, lines)
  await placeCaret(ada, '|Line number 60.')
  await ada.keyboard.press('Home')
  const top = await ada.getByText('Line number 60.').boundingBox()
  await placeCaret(grace, '|Line number 1.|')
  await placeCaret(grace, 'Line number 2.|')
  await grace.keyboard.type(' Here')
  await grace.keyboard.press('Enter')
  await grace.keyboard.type('A line more above everything Ada sees')
  await expect.poll(() => blocksOf(ada)).toContain('paragraph: A line more above everything Ada sees')
  const after = await ada.getByText('Line number 60.').boundingBox()
  expect(Math.abs((after?.y ?? 0) - (top?.y ?? 0))).toBeLessThan(2)
})

test("#4221: one Enter at another person's caret makes one paragraph", async ({ browser, pliego }) => {
  const pair = await writeTogether(browser, pliego, ['left right'])
  const { ada, grace } = pair
  await placeCaret(grace, 'left| right')
  await expect(ada.getByText('Grace', { exact: true }).first()).toBeAttached()
  await placeCaret(ada, 'left| right')
  await ada.keyboard.press('Enter')
  await expectBoth(pair, ['paragraph: left', 'paragraph:  right'])
})

test('a document that ends in a heading gets no paragraph by being opened three times at once', async ({
  browser,
  pliego,
}) => {
  const pair = await writeTogether(browser, pliego, ['The end'])
  await placeCaret(pair.ada, 'The end|')
  await pair.ada.keyboard.press('Control+Alt+1')
  await expectBoth(pair, ['heading1: The end'])
  const others = await Promise.all([1, 2, 3].map(() => newPerson(browser)))
  const documentId = new URL(pair.ada.url()).pathname.split('/').at(-1)
  await Promise.all(others.map(({ page }) => openDocument(page, documentId)))
  for (const { page } of others) await expect.poll(() => blocksOf(page)).toEqual(['heading1: The end'])
  await expectBoth(pair, ['heading1: The end'])
})

test("#4221: Enter on a phone, while composing, at another person's caret makes one paragraph", async ({
  browser,
  pliego,
}) => {
  const { page: grace } = await newPerson(browser, { name: 'Grace' })
  const documentId = await openDocument(grace)
  await editorIn(grace).click()
  await grace.keyboard.insertText('left right')
  const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }
  const { page: ada } = await newPerson(browser, { name: 'Ada', ...phone })
  await HeldSocket.before(ada, pliego.collabUrl)
  await openDocument(ada, documentId)
  await placeCaret(grace, 'left| right')
  await expect(ada.getByText('Grace', { exact: true }).first()).toBeAttached()
  await placeCaret(ada, 'left| right')
  const keyboard = await ada.context().newCDPSession(ada)
  await keyboard.send('Input.imeSetComposition', { text: 'er', selectionStart: 2, selectionEnd: 2 })
  await keyboard.send('Input.insertText', { text: 'er' })
  await ada.keyboard.press('Enter')
  for (const page of [ada, grace]) {
    await expect.poll(() => blocksOf(page)).toEqual(['paragraph: lefter', 'paragraph:  right'])
  }
})

test('a word that is being composed is not broken by what others write around it', async ({
  browser,
  pliego,
}) => {
  const pair = await writeTogether(browser, pliego, ['one two', 'three'])
  const { ada, grace } = pair
  await placeCaret(ada, 'one two|')
  await placeCaret(grace, '|one two')
  const keyboard = await ada.context().newCDPSession(ada)
  await keyboard.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
  await grace.keyboard.type('zero ')
  await placeCaret(grace, 'three|')
  await grace.keyboard.type(' four')
  await keyboard.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 })
  await keyboard.send('Input.insertText', { text: '日本' })
  await expectBoth(pair, ['paragraph: zero one two日本', 'paragraph: three four'])
  expect(await caretIn(ada)).toBe('zero one two日本|')
})

test('#1786, #2761: undo and redo go on working when others have deleted what I wrote', async ({
  browser,
  pliego,
}) => {
  const pair = await writeTogether(browser, pliego, ['kept', 'gone'])
  const { ada, grace } = pair
  await ada.waitForTimeout(700)
  await placeCaret(ada, 'gone|')
  await ada.keyboard.type(' soon')
  await expectBoth(pair, ['paragraph: kept', 'paragraph: gone soon'])
  await placeCaret(grace, '|gone soon|')
  await grace.keyboard.press('Delete')
  await expectBoth(pair, ['paragraph: kept', 'paragraph: '])
  for (const keys of ['Control+z', 'Control+y', 'Control+z', 'Control+y']) await ada.keyboard.press(keys)
  await placeCaret(ada, 'kept|')
  await ada.keyboard.type(' alive')
  await expect.poll(() => blocksOf(grace)).toContain('paragraph: kept alive')
  await expectBoth(pair, await blocksOf(ada))
})

test('a mark stays on its words, whatever others turn their block into: comments are anchored by marks', async ({
  browser,
  pliego,
}) => {
  // Positions relative to the shared text cannot do this: a split or a conversion makes the words anew.
  const pair = await writeTogether(browser, pliego, ['Before it marked words after'])
  const { ada, grace } = pair
  await placeCaret(ada, 'it |marked words| after')
  await ada.keyboard.press('Control+b')
  await expect(boldWords(grace)).toHaveText(['marked words'])
  await placeCaret(grace, 'Before |it')
  await grace.keyboard.press('Enter')
  await expectBoth(pair, ['paragraph: Before ', 'paragraph: it marked words after'])
  for (const { shortcut, block } of [
    { shortcut: 'Control+Alt+2', block: 'heading2' },
    { shortcut: 'Control+Shift+8', block: 'listItem/paragraph' },
  ]) {
    await test.step(block, async () => {
      await grace.keyboard.press(shortcut)
      await expectBoth(pair, ['paragraph: Before ', `${block}: it marked words after`])
      await expect(boldWords(ada)).toHaveText(['marked words'])
      await expect(boldWords(grace)).toHaveText(['marked words'])
    })
  }
})

test('what a block says of itself reaches everybody: it is an attribute, since marks on blocks are not shared', async ({
  browser,
  pliego,
}) => {
  const { ada, grace } = await writeTogether(browser, pliego, ['To do'])
  await placeCaret(ada, 'To do|')
  await ada.keyboard.press('Control+Shift+9')
  await expect(editorIn(grace).getByRole('checkbox')).not.toBeChecked()
  await editorIn(grace).getByRole('checkbox').click()
  await expect(editorIn(ada).getByRole('checkbox')).toBeChecked()
})

test('a key that moves the caret counts, though an edit of others is drawn in that very moment', async ({
  browser,
}) => {
  const { page } = await newPerson(browser)
  await openDocument(page)
  const text = editorIn(page)
  await text.click()
  await page.keyboard.insertText('above')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('a line')
  // Behind each key's own task, and as a rule before the one in which the browser tells of the caret.
  const moments = await text.evaluateHandle((element: HTMLElement & { editor?: Editor }) => {
    const { doc, body } = element.editor?.storage.sharedBody.binding ?? {}
    const line = (body?.get(0) as XmlElement | undefined)?.get(0) as XmlText | undefined
    if (!doc || !line) throw new Error('there is no line to write in')
    const counts = { early: 0 }
    const { port1, port2 } = new MessageChannel()
    let isTold = false
    document.addEventListener('selectionchange', () => (isTold = true))
    element.addEventListener('keydown', () => {
      isTold = false
      port2.postMessage(null)
    })
    port1.addEventListener('message', () => {
      if (!isTold) counts.early += 1
      doc.transact(() => line.insert(0, 'x'), 'others')
    })
    port1.start()
    return counts
  })
  for (let round = 0; round < 5; round++) {
    await page.keyboard.press('Home')
    await expect.poll(() => caretIn(page)).toBe('|a line')
    await page.keyboard.press('End')
    await expect.poll(() => caretIn(page)).toBe('a line|')
  }
  expect(await moments.evaluate(({ early }) => early)).toBeGreaterThan(0)
})
