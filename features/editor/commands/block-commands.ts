import type { Editor } from '@tiptap/core'

import { formulasAsText } from '#features/editor/formulas/formulas-as-text'
import type { EditorCommand } from '#features/editor/commands/editor-command'
import { selectionContext } from '#features/editor/commands/selection-context'
import { setTypeOfLines } from '#features/editor/commands/set-block-type'
import { formulaLanguage } from '#schema/nodes/code-block'
import type { HeadingLevel } from '#schema/nodes/heading'

// With a second binding each: on Windows, Ctrl+Alt is AltGr, which types @ or # on Spanish keyboards.
export const paragraph: EditorCommand = {
  id: 'paragraph',
  shortcuts: ['Mod-Alt-0', 'Mod-Shift-0'],
  isActive: ({ textStyle }) => textStyle === 'paragraph',
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) => setTypeOfLines(editor, 'paragraph') || editor.chain().focus().setParagraph().run(),
}

const headingLevels: readonly HeadingLevel[] = [1, 2, 3, 4, 5, 6]

export const headings: readonly EditorCommand[] = headingLevels.map((level) => ({
  id: `heading${level}`,
  shortcuts: [`Mod-Alt-${level}`, `Mod-Shift-${level}`],
  isActive: ({ textStyle }) => textStyle === `heading${level}`,
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) => toggleHeadings(editor, level) || editor.chain().focus().toggleHeading({ level }).run(),
}))

/** Several lines: all of them are headings of this level, or become it. */
function toggleHeadings(editor: Editor, level: HeadingLevel): boolean {
  const areHeadings = selectionContext(editor).textStyle === `heading${level}`
  return areHeadings ? setTypeOfLines(editor, 'paragraph') : setTypeOfLines(editor, 'heading', { level })
}

export const quote: EditorCommand = {
  id: 'quote',
  shortcuts: ['Mod-Shift-b'],
  isActive: ({ inQuote }) => inQuote,
  run: (editor) => editor.chain().focus().toggleBlockquote().run(),
}

export const callout: EditorCommand = {
  id: 'callout',
  isActive: ({ inCallout }) => inCallout,
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) => editor.chain().focus().toggleWrap('callout').run(),
}

export const toggle: EditorCommand = {
  id: 'toggle',
  // Notion's.
  shortcuts: ['Mod-Alt-7', 'Mod-Shift-g'],
  isActive: ({ inToggle }) => inToggle,
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) => editor.chain().focus().toggleWrap('toggle').run(),
}

export const codeBlock: EditorCommand = {
  id: 'codeBlock',
  shortcuts: ['Mod-Alt-c', 'Mod-Shift-d'],
  isActive: ({ textStyle }) => textStyle === 'codeBlock',
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) => editor.chain().focus().command(formulasAsText).toggleCodeBlock().run(),
}

export const formulaBlock: EditorCommand = {
  id: 'formulaBlock',
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) =>
    editor.chain().focus().command(formulasAsText).toggleCodeBlock({ language: formulaLanguage }).run(),
}

export const diagram: EditorCommand = {
  id: 'diagram',
  isEnabled: ({ nodeSelected }) => nodeSelected === null,
  run: (editor) =>
    editor.chain().focus().command(formulasAsText).toggleCodeBlock({ language: 'mermaid' }).run(),
}
