import type { EditorCommand } from '#features/editor/commands/editor-command'
import {
  openFind,
  openPanel,
  openPanels,
  setFocusMode,
  setOutlineOpen,
} from '#features/editor/panels/open-panel'
import { refuseEdit, suggestingBy } from '#features/editor/suggesting/suggesting'

export const palette: EditorCommand = {
  id: 'palette',
  forReaders: true,
  // The second for Firefox, which keeps the first for itself.
  shortcuts: ['Mod-Shift-p', 'Alt-/'],
  run: (editor) => openPanel(editor, 'palette'),
}

export const find: EditorCommand = {
  id: 'find',
  forReaders: true,
  shortcuts: ['Mod-f'],
  run: (editor) => openFind(editor, 'find'),
}

export const replace: EditorCommand = {
  id: 'replace',
  shortcuts: ['Mod-h', 'Mod-Shift-h'],
  run: (editor) => openFind(editor, 'replace'),
}

export const outline: EditorCommand = {
  id: 'outline',
  forReaders: true,
  shortcuts: ['Mod-Alt-o', 'Mod-Shift-o'],
  run: (editor) => setOutlineOpen(editor, !openPanels(editor.state).outline),
}

export const wordCount: EditorCommand = {
  id: 'wordCount',
  forReaders: true,
  shortcuts: ['Mod-Shift-c'],
  run: (editor) => openPanel(editor, 'wordCount'),
}

export const shortcuts: EditorCommand = {
  id: 'shortcuts',
  forReaders: true,
  // On Spanish keyboards a slash takes Shift, and Ctrl+Shift+7 is a numbered list.
  shortcuts: ['Mod-/', 'F1'],
  run: (editor) => openPanel(editor, 'shortcuts'),
}

export const focusMode: EditorCommand = {
  id: 'focusMode',
  forReaders: true,
  shortcuts: ['Mod-Shift-f'],
  run: (editor) => setFocusMode(editor, !openPanels(editor.state).focusMode),
}

export const pageSetup: EditorCommand = {
  id: 'pageSetup',
  run: (editor) => {
    // How the page is set up is in no text, where a suggestion could stand.
    if (suggestingBy(editor.state) === null) return openPanel(editor, 'pageSetup')
    refuseEdit(editor, 'inexpressible')
    return true
  },
}

export const announcements: EditorCommand = {
  id: 'announcements',
  forReaders: true,
  run: (editor) => openPanel(editor, 'announcements'),
}

export const print: EditorCommand = {
  id: 'print',
  forReaders: true,
  shortcuts: ['Mod-p'],
  run: () => {
    window.print()
    return true
  },
}

/** What changes nothing in the text. */
export const viewCommands: readonly EditorCommand[] = [
  palette,
  find,
  replace,
  outline,
  wordCount,
  focusMode,
  pageSetup,
  announcements,
  print,
  shortcuts,
]
