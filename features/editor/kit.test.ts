// @vitest-environment jsdom
import { expect, onTestFinished, test } from 'vitest'

import { testEditors, textBlock, type TestEditor } from '#features/editor/binding/editors-for-tests'
import { allCommands } from '#features/editor/commands/all-commands'
import { CommandKeymap } from '#features/editor/commands/command-keymap'
import { pressKeys, typeText } from '#features/editor/commands/keys-for-tests'
import { runCommand } from '#features/editor/commands/run-command'
import { kitRows, type KitRow } from '#features/editor/kit-rows'
import { findSlashItems } from '#features/editor/slash/slash-items'
import { furtherCommands, toolbarGroups } from '#features/editor/toolbar/toolbar-groups'

function two(text: string) {
  const network = testEditors(2, (body) => body.insert(0, [textBlock('paragraph', text)]), undefined, [
    CommandKeymap,
  ])
  onTestFinished(() => network.destroy())
  const [ana, ben] = network.people
  if (!ana || !ben) throw new Error('two editors were asked for')
  return { ana, ben, deliver: () => network.deliver() }
}

function commandOf({ id }: KitRow) {
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

test.each(kitRows.flatMap((row) => (row.slash ?? []).map((query) => ({ row, query }))))(
  '$row.id by /$query',
  ({ row, query }) => {
    expect(findSlashItems(query)[0]?.command.id).toBe(row.id)
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

test('the page about the kit says what these tests show', async () => {
  const inToolbar = new Set([...toolbarGroups.flat(), ...furtherCommands].map(({ id }) => id))
  const rows = kitRows.map((row) => [
    row.id,
    inToolbar.has(row.id) || /^(?:paragraph|heading\d)$/.test(row.id) ? 'yes' : '',
    row.slash?.map((word) => `/${word}`).join(', ') ?? '',
    (commandOf(row).shortcuts ?? [])
      .map((keys) => code(keys.replaceAll('-', '+').replace('Mod', 'Ctrl')))
      .join(', '),
    row.markdown === undefined ? '' : code(row.markdown.trimEnd()),
    'yes',
  ])
  await expect(
    `${kitPage}\n\n${table([['feature', 'toolbar', 'slash', 'shortcut', 'Markdown', 'by two'], ...rows])}\n`,
  ).toMatchFileSnapshot('../../docs/editor-kit.md')
})

const kitPage = `# The kit of the editor

What can be done to text, and how. Every filled cell has a test of its name in \`features/editor/kit.test.ts\`, which
writes this page (\`vitest run features/editor/kit.test.ts -u\`). "By two" is two tests: one person does it while
another writes in the same block, and two people do it at once and one takes it back; both must end with the same
document and no letter lost. The words of the slash menu are English and Spanish. On a Mac, Ctrl is ⌘.

What is no row here has tests of its own, with two people in each:

- colours of text and of highlights: \`features/editor/commands/color-commands.test.ts\`;
- kinds of callouts, which toggles are open: \`features/editor/blocks/\`, \`features/editor/toggles/\`;
- tables, their rows, columns and cells: \`features/editor/tables/tables.test.ts\`;
- moving, copying, deleting and linking to blocks: \`features/editor/commands/whole-blocks.test.ts\`;
- images, their size, place, description and caption: \`features/editor/images/image-commands.test.ts\`;
- widths of columns: \`features/editor/tables/column-widths.test.ts\`;
- emoji, typed by their names and picked: \`features/editor/emoji/emoji.test.ts\`;
- all commands by their names: \`features/editor/palette/find-commands.test.ts\`;
- find and replace: \`features/editor/find/find.test.ts\`;
- paper, margins and language of a document: \`schema/page-setup.test.ts\`;
- outline, word count, the sheet of shortcuts: \`features/editor/panels/panels.test.ts\`.

All of it in a browser: \`e2e/kit.spec.ts\` and \`e2e/editing.spec.ts\`.`

/** With more backticks around than within, or fewer. */
function code(text: string): string {
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
