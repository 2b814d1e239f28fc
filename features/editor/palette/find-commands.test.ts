// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors } from '#features/editor/binding/editors-for-tests'
import { allCommands } from '#features/editor/commands/all-commands'
import { isCommandEnabled } from '#features/editor/commands/editor-command'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { CommandKeymap } from '#features/editor/commands/command-keymap'
import { PageKeys } from '#features/editor/commands/page-keys'
import { runCommand } from '#features/editor/commands/run-command'
import { selectionContext } from '#features/editor/commands/selection-context'
import { findCommands } from '#features/editor/palette/find-commands'
import { recentChoices, rememberChoice } from '#features/editor/recent-choices'
import { OpenPanel, openPanels } from '#features/editor/panels/open-panel'

const everything = { canWrite: true, isEnabled: () => true, recent: [] }
const found = (query: string, situation: Parameters<typeof findCommands>[1] = everything) =>
  findCommands(query, situation).map(({ command }) => command.id)

test('nothing typed shows every command but the palette itself', () => {
  expect(found('').toSorted()).toEqual(
    allCommands
      .map(({ id }) => id)
      .filter((id) => id !== 'palette')
      .toSorted(),
  )
})

test.each([
  ['bold', 'bold'],
  ['NEGRITA', 'bold'],
  ['subindice', 'subscript'],
  ['recuento', 'wordCount'],
  ['eliminar fila', 'deleteRow'],
  ['row delete', 'deleteRow'],
  ['titulo 3', 'heading3'],
  ['atajos', 'shortcuts'],
])('%j finds %s first, whatever the language', (query, id) => {
  expect(found(query)[0]).toBe(id)
})

test('what was used last comes first, and among equals when something is typed', () => {
  const recent = ['table', 'deleteColumn']
  expect(found('', { ...everything, recent }).slice(0, 2)).toEqual(recent)
  expect(found('delete', { ...everything, recent })[0]).toBe('deleteColumn')
})

test('what cannot be done here is left out until it is asked for, and then comes last', () => {
  const situation = { ...everything, isEnabled: ({ id }: { id: string }) => id !== 'deleteRow' }
  expect(found('', situation)).not.toContain('deleteRow')
  expect(found('delete', situation).at(-1)).toBe('deleteRow')
})

test('who may only read sees what changes nothing, and can do nothing else', () => {
  const network = testEditors(1, undefined, undefined, [OpenPanel, PageKeys, CommandKeymap])
  onTestFinished(() => network.destroy())
  const editor = network.people[0]?.editor
  if (!editor) throw new Error('one editor was asked for')
  typeText(editor, 'word')
  editor.setEditable(false)
  const before = editor.getJSON()
  const context = selectionContext(editor)
  const isEnabled = (command: (typeof allCommands)[number]) => isCommandEnabled(command, context)
  const ids = found('', { ...everything, canWrite: false, isEnabled })
  expect(ids).toContain('find')
  expect(ids).not.toContain('replace')
  for (const command of allCommands) {
    const isShown = ids.includes(command.id) || command.id === 'palette'
    expect([command.id, runCommand(editor, command)]).toEqual([command.id, isShown])
  }
  expect(editor.getJSON()).toEqual(before)
})

test('it is opened by its keys, by a reader from anywhere on the page', () => {
  const network = testEditors(1, undefined, undefined, [OpenPanel, PageKeys, CommandKeymap])
  onTestFinished(() => network.destroy())
  const editor = network.people[0]?.editor
  if (!editor) throw new Error('one editor was asked for')
  expect(pressKeys(editor, 'Alt-/')).toBe(true)
  expect(openPanels(editor.state).panel).toBe('palette')
  editor.setEditable(false)
  const press = new KeyboardEvent('keydown', { key: '/', ctrlKey: true, bubbles: true, cancelable: true })
  document.body.dispatchEvent(press)
  expect(press.defaultPrevented).toBe(true)
  expect(openPanels(editor.state).panel).toBe('shortcuts')
})

test('the last five are remembered, each once, and what others left there does no harm', () => {
  for (const id of ['bold', 'table', 'bold', 'find', 'undo', 'redo', 'link'])
    rememberChoice('commands', id, 5)
  expect(recentChoices('commands', 5)).toEqual(['link', 'redo', 'undo', 'find', 'bold'])
  localStorage.setItem('pliego_recent_commands', '{"broken')
  expect(recentChoices('commands', 5)).toEqual([])
})
