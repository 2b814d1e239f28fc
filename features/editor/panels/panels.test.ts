// @vitest-environment jsdom
import { getSchema } from '@tiptap/core'
import { Node } from '@tiptap/pm/model'
import { expect, onTestFinished, test } from 'vitest'

import { testEditors } from '#features/editor/binding/editors-for-tests'
import { allCommands } from '#features/editor/commands/all-commands'
import { pressKeys } from '#features/editor/commands/keys-for-tests'
import { headingAt, headingsOf } from '#features/editor/outline/headings'
import { countText } from '#features/editor/panels/count-words'
import { OpenPanel, openPanels, setFocusMode } from '#features/editor/panels/open-panel'
import { shortcutGroups } from '#features/editor/panels/shortcut-groups'
import { loadMessages } from '#i18n/messages'
import { documentExtensions } from '#schema/document-extensions'

test('the sheet shows every shortcut of every command, once', () => {
  const shown = shortcutGroups().flatMap(({ rows }) => rows)
  const expected = allCommands.filter(({ shortcuts }) => shortcuts !== undefined).map(({ id }) => id)
  expect(
    shown
      .filter(({ isCommand }) => isCommand)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(expected.toSorted())
})

test.each(['en', 'es'] as const)('every other key of the sheet has a name in %s', async (locale) => {
  const { editor } = await loadMessages(locale)
  const { keys = {} } = (editor?.['shortcuts'] ?? {}) as { keys?: Record<string, string> }
  const rows = shortcutGroups().find(({ name }) => name === 'keys')?.rows ?? []
  expect(Object.keys(keys).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
})

test.each([
  ['Hello, world', { words: 2, characters: 12, charactersWithoutSpaces: 11 }],
  ['¿Qué tal, José?', { words: 3, characters: 15, charactersWithoutSpaces: 13 }],
  ['👩‍👩‍👧 3.5 e\u0301', { words: 2, characters: 7, charactersWithoutSpaces: 5 }],
  ['', { words: 0, characters: 0, charactersWithoutSpaces: 0 }],
])('%j counts as %j', (text, counts) => {
  expect(countText([text], 'es')).toEqual(counts)
})

test('Escape in the text ends focus mode, and otherwise stays what it was', () => {
  const network = testEditors(1, undefined, undefined, [OpenPanel])
  onTestFinished(() => network.destroy())
  const editor = network.people[0]?.editor
  if (!editor) throw new Error('one editor was asked for')
  setFocusMode(editor, true)
  expect(pressKeys(editor, 'Escape')).toBe(true)
  expect(openPanels(editor.state).focusMode).toBe(false)
  expect(editor.state.selection.empty).toBe(true)
})

const heading = (level: number, text?: string) => ({
  type: 'heading',
  attrs: { level },
  ...(text === undefined ? {} : { content: [{ type: 'text', text }] }),
})

test('the outline has the headings in their order, in toggles and quotes too, without empty ones', () => {
  const doc = Node.fromJSON(getSchema(documentExtensions()), {
    type: 'doc',
    content: [
      heading(1, 'One'),
      { type: 'paragraph' },
      { type: 'toggle', content: [heading(3, 'Three'), heading(2)] },
      heading(2, ' Two '),
    ],
  })
  const headings = headingsOf(doc)
  expect(headings.map(({ level, text }) => `${level} ${text}`)).toEqual(['1 One', '3 Three', '2 Two'])
  expect(headingAt(headings, 0)?.text).toBe('One')
  expect(headingAt(headings, doc.content.size)?.text).toBe('Two')
  expect(headingAt([], 3)).toBeNull()
})
