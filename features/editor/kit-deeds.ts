import type { Editor } from '@tiptap/core'

import { linkEditorMode } from '#features/editor/links/link-editor'
import { mentionTyped } from '#features/editor/mentions/mention-typed'
import { openPanels, type PanelName } from '#features/editor/panels/open-panel'

/** What a command of `kit-features.ts` does, wherever it is given: by its keys, its names, its word after a slash. */
export type KitDeed = {
  readonly id: string
  /** HTML of the document before; an empty line where it is left out. */
  readonly start?: string
  /** The line whose first letter the caret is behind. */
  readonly at?: string
  readonly before?: (editor: Editor) => void
  /** What is looked at afterwards, and what it has to be. */
  readonly shows: (editor: Editor) => unknown
  readonly is: unknown
}

const html = (editor: Editor) => editor.getHTML()

/** Row by row, header cells with a star. */
function grid({ state }: Editor): string[] {
  const rows: string[] = []
  state.doc.descendants((node) => {
    if (node.type.name !== 'tableRow') return true
    const cells = node.children.map(
      ({ type, textContent, attrs }) =>
        `${textContent}${type.name === 'tableHeader' ? '*' : ''}${attrs['colspan'] > 1 ? '[2]' : ''}`,
    )
    rows.push(cells.join(','))
    return false
  })
  return rows
}

const table =
  '<table><tr><th><p>a1</p></th><th><p>b1</p></th></tr><tr><td><p>a2</p></td><td><p>b2</p></td></tr></table>'

const inTable = (id: string, is: readonly string[]): KitDeed => ({
  id,
  start: table,
  at: 'a2',
  shows: grid,
  is,
})

const ofLines = (id: string, at: string, ...is: readonly string[]): KitDeed => ({
  id,
  start: '<p>one</p><p>two</p>',
  at,
  shows: html,
  is: is.map((line) => `<p>${line}</p>`).join(''),
})

const panel = (id: PanelName): KitDeed => ({ id, shows: ({ state }) => openPanels(state).panel, is: id })

const write = (editor: Editor) => editor.view.dispatch(editor.state.tr.insertText('x'))

export const kitDeeds: readonly KitDeed[] = [
  { ...ofLines('undo', 'one', 'one', 'two'), before: write },
  {
    ...ofLines('redo', 'one', 'oxne', 'two'),
    before: (editor) => {
      write(editor)
      editor.commands.undo()
    },
  },
  panel('colors'),
  { id: 'link', start: '<p>word</p>', at: 'word', shows: ({ state }) => linkEditorMode(state), is: 'form' },
  {
    id: 'outdent',
    start: '<p data-indent="2">word</p>',
    at: 'word',
    shows: html,
    is: '<p data-indent="1">word</p>',
  },
  { id: 'table', shows: grid, is: ['*,*,*', ',,', ',,'] },
  inTable('deleteTable', []),
  inTable('rowAbove', ['a1*,b1*', ',', 'a2,b2']),
  inTable('rowBelow', ['a1*,b1*', 'a2,b2', ',']),
  inTable('deleteRow', ['a1*,b1*']),
  inTable('columnBefore', ['*,a1*,b1*', ',a2,b2']),
  inTable('columnAfter', ['a1*,*,b1*', 'a2,,b2']),
  inTable('deleteColumn', ['b1*', 'b2']),
  inTable('headerRow', ['a1,b1', 'a2,b2']),
  inTable('headerColumn', ['a1*,b1*', 'a2*,b2']),
  {
    id: 'splitCell',
    start: '<table><tr><td colspan="2"><p>a1</p></td></tr></table>',
    at: 'a1',
    shows: grid,
    is: ['a1,'],
  },
  { id: 'image', shows: () => document.querySelectorAll('input[type=file]').length, is: 1 },
  { id: 'mention', shows: ({ state }) => mentionTyped.query(state)?.text, is: '' },
  panel('emoji'),
  ofLines('moveUp', 'two', 'two', 'one'),
  ofLines('moveDown', 'one', 'two', 'one'),
  ofLines('duplicate', 'one', 'one', 'one', 'two'),
  ofLines('deleteBlock', 'one', 'two'),
  { id: 'find', shows: ({ state }) => openPanels(state).find?.mode, is: 'find' },
  { id: 'replace', shows: ({ state }) => openPanels(state).find?.mode, is: 'replace' },
  { id: 'outline', shows: ({ state }) => openPanels(state).outline, is: true },
  { id: 'focusMode', shows: ({ state }) => openPanels(state).focusMode, is: true },
  panel('wordCount'),
  panel('pageSetup'),
  panel('palette'),
  panel('shortcuts'),
  panel('announcements'),
]
