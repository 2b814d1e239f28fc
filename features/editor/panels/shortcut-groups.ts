import { allCommands } from '#features/editor/commands/all-commands'
import { alignCommands } from '#features/editor/commands/layout-commands'
import { viewCommands } from '#features/editor/commands/view-commands'

/** One line of the sheet: a command by its name, or another key by the name in `editor.shortcuts.keys`. */
export type ShortcutRow = {
  readonly id: string
  readonly isCommand: boolean
  readonly shortcuts: readonly string[]
}

export type ShortcutGroup = {
  /** Of `editor.shortcuts.groups`. */
  readonly name: 'text' | 'blocks' | 'view' | 'keys'
  readonly rows: readonly ShortcutRow[]
}

/** Keys that belong to no command. */
const furtherKeys: Readonly<Record<string, readonly string[]>> = {
  slash: ['/'],
  lineBreak: ['Shift-Enter'],
  nextCell: ['Tab'],
  previousCell: ['Shift-Tab'],
  pastePlain: ['Mod-Shift-v'],
  toToolbar: ['Alt-F10'],
  editingMode: ['Mod-Alt-Shift-z'],
  suggestingMode: ['Mod-Alt-Shift-x'],
  viewingMode: ['Mod-Alt-Shift-c'],
  nextSuggestion: ['Alt-Shift-n'],
  previousSuggestion: ['Alt-Shift-p'],
  acceptSuggestion: ['Alt-Shift-a'],
  rejectSuggestion: ['Alt-Shift-r'],
}

const letters = new Set([
  'undo',
  'redo',
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'subscript',
  'superscript',
  'highlight',
  'link',
  'clearFormatting',
  'comment',
  'nextComment',
  'previousComment',
])

/** Every shortcut there is, made from the commands themselves. */
export function shortcutGroups(): readonly ShortcutGroup[] {
  const rows = allCommands.flatMap(({ id, shortcuts }) =>
    shortcuts ? [{ id, isCommand: true, shortcuts }] : [],
  )
  const views = new Set(viewCommands.map(({ id }) => id))
  const aligns = new Set(alignCommands.map(({ id }) => id))
  const isBlock = (id: string) => aligns.has(id) || (!letters.has(id) && !views.has(id))
  return [
    { name: 'text', rows: rows.filter(({ id }) => letters.has(id)) },
    { name: 'blocks', rows: rows.filter(({ id }) => isBlock(id)) },
    { name: 'view', rows: rows.filter(({ id }) => views.has(id)) },
    {
      name: 'keys',
      rows: Object.entries(furtherKeys).map(([id, shortcuts]) => ({ id, isCommand: false, shortcuts })),
    },
  ]
}
