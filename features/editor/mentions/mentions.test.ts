// @vitest-environment jsdom
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'

import { testEditors, textBlock } from '#features/editor/binding/editors-for-tests'
import { mention } from '#features/editor/commands/insert-commands'
import { typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { MentionNames } from '#features/editor/mentions/mention-names'
import { mentionChoices, type MentionSource } from '#features/editor/mentions/mention-source'
import { insertMention, mentionTyped } from '#features/editor/mentions/mention-typed'
import { NodeViews } from '#features/editor/node-views/node-views'
import { findSlashItems } from '#features/editor/slash/slash-items'
import { mentionsIn, mentionsInUpdate } from '#schema/mentions'
import { projectDocument } from '#schema/project-document'

const titles = vi.fn<MentionSource['titles']>(() => Promise.resolve({}))
const source: MentionSource = {
  people: [{ id: 'eva-1', name: 'Eva', color: '#1977bf' }],
  search: () => Promise.resolve({ people: [], documents: [] }),
  titles,
}

function two(text: string) {
  const further = [mentionTyped.extension, NodeViews.configure({ mentions: new MentionNames(() => source) })]
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', text)]), undefined, further)
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

const eva = { kind: 'person', id: 'eva-1', name: 'Eva', color: null } as const
const plan = { kind: 'document', id: 'plan-1', name: 'The plan' } as const
const evaHtml = '<span data-mention="person" data-id="eva-1">@Eva</span>'
const planHtml = '<a data-mention="document" data-id="plan-1" href="/d/plan-1">@The plan</a>'

test('what is chosen takes the place of what was typed, while another writes in the same line', () => {
  const { ana, ben, deliver } = two('ask ')
  ana.caretIn('ask ', 4)
  typeText(ana.editor, '@e')
  const query = mentionTyped.query(ana.editor.state)
  expect(query?.text).toBe('e')
  if (!query) return
  insertMention(ana.editor, query, eva)
  ben.caretIn('ask ', 0)
  typeText(ben.editor, 'please ')
  deliver()
  for (const { editor, binding } of [ana, ben]) {
    expect(editor.getHTML()).toBe(`<p>please ask ${evaHtml} </p>`)
    expect(binding.fallbacks).toBe(0)
  }
  ana.editor.commands.undo()
  deliver()
  expect(ben.editor.getJSON()).toEqual(ana.editor.getJSON())
  expect(ben.editor.getText()).toContain('please ask')
})

test('the menu opens by its sign at the beginning of a word, by its command, and not within an address', () => {
  const { ana } = two('')
  typeText(ana.editor, 'mail a@b')
  expect(mentionTyped.query(ana.editor.state)).toBeNull()
  runCommand(ana.editor, mention)
  typeText(ana.editor, 'the plan')
  expect(mentionTyped.query(ana.editor.state)?.text).toBe('the plan')
  expect(ana.editor.getText()).toBe('mail a@b @the plan')
  expect(findSlashItems('mention')[0]?.command.id).toBe('mention')
  expect(findSlashItems('mención')[0]?.command.id).toBe('mention')
})

test('people who are here come first, each once, and accents and capitals do not count', () => {
  const here = [
    { id: '1', name: 'Ána Ruiz', color: '#1977bf' },
    { id: '2', name: null, color: '#1977bf' },
  ]
  const found = {
    people: [
      { id: '1', name: 'Ana' },
      { id: '3', name: 'Luis Ruíz' },
    ],
    documents: [{ id: 'd', title: 'Plan' }],
  }
  const names = (text: string) => mentionChoices(text, here, found).map(({ id }) => id)
  expect(names('')).toEqual(['1', '3', 'd'])
  expect(names('ruiz')).toEqual(['1', '3', 'd'])
  expect(names('ana r')).toEqual(['1', 'd'])
  expect(names('uiz')).toEqual(['d'])
})

test('a document is shown by its title of now where the reader may know it, else by its name of then', async () => {
  titles.mockResolvedValueOnce({ 'plan-1': 'The new plan' })
  const { ana } = two('')
  const at = { from: 1, to: 1 }
  insertMention(ana.editor, at, { ...plan, id: 'secret-1', name: 'Secret' })
  insertMention(ana.editor, at, plan)
  const shown = () => [...ana.editor.view.dom.querySelectorAll<HTMLAnchorElement>('a.mention')]
  expect(shown().map(({ textContent }) => textContent)).toEqual(['The plan', 'Secret'])
  await vi.waitFor(() => expect(shown()[0]?.textContent).toBe('The new plan'))
  expect(shown()[1]?.textContent).toBe('Secret')
  expect(shown()[0]?.getAttribute('href')).toBe('/d/plan-1')
  expect(titles).toHaveBeenCalledTimes(1)
  expect(ana.editor.getHTML()).toContain(planHtml)
  insertMention(ana.editor, at, eva)
  const person = ana.editor.view.dom.querySelector<HTMLElement>('.mention.is-person')
  expect(person?.style.getPropertyValue('--person')).toBe('#1977bf')
})

test('those a document names, and those an update brings, are told, each once', () => {
  const { ana } = two('')
  const updates: Uint8Array[] = []
  ana.doc.on('update', (update: Uint8Array) => updates.push(update))
  insertMention(ana.editor, { from: 1, to: 1 }, plan)
  insertMention(ana.editor, { from: 3, to: 3 }, eva)
  typeText(ana.editor, 'x')
  const end = ana.editor.state.doc.content.size - 1
  insertMention(ana.editor, { from: end, to: end }, eva)
  const targets = [
    { kind: 'document', id: 'plan-1', label: 'The plan' },
    { kind: 'person', id: 'eva-1', label: 'Eva' },
  ]
  expect(mentionsIn(ana.doc)).toEqual(targets)
  expect(mentionsInUpdate(Y.encodeStateAsUpdate(ana.doc))).toHaveLength(2)
  expect(updates.map((update) => mentionsInUpdate(update).map(({ id }) => id))).toEqual([
    ['plan-1'],
    ['eva-1'],
    [],
    ['eva-1'],
  ])
  expect(projectDocument(ana.doc).searchText).toContain('Eva')
})

test('what somebody writes into a mention past this editor names nobody and leads nowhere', () => {
  const { ana } = two('x')
  const block = ana.doc.getXmlFragment('default').get(0)
  const text = block instanceof Y.XmlElement ? block.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new Error('the paragraph has no text')
  const values = { kind: 'document', id: '../x"onclick=alert(1)', label: { evil: 1 } }
  text.insert(0, '\uFFFC', { inlineObject: { type: 'mention', values } })
  expect(ana.editor.getHTML()).toBe('<p><span>@</span>x</p>')
  expect(ana.editor.view.dom.querySelector('a')?.getAttribute('href') ?? null).toBeNull()
  expect(mentionsIn(ana.doc)).toEqual([])
})
