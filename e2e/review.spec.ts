import type { Locator, Page } from '@playwright/test'

import { placeCaret } from '#e2e/support/caret'
import { commentedForAll, dragOver, openForReview, type Reviewers, seenByAll } from '#e2e/support/reviewers'
import { editorIn, expect, test } from '#e2e/support/test'

// Each in a worker of its own: together they take little longer than one.
test.describe.configure({ mode: 'parallel' })

// A minute each: in every run the one, in `npm run test:all` both.
const locales = process.env['TEST_ALL'] === '1' ? (['en', 'es'] as const) : (['en'] as const)

for (const locale of locales) {
  test(`three people review a text of twenty pages, ${locale}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const people = await openForReview(browser, locale)
    await discuss(people)
    await whereTheWordsGo(people)
    await suggest(people)
    await decide(people)
    await lookBack(people)
  })
}

const listOf = (page: Page, say: Reviewers['say']) =>
  page.getByRole('complementary', { name: say('comments.title'), exact: true })

const thread = (there: Locator) => there.locator('[data-thread-card]')

async function discuss(people: Reviewers): Promise<void> {
  const { say, ana, bo, eva } = people
  const beside = ana.getByRole('complementary', { name: say('comments.margin') })
  const [his, hers] = [listOf(bo, say), listOf(eva, say)]
  // Ana has it beside the text, the others in a list: one each.
  const seen = async (what: (there: Locator) => Locator) => {
    for (const there of [beside, his, hers]) await expect(what(there)).toBeVisible()
  }
  await bo.getByRole('button', { name: say('comments.title') }).click()

  await dragOver(eva, 'north pier')
  await eva.getByRole('button', { name: say('editor.commands.comment'), exact: true }).click()
  await expect(eva.getByRole('textbox', { name: say('comments.write') })).toBeFocused()
  await eva.keyboard.type('Which one?')
  await eva.keyboard.press('Enter')
  await seen((there) => thread(there).getByText('Which one?'))
  await commentedForAll(people, ['north pier'])

  // An answer that names her while she reads on, a reaction to it, a second thought.
  await editorIn(eva).getByText('Whoever misses it walks home along the river.').click()
  await expect(hers.locator('[data-active]')).toHaveCount(0)
  await thread(beside).getByText('Which one?').click()
  await beside.getByRole('textbox', { name: say('comments.reply') }).click()
  await ana.keyboard.type('The old one, @Ev')
  await ana
    .getByRole('listbox', { name: say('comments.people') })
    .getByRole('option', { name: 'Eva' })
    .click()
  await ana.keyboard.press('Enter')
  await seen((there) => there.getByText('The old one'))
  await expect(
    eva.getByRole('banner').getByRole('button', { name: say('notifications.bellUnread', { count: 1 }) }),
  ).toBeVisible()
  await his.getByText('The old one').hover()
  await his
    .getByRole('button', { name: say('comments.react') })
    .last()
    .click()
  await bo.getByRole('button', { name: '👍' }).click()
  await seen((there) =>
    there.getByRole('button', { name: say('comments.reaction', { sign: '👍', count: 1 }) }),
  )
  await hers.getByText('Which one?').hover()
  await hers
    .getByRole('button', { name: say('comments.edit') })
    .first()
    .click()
  await expect(hers.getByRole('textbox', { name: say('comments.edit') })).toHaveValue('Which one?')
  // Who has the thread before her has read what she was told of it.
  await expect(
    eva.getByRole('banner').getByRole('button', { name: say('notifications.title'), exact: true }),
  ).toBeVisible()
  await eva.keyboard.press('Control+a')
  await eva.keyboard.type('Which pier?')
  await eva.keyboard.press('Enter')
  await seen((there) => there.getByText(`Which pier?${say('comments.edited')}`))
  await his.getByText('Which pier?').click()
  await his.getByRole('textbox', { name: say('comments.reply') }).fill('There is a third')
  await bo.keyboard.press('Enter')
  await seen((there) => there.getByText('There is a third'))
  await his.getByText('There is a third').hover()
  await his
    .getByRole('button', { name: say('comments.remove') })
    .last()
    .click()
  for (const there of [beside, his, hers]) await expect(there.getByText('There is a third')).toHaveCount(0)

  // Done, and not done after all.
  await thread(beside)
    .getByRole('button', { name: say('comments.resolve') })
    .click()
  await commentedForAll(people, [])
  await expect(beside).toHaveCount(0)
  await his.getByLabel(say('comments.filter.label')).selectOption('resolved')
  await expect(thread(his)).toContainText(say('comments.resolvedBy', { name: 'Ana' }))
  await his.getByRole('button', { name: say('comments.reopen') }).click()
  await commentedForAll(people, ['north pier'])
  await his.getByLabel(say('comments.filter.label')).selectOption('open')

  // Of the whole text; and whose are which.
  await hers.getByRole('button', { name: say('comments.newWhole') }).click()
  await eva.keyboard.type('A fine text')
  await eva.keyboard.press('Enter')
  await expect(thread(his).filter({ hasText: 'A fine text' })).toContainText(say('comments.whole'))
  await expect(ana.getByRole('button', { name: say('comments.buttonOpen', { count: 2 }) })).toBeVisible()
  await his.getByLabel(say('comments.filter.person')).selectOption('Ana')
  await expect(thread(his)).toHaveCount(1)
  await his.getByLabel(say('comments.filter.person')).selectOption(say('comments.filter.everybody'))
  await his.getByLabel(say('comments.filter.label')).selectOption('mine')
  await expect(thread(his).filter({ hasText: 'A fine text' })).toHaveCount(0)
  await his.getByLabel(say('comments.filter.label')).selectOption('open')

  // A link to one of them, that somebody else follows.
  await thread(beside)
    .getByRole('button', { name: say('comments.more') })
    .click()
  await ana.getByRole('menuitem', { name: say('comments.copyLink') }).click()
  const link = await ana.evaluate(() => navigator.clipboard.readText())
  await bo.goto(link)
  await expect(his.locator('[data-active]')).toContainText('Which pier?')
  await expect(editorIn(bo).getByText('north pier')).toBeInViewport()
}

async function whereTheWordsGo(people: Reviewers): Promise<void> {
  const { say, ana, bo, eva } = people
  const lists = [listOf(bo, say), listOf(eva, say)]
  await placeCaret(ana, 'from the |north pier| at nine')
  await ana.keyboard.press('Delete')
  for (const list of lists) {
    await expect(list.getByRole('region', { name: say('comments.gone') })).toContainText('north pier')
  }
  await ana.keyboard.press('Control+z')
  for (const list of lists) await expect(list.getByRole('region')).toHaveCount(0)
  await commentedForAll(people, ['north pier'])

  await placeCaret(ana, 'from| the north pier| at nine')
  await ana.keyboard.press('Control+x')
  await seenByAll(people, (page) => editorIn(page).getByText('The ferry leaves from at nine'))
  await placeCaret(ana, 'along the river|.')
  await ana.keyboard.press('Control+v')
  await seenByAll(people, (page) => editorIn(page).getByText('along the river the north pier.'))
  await commentedForAll(people, ['north pier'])
}

const cardsIn = (page: Page, say: Reviewers['say']) =>
  page
    .getByRole('complementary', { name: say('suggestions.title'), exact: true })
    .locator('[data-suggestion-card]')

async function suggest(people: Reviewers): Promise<void> {
  const { say, ana, bo, eva } = people
  const line = (kind: string, values: Record<string, string>) => say(`suggestions.lines.${kind}`, values)
  const block = (name: string) => say(`suggestions.blocks.${name}`)

  // Typed, and some of it taken back, which leaves nothing.
  await placeCaret(bo, 'by the mate.|')
  await bo.keyboard.type(' Bring coins and notes.')
  for (let letter = 0; letter < ' and notes.'.length; letter++) await bo.keyboard.press('Backspace')
  await seenByAll(people, (page) => editorIn(page).locator('ins').getByText(' Bring coins', { exact: true }))
  await placeCaret(bo, 'Whoever misses it walks |home |along')
  await bo.keyboard.press('Delete')
  await placeCaret(bo, 'Children travel |free of charge|.')
  await bo.keyboard.type('for nothing')
  await placeCaret(bo, '|Bicycles| stand')
  await bo.keyboard.press('Control+b')
  await placeCaret(bo, 'Dogs| sit')
  await bo.keyboard.press('Control+Shift+3')
  await placeCaret(bo, 'Bread| is')
  await bo.keyboard.press('Control+Shift+8')
  await placeCaret(bo, 'The last| boat')
  await bo.keyboard.press('Alt+Shift+ArrowUp')
  await placeCaret(bo, 'Monday|')
  await bo.keyboard.press('Control+Shift+P')
  await expect(bo.getByRole('combobox', { name: say('editor.palette.search') })).toBeFocused()
  await bo.keyboard.type(say('editor.commands.rowBelow'))
  await expect(bo.getByRole('option', { selected: true })).toHaveText(say('editor.commands.rowBelow'))
  await bo.keyboard.press('Enter')
  await editorIn(bo).getByRole('img', { name: 'A red boat' }).click()
  await bo.keyboard.press('Delete')

  const words = [
    line('delete', { text: 'home ' }),
    line('add', { text: ' Bring coins' }),
    line('replace', { deleted: 'free of charge', inserted: 'for nothing' }),
    line('format', { formats: say('suggestions.marks.bold'), text: 'Bicycles' }),
    line('become', { block: block('heading3'), hasText: 'yes', text: 'Dogs sit on deck.' }),
    line('become', { block: block('bulletList'), hasText: 'yes', text: 'Bread is in the galley.' }),
    // Of two lines that change places, the one in which nobody is writing moves.
    line('moveBlock', { block: block('paragraph'), hasText: 'yes', text: 'The bell rings twice.' }),
    line('insertBlock', { block: block('tableRow'), hasText: 'no', text: '' }),
    line('deleteBlock', { block: block('image'), hasText: 'no', text: '' }),
  ]
  const button = say('suggestions.button', { count: words.length })
  for (const page of [ana, eva, bo]) {
    await page.getByRole('button', { name: button }).click()
    await expect(cardsIn(page, say)).toHaveCount(words.length)
    for (const text of words) await expect(cardsIn(page, say).filter({ hasText: text })).toHaveCount(1)
  }
  await expect(cardsIn(ana, say).first()).toContainText('Bo')
  await expect(eva.getByRole('button', { name: say('suggestions.accept'), exact: true })).toHaveCount(0)

  // What is only suggested can be talked about.
  await dragOver(eva, 'coins')
  await eva.getByRole('button', { name: say('editor.commands.comment'), exact: true }).click()
  await eva.keyboard.type('How many?')
  await eva.keyboard.press('Enter')
  await commentedForAll(people, ['north pier', 'coins'])
}

async function decide(people: Reviewers): Promise<void> {
  const { say, ana, bo } = people
  const cards = cardsIn(ana, say)
  const panel = ana.getByRole('complementary', { name: say('suggestions.title'), exact: true })

  for (const kind of ['accepted', 'rejected'] as const) {
    await panel.getByLabel(say('suggestions.preview.label')).selectOption(kind)
    const preview = ana.getByRole('region', { name: say(`suggestions.preview.${kind}`) })
    const [there, gone] = ['Children travel for nothing.', 'Children travel free of charge.']
    await expect(preview.getByText(kind === 'accepted' ? there : gone, { exact: true })).toHaveCount(1)
    await expect(preview.getByText('Bring coins')).toHaveCount(kind === 'accepted' ? 1 : 0)
    await expect(preview.getByRole('heading', { name: 'Dogs' })).toHaveCount(kind === 'accepted' ? 1 : 0)
    await expect(preview.getByRole('img', { name: 'A red boat' })).toHaveCount(kind === 'accepted' ? 0 : 1)
    await preview.getByRole('button', { name: say('suggestions.preview.back') }).click()
  }

  // One by one: accepted, rejected, withdrawn.
  await cards
    .filter({ hasText: 'for nothing' })
    .getByRole('button', { name: say('suggestions.accept') })
    .click()
  await seenByAll(people, (page) => editorIn(page).getByText('Children travel for nothing.'))
  await cards
    .filter({ hasText: 'home' })
    .getByRole('button', { name: say('suggestions.reject') })
    .click()
  for (const page of people.all)
    await expect(editorIn(page).locator('del', { hasText: 'home' })).toHaveCount(0)
  const bold = cardsIn(bo, say).filter({ hasText: 'Bicycles' })
  await bold.getByRole('button', { name: say('suggestions.withdraw') }).click()
  for (const page of [ana, bo]) await expect(cardsIn(page, say)).toHaveCount(6)

  // Those in what is selected.
  await placeCaret(ana, '|Bread is in the galley|.')
  await panel.getByRole('button', { name: say('suggestions.acceptSelected') }).click()
  await seenByAll(people, (page) => editorIn(page).locator('li', { hasText: /^Bread is in the galley\.$/ }))

  // Hers beside his: his are taken, and hers is not.
  await editorIn(ana).focus()
  await ana.keyboard.press('Control+Alt+Shift+KeyX')
  await placeCaret(ana, 'Bicycles stand |behind| the')
  await ana.keyboard.type('before')
  await panel.getByLabel(say('suggestions.by.label')).selectOption('Bo')
  await panel.getByRole('button', { name: say('suggestions.acceptAll', { count: 5 }) }).click()
  await seenByAll(people, (page) => editorIn(page).getByRole('heading', { name: 'Dogs sit on deck.' }))
  for (const page of people.all) {
    await expect(editorIn(page).locator('ins')).toHaveText(['before'])
    await expect(editorIn(page).getByText('by the mate. Bring coins')).toBeVisible()
    await expect(editorIn(page).getByRole('img', { name: 'A red boat' })).toHaveCount(0)
    await expect(editorIn(page).locator('tr', { hasText: 'Monday' }).locator('+ tr')).toHaveCount(1)
    await expect(editorIn(page).locator('p', { hasText: 'The last boat' }).locator('+ p')).toHaveText(
      'The bell rings twice.',
    )
  }
  await panel.getByRole('button', { name: say('suggestions.rejectAll', { count: 1 }) }).click()
  await seenByAll(people, (page) => editorIn(page).getByText('Bicycles stand behind the wheelhouse.'))
  await commentedForAll(people, ['north pier', 'coins'])
  await ana.keyboard.press('Control+Alt+Shift+KeyZ')
}

async function lookBack(people: Reviewers): Promise<void> {
  const { say, ana } = people
  await ana.keyboard.press('Control+Alt+Shift+KeyH')
  const history = ana.getByRole('dialog', { name: say('history.title') })
  const sheet = history.getByRole('region', { name: say('history.shown') })
  await expect(sheet.locator('del', { hasText: 'free of charge' })).toHaveCount(1)
  await expect(sheet.locator('ins', { hasText: 'for nothing' })).toHaveCount(1)
  await history.getByRole('button', { name: say('history.nextChange') }).click()
  await expect(sheet.locator('del, ins').first()).toBeInViewport()

  // Only what is selected comes back, and all else is as it was decided.
  await history.getByRole('button', { name: say('history.beginning.import') }).click()
  await sheet.getByText('Children travel free of charge.').click({ clickCount: 3 })
  await history.getByRole('button', { name: say('history.restorePart') }).click()
  await expect(history).toHaveCount(0)
  await seenByAll(people, (page) => editorIn(page).getByText('Children travel free of charge.'))
  await seenByAll(people, (page) => editorIn(page).getByRole('heading', { name: 'Dogs sit on deck.' }))
  await commentedForAll(people, ['north pier', 'coins'])
}
