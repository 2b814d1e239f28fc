import type { Editor } from '@tiptap/core'
import type { MarkType, Node, ResolvedPos } from '@tiptap/pm/model'
import { mergeCells, splitCell } from '@tiptap/pm/tables'
import {
  AllSelection,
  type EditorState,
  NodeSelection,
  type Selection,
  TextSelection,
} from '@tiptap/pm/state'

import { commentActions } from '#features/editor/commenting/comment-actions'
import { isAlignment, isTextDirection, laidOutBlocks } from '#schema/nodes/block-layout'
import { isSafeHref } from '#schema/safe-addresses'

const markNames = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'subscript',
  'superscript',
  'highlight',
] as const
export type MarkName = (typeof markNames)[number]

const listNames = ['bulletList', 'orderedList', 'taskList'] as const
export type ListName = (typeof listNames)[number]

/**
 * What the selection is in, as far as commands ask: made once a transaction, so that toolbar and menus
 * cost a keystroke one short walk however many buttons they have. Plain values, compared deeply.
 */
export type SelectionContext = {
  /** `paragraph`, `heading1` to `heading6` or `codeBlock`; null where blocks differ or none has text. */
  readonly textStyle: string | null
  /** The innermost list. */
  readonly list: ListName | null
  readonly inQuote: boolean
  readonly inCallout: boolean
  readonly inToggle: boolean
  readonly inTable: boolean
  /** Several cells are selected; one cell that was made of several is. */
  readonly canMergeCells: boolean
  readonly canSplitCell: boolean
  /** All selected text is code, where marks are not allowed. */
  readonly inCodeBlock: boolean
  /** A whole node is selected: an image or a divider. */
  readonly nodeSelected: string | null
  readonly empty: boolean
  readonly marks: Readonly<Record<MarkName, boolean>>
  readonly link: string | null
  /** Names of the palette, where the selection begins. */
  readonly textColor: string | null
  readonly highlight: string | null
  /** The same in all blocks that can be aligned; `left` where none says another; null where they differ. */
  readonly align: string | null
  /** Which way the text goes, where all blocks say the same. */
  readonly dir: string | null
  /** The deepest of the blocks that can be indented; null where there is none. */
  readonly indent: number | null
  /** Whether comments can be begun here by whoever reads this. */
  readonly mayComment: boolean
  /** Whether the page has comments to go through. */
  readonly hasComments: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
}

export function selectionContext(editor: Editor): SelectionContext {
  const { state } = editor
  const { selection } = state
  // With everything selected, the place of the first text.
  const { $from } = selection instanceof AllSelection ? TextSelection.atStart(state.doc) : selection
  const ancestors = ancestorNames($from)
  const styles = textStyles(state)
  // Once: asking makes all commands.
  const can = editor.can()
  const comments = commentActions(state)
  return {
    textStyle: styles.size === 1 ? ([...styles][0] ?? null) : null,
    list: listNames.find((name) => name === ancestors.find((ancestor) => isListName(ancestor))) ?? null,
    inQuote: ancestors.includes('blockquote'),
    inCallout: ancestors.includes('callout'),
    inToggle: ancestors.includes('toggle'),
    inTable: ancestors.includes('table'),
    canMergeCells: ancestors.includes('table') && mergeCells(state),
    canSplitCell: ancestors.includes('table') && splitCell(state),
    inCodeBlock: styles.size === 1 && styles.has('codeBlock'),
    nodeSelected: selection instanceof NodeSelection ? selection.node.type.name : null,
    empty: selection.empty,
    marks: activeMarks(state),
    link: linkAt(state),
    textColor: colorAt(state, 'textColor'),
    highlight: colorAt(state, 'highlight'),
    ...layout(state),
    mayComment: (comments?.start ?? null) !== null,
    hasComments: comments !== null,
    canUndo: can.undo(),
    canRedo: can.redo(),
  }
}

