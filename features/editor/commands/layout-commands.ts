import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'

import type { EditorCommand } from '#features/editor/commands/editor-command'
import { selectionContext } from '#features/editor/commands/selection-context'
import { alignImage } from '#features/editor/images/image-commands'
import { type Alignment, laidOutBlocks, maxIndent, type TextDirection } from '#schema/nodes/block-layout'

export const alignCommands: readonly EditorCommand[] = [
  { ...alignCommand('alignLeft', 'left', 'Mod-Shift-l'), isUsual: true },
  alignCommand('alignCenter', 'center', 'Mod-Shift-e'),
  alignCommand('alignRight', 'right', 'Mod-Shift-r'),
  alignCommand('alignJustify', 'justify', 'Mod-Shift-j'),
]

export const directionCommands: readonly EditorCommand[] = [
  directionCommand('leftToRight', 'ltr'),
  directionCommand('rightToLeft', 'rtl'),
]

type Layout = {
  readonly dir?: TextDirection | null
  readonly align?: Alignment | null
  readonly indent?: number | null
}

/** Lays out every selected block anew. @returns whether there is one that can be laid out */
export function setLayout(tr: Transaction, layout: (indent: number) => Layout): boolean {
  let found = false
  for (const { $from, $to } of tr.selection.ranges) {
    tr.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (!laidOutBlocks.includes(node.type.name)) return !node.isTextblock
      found = true
      for (const [name, value] of Object.entries(layout(Number(node.attrs['indent'] ?? 0)))) {
        if (node.attrs[name] !== value) tr.setNodeAttribute(pos, name, value)
      }
      return false
    })
  }
  return found
}

/** One level deeper or less deep. */
export function indentBlocks(editor: Editor, by: 1 | -1): boolean {
  return editor
    .chain()
    .focus()
    .command(({ tr }) =>
      setLayout(tr, (indent) => ({ indent: Math.min(Math.max(indent + by, 0), maxIndent) || null })),
    )
    .run()
}

function alignCommand(id: string, align: Alignment, shortcut: string): EditorCommand {
  return {
    id,
    shortcuts: [shortcut],
    isActive: (context) => context.align === align,
    isEnabled: ({ indent, nodeSelected }) =>
      indent !== null || (nodeSelected === 'image' && align !== 'justify'),
    run: (editor) =>
      editor
        .chain()
        .focus()
        // Left is where text begins anyway; written down it would also hold right-to-left text there.
        .command(
          ({ tr }) =>
            alignImage(tr, align) || setLayout(tr, () => ({ align: align === 'left' ? null : align })),
        )
        .run(),
  }
}

/** Said once more, each block goes by its first letter again. */
function directionCommand(id: string, dir: TextDirection): EditorCommand {
  return {
    id,
    isActive: (context) => context.dir === dir,
    isEnabled: ({ indent }) => indent !== null,
    run: (editor) =>
      editor
        .chain()
        .focus()
        .command(({ tr }) =>
          setLayout(tr, () => ({ dir: selectionContext(editor).dir === dir ? null : dir })),
        )
        .run(),
  }
}
