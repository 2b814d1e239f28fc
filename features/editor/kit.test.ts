// @vitest-environment jsdom
import { readFile } from 'node:fs/promises'
import { expect, onTestFinished, test, vi } from 'vitest'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { allCommands } from '#features/editor/commands/all-commands'
import { CommandKeymap } from '#features/editor/commands/command-keymap'
import type { EditorCommand } from '#features/editor/commands/editor-command'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { viewCommands } from '#features/editor/commands/view-commands'
import { wholeBlockCommands } from '#features/editor/commands/whole-block-commands'
import { type KitDeed, kitDeeds } from '#features/editor/kit-deeds'
import { kitFeatures } from '#features/editor/kit-features'
import { kitRows, type KitRow } from '#features/editor/kit-rows'
import { LinkEditor } from '#features/editor/links/link-editor'
import { mentionTyped } from '#features/editor/mentions/mention-typed'
import { OpenPanel } from '#features/editor/panels/open-panel'
import { findCommands } from '#features/editor/palette/find-commands'
import { findSlashItems } from '#features/editor/slash/slash-items'
import { slashTyped } from '#features/editor/slash/slash-trigger'
import { tableMenuGroups } from '#features/editor/tables/table-menu-groups'
import { furtherCommands, toolbarGroups } from '#features/editor/toolbar/toolbar-groups'
import { loadMessages } from '#i18n/messages'

function two(text: string) {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', text)]), undefined, [
    CommandKeymap,
    slashTyped.extension,
    mentionTyped.extension,
    LinkEditor,
    OpenPanel,
  ])
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

function commandOf({ id }: Pick<KitRow, 'id'>) {
  const command = allCommands.find((known) => known.id === id)
  if (!command) throw new Error(`no command ${id}`)
  return command
}

const select = (person: TestEditor, { onSelection = false }: KitRow) =>
  onSelection ? person.caretIn('word', 0, 4) : person.caretIn('word', 4)

test.each(kitRows)('$id does what its row says', (row) => {
  const { ana } = two('word')
  select(ana, row)
  runCommand(ana.editor, commandOf(row))
  expect(ana.editor.getHTML()).toBe(row.html)
})

test.each(kitRows.flatMap((row) => (commandOf(row).shortcuts ?? []).map((keys) => ({ row, keys }))))(
  '$row.id by $keys',
  ({ row, keys }) => {
    const { ana } = two('word')
    select(ana, row)
    expect(pressKeys(ana.editor, keys)).toBe(true)
    expect(ana.editor.getHTML()).toBe(row.html)
  },
)

test.each(kitRows.filter(({ markdown }) => markdown !== undefined))('$id by typing $markdown', (row) => {
  const { ana } = two('')
  ana.caretIn('', 0)
  const markdown = row.markdown ?? ''
  typeText(ana.editor, markdown.includes('word') ? markdown : `${markdown}word`)
  expect(ana.editor.getHTML()).toBe(row.typedHtml ?? row.html)
})

/** Types it where the caret is, and takes the first of what the menu then has, as Enter does. */
function chooseBySlash({ editor }: TestEditor, query: string) {
  typeText(editor, `/${query}`)
  const typed = slashTyped.query(editor.state)
  if (!typed) throw new Error('no menu was typed open')
  const [item] = findSlashItems(typed.text)
  editor.chain().focus().deleteRange(typed).run()
  if (item) runCommand(editor, item.command)
  return item?.command.id
}

test.each(kitRows.flatMap((row) => (row.slash ?? []).map((query) => ({ row, query }))))(
  '$row.id by /$query',
  ({ row, query }) => {
    // In a line of its own, as it is mostly used; the word comes afterwards.
    const { ana } = two('')
    ana.caretIn('', 0)
    expect(chooseBySlash(ana, query)).toBe(row.id)
    if (!row.slashHtml) typeText(ana.editor, 'word')
    expect(ana.editor.getHTML()).toBe(row.slashHtml ?? row.typedHtml ?? row.html)
  },
)

