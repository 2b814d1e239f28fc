import type { Editor } from '@tiptap/core'
import { NodeSelection, type Transaction } from '@tiptap/pm/state'

import type { EditorCommand } from '#features/editor/commands/editor-command'
import { setDescribingImage } from '#features/editor/images/image-texts'
import { shownSize } from '#features/editor/images/image-size'
import { type ImageAlignment, isImageSize, smallestImageSize } from '#schema/nodes/image'

const step = 10

const isEnabled: EditorCommand['isEnabled'] = ({ nodeSelected }) => nodeSelected === 'image'

export const imageLarger: EditorCommand = {
  id: 'imageLarger',
  shortcuts: ['Mod-Shift-.'],
  isEnabled,
  run: (editor) => changeSize(editor, step),
}

export const imageSmaller: EditorCommand = {
  id: 'imageSmaller',
  shortcuts: ['Mod-Shift-,'],
  isEnabled,
  run: (editor) => changeSize(editor, -step),
}

export const sizeCommands: readonly EditorCommand[] = [imageLarger, imageSmaller]

const describeImage: EditorCommand = {
  id: 'describeImage',
  // Google's; the second for keyboards where Ctrl+Alt is AltGr.
  shortcuts: ['Mod-Alt-y', 'Mod-Shift-a'],
  isEnabled,
  run: (editor) => setDescribingImage(editor, true),
}

export const imageCommands: readonly EditorCommand[] = [...sizeCommands, describeImage]

/** To the next whole step, in per cent of the text. */
function changeSize(editor: Editor, by: number): boolean {
  const { selection } = editor.state
  if (!(selection instanceof NodeSelection)) return false
  const written: unknown = selection.node.attrs['size']
  const figure = editor.view.nodeDOM(selection.from)
  const before = isImageSize(written) ? Number(written) : shownSize(figure)
  const size = Math.min(Math.max(Math.round((before + by) / step) * step, smallestImageSize), 100)
  if (size === before) return false
  setImage(editor, selection.from, { size })
  return true
}

/** Changes what is given, and leaves the image selected. */
export function setImage(
  editor: Editor,
  pos: number,
  attributes: Partial<{ size: number; alt: string; caption: string }>,
): void {
  const { tr } = editor.state
  for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute(pos, name, value)
  const { selection } = editor.state
  if (selection instanceof NodeSelection && selection.from === pos) {
    tr.setSelection(NodeSelection.create(tr.doc, pos))
  }
  editor.view.dispatch(tr)
}

/** The selected image. @returns whether there is one that can stand so */
export function alignImage(tr: Transaction, align: string): boolean {
  const { selection } = tr
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'image') return false
  if (align === 'justify') return false
  const own: ImageAlignment | null = align === 'left' || align === 'right' ? align : null
  if (selection.node.attrs['align'] !== own) {
    tr.setNodeAttribute(selection.from, 'align', own)
    tr.setSelection(NodeSelection.create(tr.doc, selection.from))
  }
  return true
}
