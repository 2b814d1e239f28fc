import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, Selection, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'

import { previewKind } from '#features/editor/previews/previews'

const spec = { isEditedSource: true }

/** Whether the decorations of a code block say that the caret is in it. */
export function saysEdited(decorations: readonly Decoration[]): boolean {
  return decorations.some((decoration) => decoration.spec === spec)
}

/** Puts the caret at the end of the source, which is thereby seen. */
export function enterSource(view: EditorView, pos: number): void {
  const node = view.state.doc.nodeAt(pos)
  if (!node) return
  const caret = TextSelection.create(view.state.doc, pos + 1 + node.content.size)
  view.dispatch(view.state.tr.setSelection(caret).scrollIntoView())
  view.focus()
}

/** Takes the caret out of the source, to the line below, which is made where there is none. */
export function leaveSource(view: EditorView, pos: number): void {
  const { tr, doc } = view.state
  const after = doc.resolve(pos + (doc.nodeAt(pos)?.nodeSize ?? 0))
  const caret = Selection.findFrom(after, 1, true)
  if (caret) view.dispatch(tr.setSelection(caret).scrollIntoView())
  else {
    const line = view.state.schema.nodes['paragraph']?.create()
    if (!line) return
    tr.insert(after.pos, line)
    view.dispatch(tr.setSelection(TextSelection.create(tr.doc, after.pos + 1)).scrollIntoView())
  }
  view.focus()
}

/**
 * Code blocks that show what their source means (formulas, diagrams): the source is seen while the caret is in
 * it, wherever it came from, and the arrows go into it as into any other line.
 */
export const CodePreviews = Extension.create({
  name: 'codePreviews',

  addProseMirrorPlugins() {
    return [new Plugin({ props: { decorations: (state) => codeWithCaret(state) } })]
  },

  addKeyboardShortcuts() {
    const { editor } = this
    const enter = (direction: 1 | -1, side: 'up' | 'down' | 'left' | 'right') => () =>
      enterNeighbour(editor.view, direction, side)
    return {
      ArrowDown: enter(1, 'down'),
      ArrowRight: enter(1, 'right'),
      ArrowUp: enter(-1, 'up'),
      ArrowLeft: enter(-1, 'left'),
      Escape: () => {
        const pos = sourceAt(editor.state.selection)
        if (pos !== null) leaveSource(editor.view, pos)
        return pos !== null
      },
    }
  },
})

function sourceAt({ $head }: Selection): number | null {
  const { parent } = $head
  const isSource = parent.type.name === 'codeBlock' && previewKind(parent.attrs['language']) !== null
  return isSource ? $head.before() : null
}

/** Says so to whatever belongs to a block only while somebody is in it: its language, and its source. */
function codeWithCaret({ doc, selection }: EditorState): DecorationSet | null {
  const { $head } = selection
  if ($head.parent.type.name !== 'codeBlock') return null
  const [from, to] = [$head.before(), $head.after()]
  const isSource = sourceAt(selection) !== null
  const shown = isSource
    ? Decoration.node(from, to, { class: 'has-caret is-edited' }, spec)
    : Decoration.node(from, to, { class: 'has-caret' })
  return DecorationSet.create(doc, [shown])
}

/** The browser's own arrows pass over what it does not show. */
function enterNeighbour(
  view: EditorView,
  direction: 1 | -1,
  side: 'up' | 'down' | 'left' | 'right',
): boolean {
  const { selection, doc } = view.state
  const { $head, empty } = selection
  if (!empty || !$head.parent.isTextblock || !view.endOfTextblock(side)) return false
  const edge = direction > 0 ? $head.after() : $head.before()
  const found = Selection.findFrom(doc.resolve(edge), direction, true)
  if (!found || sourceAt(found) === null) return false
  view.dispatch(view.state.tr.setSelection(found).scrollIntoView())
  return true
}