/** All of it except what a split or a conversion meanwhile makes another block of. */
test.each(kitRows)('$id by one person, while another writes in the same block', (row) => {
  const { ana, ben, deliver } = two('word')
  select(ana, row)
  ben.caretIn('word', 2)
  runCommand(ana.editor, commandOf(row))
  typeText(ben.editor, 'XY')
  deliver()
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  const text = ana.editor.state.doc.textContent
  expect(text.split('').toSorted().join('')).toBe('XYdorw')
  for (const { editor, binding } of [ana, ben]) {
    editor.state.doc.check()
    expect(binding.fallbacks).toBe(0)
  }
})

test.each(kitRows)('$id by two people at once, and taken back by one', (row) => {
  const { ana, ben, deliver } = two('word')
  for (const person of [ana, ben]) {
    select(person, row)
    runCommand(person.editor, commandOf(row))
  }
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  ana.editor.commands.undo()
  deliver()
  expect(ana.editor.getJSON()).toEqual(ben.editor.getJSON())
  expect(ana.editor.state.doc.textContent).toContain('word')
  ana.editor.state.doc.check()
})

const inMenus = new Set(
  [
    ...toolbarGroups.flat(),
    ...furtherCommands,
    ...tableMenuGroups.flat(),
    ...wholeBlockCommands,
    ...viewCommands,
  ].map(({ id }) => id),
)

test('every command is in one row', () => {
  const inRows = [...kitRows.map(({ id }) => id), ...kitFeatures.flatMap(({ commands }) => commands)]
  expect(inRows.toSorted()).toEqual(allCommands.map(({ id }) => id).toSorted())
})

test.each(['en', 'es'] as const)('every command is found first by its own name, in %s', async (locale) => {
  const { editor } = await loadMessages(locale)
  const names = editor?.['commands'] as Record<string, string>
  const everything = { canWrite: true, isEnabled: () => true, recent: [] }
  const ids = allCommands.map(({ id }) => id).filter((id) => id !== 'palette')
  const found = ids.map((id) => findCommands(names[id] ?? '', everything)[0]?.command.id)
  expect(found).toEqual(ids)
})

test.each(
  kitFeatures
    .flatMap(({ commands }) => commands)
    .flatMap((id) => (commandOf({ id }).shortcuts ?? []).map((keys) => ({ id, keys }))),
)('$id by $keys', ({ id, keys }) => {
  const { ana } = two('word')
  ana.caretIn('word', 2)
  // Where it can be done is the command's own affair, with tests of its own.
  const command = commandOf({ id })
  const run = vi.spyOn(command, 'run').mockReturnValue(true)
  if (command.isEnabled) vi.spyOn(command as Required<EditorCommand>, 'isEnabled').mockReturnValue(true)
  onTestFinished(() => void vi.restoreAllMocks())
  pressKeys(ana.editor, keys)
  expect(run).toHaveBeenCalledOnce()
})

function before({ start, at, before: prepare }: KitDeed) {
  const { ana } = two('')
  if (start !== undefined) ana.editor.commands.setContent(start)
  ana.caretIn(at ?? '', at === undefined ? 0 : 1)
  ana.binding.undoManager.clear()
  prepare?.(ana.editor)
  onTestFinished(() => document.querySelectorAll('input[type=file]').forEach((input) => input.remove()))
  return ana
}

test.each(kitDeeds.flatMap((deed) => (commandOf(deed).shortcuts ?? []).map((keys) => ({ deed, keys }))))(
  '$deed.id does what it says by $keys',
  ({ deed, keys }) => {
    const ana = before(deed)
    expect(pressKeys(ana.editor, keys)).toBe(true)
    expect(deed.shows(ana.editor)).toEqual(deed.is)
  },
)