/** The address of the link the selection begins in, if it may be followed. */
export function linkAt({ selection, schema }: EditorState): string | null {
  const link = schema.marks['link']
  if (!link || selection instanceof NodeSelection) return null
  const { $from, empty } = selection
  const before = empty ? $from.nodeBefore : null
  const mark = link.isInSet($from.nodeAfter?.marks ?? []) ?? link.isInSet(before?.marks ?? [])
  const href: unknown = mark?.attrs['href']
  return isSafeHref(href) ? href : null
}

function colorAt({ selection, storedMarks, schema }: EditorState, name: string): string | null {
  const type = schema.marks[name]
  if (!type || selection instanceof NodeSelection) return null
  const { $from, empty } = selection
  const marks = empty ? (storedMarks ?? $from.marks()) : ($from.nodeAfter?.marks ?? $from.marks())
  const color: unknown = type.isInSet(marks)?.attrs['color']
  return typeof color === 'string' ? color : null
}

function layout({ doc, selection }: EditorState): Pick<SelectionContext, 'align' | 'indent' | 'dir'> {
  if (selection instanceof NodeSelection && selection.node.type.name === 'image') {
    const { align } = selection.node.attrs
    return { align: isAlignment(align) ? align : 'center', indent: null, dir: null }
  }
  const aligned = new Set<string>()
  const directions = new Set<string>()
  let indent: number | null = null
  eachSelectedNode(doc, selection, (node) => {
    if (!node.isTextblock) return true
    if (!laidOutBlocks.includes(node.type.name)) return false
    aligned.add(isAlignment(node.attrs['align']) ? node.attrs['align'] : 'left')
    directions.add(isTextDirection(node.attrs['dir']) ? node.attrs['dir'] : 'auto')
    indent = Math.max(indent ?? 0, Number(node.attrs['indent'] ?? 0))
    return false
  })
  return {
    align: aligned.size === 1 ? ([...aligned][0] ?? null) : null,
    indent,
    dir: directions.size === 1 ? ([...directions][0] ?? null) : null,
  }
}

function ancestorNames($pos: ResolvedPos): string[] {
  const names: string[] = []
  for (let depth = $pos.depth; depth > 0; depth -= 1) names.push($pos.node(depth).type.name)
  return names
}

function isListName(name: string): name is ListName {
  return (listNames as readonly string[]).includes(name)
}

function textStyles({ doc, selection }: EditorState): Set<string> {
  const styles = new Set<string>()
  eachSelectedNode(doc, selection, (node) => {
    if (!node.isTextblock) return true
    styles.add(node.type.name === 'heading' ? `heading${String(node.attrs['level'])}` : node.type.name)
    return false
  })
  return styles
}

function activeMarks({ doc, schema, selection, storedMarks }: EditorState): Record<MarkName, boolean> {
  const active = (isActive: (type: MarkType) => boolean) =>
    Object.fromEntries(
      markNames.map((name) => {
        const type = schema.marks[name]
        return [name, type !== undefined && isActive(type)]
      }),
    ) as Record<MarkName, boolean>
  if (selection.empty) {
    const marks = storedMarks ?? selection.$from.marks()
    return active((type) => type.isInSet(marks) !== undefined)
  }
  // On where all of the text has it, so that pressing the button once makes the selection even.
  let candidates: Set<MarkType> | null = null
  eachSelectedNode(doc, selection, (node) => {
    if (!node.isText) return candidates?.size !== 0
    const here = node.marks.map(({ type }) => type)
    candidates = new Set(candidates ? here.filter((type) => candidates?.has(type)) : here)
    return false
  })
  return active((type) => candidates?.has(type) ?? false)
}

/** Every range of a selection counts: a selection of table cells has many. */
function eachSelectedNode(doc: Node, { ranges }: Selection, visit: (node: Node) => boolean): void {
  for (const { $from, $to } of ranges) doc.nodesBetween($from.pos, $to.pos, visit)
}
