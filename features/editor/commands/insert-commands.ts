import type { Editor } from '@tiptap/core'

import type { EditorCommand } from '#features/editor/commands/editor-command'
import { insertBlock } from '#features/editor/commands/insert-block'
import { insertFootnote } from '#features/editor/footnotes/footnote-editor'
import { insertFormula } from '#features/editor/formulas/formula-editor'
import { pickImages } from '#features/editor/images/pick-images'
import { startMention } from '#features/editor/mentions/mention-typed'
import { openPanel } from '#features/editor/panels/open-panel'

export const image: EditorCommand = {
  id: 'image',
  run: (editor) => pickImages(editor),
}

export const emoji: EditorCommand = {
  id: 'emoji',
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) => openPanel(editor, 'emoji'),
}

export const divider: EditorCommand = {
  id: 'divider',
  isEnabled: ({ inTable }) => !inTable,
  run: (editor) => editor.chain().focus().setHorizontalRule().run(),
}

export const pageBreak: EditorCommand = {
  id: 'pageBreak',
  shortcuts: ['Mod-Enter'],
  isEnabled: ({ inTable }) => !inTable,
  run: (editor) => {
    const block = editor.schema.nodes['pageBreak']?.create()
    return block !== undefined && insertBlock(editor, block)
  },
}

export const tableOfContents: EditorCommand = {
  id: 'tableOfContents',
  isEnabled: ({ inTable }) => !inTable,
  run: (editor) => {
    const block = editor.schema.nodes['tableOfContents']?.create()
    return block !== undefined && insertBlock(editor, block)
  },
}

export const inlineFormula: EditorCommand = {
  id: 'inlineFormula',
  // Word's.
  shortcuts: ['Alt-='],
  isEnabled: ({ inCodeBlock, nodeSelected }) => !inCodeBlock && nodeSelected === null,
  run: (editor) => insertFormula(editor),
}

export const footnote: EditorCommand = {
  id: 'footnote',
  // Word's and Google's; the second for keyboards where Ctrl+Alt is AltGr.
  shortcuts: ['Mod-Alt-f', 'Mod-Shift-u'],
  isEnabled: ({ inCodeBlock, nodeSelected }) => !inCodeBlock && nodeSelected === null,
  run: (editor) => insertFootnote(editor),
}

export const mention: EditorCommand = {
  id: 'mention',
  isEnabled: ({ inCodeBlock, nodeSelected }) => !inCodeBlock && nodeSelected === null,
  run: (editor) => startMention(editor),
}

export const table: EditorCommand = {
  id: 'table',
  // A table in a table can be written, but not worked in.
  isEnabled: ({ inTable }) => !inTable,
  run: (editor) => {
    const done = editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()
    addLineAfterLastTable(editor)
    return done
  },
}

/** A table at the very end would leave nowhere to go on writing. */
function addLineAfterLastTable(editor: Editor): void {
  const { doc, schema } = editor.state
  const line = schema.nodes['paragraph']?.create()
  if (line && doc.lastChild?.type.name === 'table') {
    editor.view.dispatch(editor.state.tr.insert(doc.content.size, line))
  }
}