test.each(kitDeeds.filter((deed) => !commandOf(deed).shortcuts))(
  '$id does what it says from its menu',
  (deed) => {
    const ana = before(deed)
    runCommand(ana.editor, commandOf(deed))
    expect(deed.shows(ana.editor)).toEqual(deed.is)
  },
)

test.each(
  kitFeatures.flatMap(({ commands, slash = [] }) => slash.map((query) => ({ id: commands[0] ?? '', query }))),
)('$id by /$query', ({ id, query }) => {
  const deed = kitDeeds.find((known) => known.id === id)
  if (!deed) throw new Error(`nothing says what ${id} does`)
  const ana = before(deed)
  expect(chooseBySlash(ana, query)).toBe(id)
  expect(deed.shows(ana.editor)).toEqual(deed.is)
})

test.each(kitFeatures.flatMap(({ tested, typed }) => (typed ? [tested, typed[1]] : [tested])))(
  '%s has “%s”',
  async (file, title) => expect(await readFile(file, 'utf8')).toContain(title),
)

test('the page about the kit says what these tests show', async () => {
  const rows = kitRows.map((row) => [
    row.id,
    inMenus.has(row.id) || /^(?:paragraph|heading\d)$/.test(row.id) ? 'yes' : '',
    row.slash?.map((word) => `/${word}`).join(', ') ?? none,
    keysOf([row.id]) || none,
    row.markdown === undefined ? none : code(row.markdown.trimEnd()),
    'yes',
  ])
  const features = kitFeatures.map(({ feature, commands, byKeysOf = [], slash, typed, tested: [file] }) => [
    feature,
    commands.some((id) => inMenus.has(id)) ? 'yes' : 'at the thing',
    slash?.map((word) => `/${word}`).join(', ') ?? none,
    keysOf([...commands, ...byKeysOf]) || none,
    typed ? code(typed[0]) : none,
    code(file),
  ])
  await expect(
    [
      kitPage,
      table([['feature', 'toolbar', 'slash', 'shortcut', 'Markdown', 'by two'], ...rows]),
      furtherPage,
      `${table([['feature', 'menu', 'slash', 'shortcut', 'typed', 'test'], ...features])}\n`,
    ].join('\n\n'),
  ).toMatchFileSnapshot('../../docs/editor-kit.md')
})

function keysOf(ids: readonly string[]): string {
  return ids
    .flatMap((id) => commandOf({ id }).shortcuts ?? [])
    .map((keys) => code(keys.replaceAll('-', '+').replace('Mod', 'Ctrl')))
    .join(', ')
}

const none = 'none is usual'

const kitPage = `# The kit of the editor

What can be done to text, and how. Every filled cell has a test of its name in \`features/editor/kit.test.ts\`, which
writes this page (\`vitest run features/editor/kit.test.ts -u\`). "By two" is two tests: one person does it while
another writes in the same block, and two people do it at once and one takes it back; both must end with the same
document and no letter lost. The words of the slash menu are English and Spanish. On a Mac, Ctrl is ⌘. "None is usual"
says that neither Google Docs nor Word nor Notion has one that people could know; all of it is found by its name with
Ctrl+Shift+P. Word's keys for the direction, Ctrl with one of the two Shift keys alone, are none that a page can take.`

const furtherPage = `What is more than one command, or nothing of a word. The same file tests that each command is in a row, is found
by its English and Spanish name among all commands, and is done by its keys, and that the test of the last column is
there: mostly two people at once. "Menu" is the toolbar or the menu at its end, that of tables or of blocks. "At the
thing" is beside the image, in the corner of the code.`

/** With more backticks around than within, or fewer; a bar would end the cell. */
function code(words: string): string {
  const text = words.replaceAll('|', '\\|')
  if (!text.includes('`')) return `\`${text}\``
  return text.includes('``') ? `\` ${text} \`` : `\`\` ${text} \`\``
}

/** As the formatter wants it. */
function table([head = [], ...rows]: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3),
  )
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  )
}
