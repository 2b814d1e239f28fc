import { type Editor, Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, Selection, TextSelection } from '@tiptap/pm/state'
import type { Mappable } from '@tiptap/pm/transform'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'

type Change = { readonly pos: number; readonly open: boolean }

/** Where the open ones begin, and how they look. */
type Open = { readonly starts: readonly number[]; readonly shown: DecorationSet }

const key = new PluginKey<Open>('openToggles')
const spec = { isOpenToggle: true }

/** Whether the decorations of a toggle say that it is open. */
export function saysOpen(decorations: readonly Decoration[]): boolean {
  return decorations.some((decoration) => decoration.spec === spec)
}

export function isToggleOpen(state: EditorState, pos: number): boolean {
  return key.getState(state)?.starts.includes(pos) ?? false
}

/** Opens or closes a toggle for this reader alone. Closing takes the caret out of what gets hidden. */
export function setToggleOpen(view: EditorView, pos: number, open: boolean): void {
  const { tr, doc, selection } = view.state
  const toggle = doc.nodeAt(pos)
  const first = toggle?.firstChild
  if (!toggle || !first) return
  const hiddenFrom = pos + 1 + first.nodeSize
  if (!open && selection.head > hiddenFrom && selection.head < pos + toggle.nodeSize) {
    tr.setSelection(Selection.near(doc.resolve(hiddenFrom), -1))
  }
  view.dispatch(tr.setMeta(key, { pos, open } satisfies Change))
}

/**
 * Which toggles this reader has open. They are closed at first; the caret is never in what is hidden, so
 * that whatever brings it there opens them: a search, undo, a link to a place.
 */
export const OpenToggles = Extension.create({
  name: 'openToggles',
  priority: 1150,

  addProseMirrorPlugins() {
    return [
      new Plugin<Open>({
        key,
        state: {
          init: () => ({ starts: [], shown: DecorationSet.empty }),
          apply(tr, before, _old, { doc, selection }) {
            const change = tr.getMeta(key) as Change | undefined
            const wanted = new Set(tr.docChanged ? movedStarts(before.starts, tr.mapping) : before.starts)
            if (change) wanted[change.open ? 'add' : 'delete'](change.pos)
            for (const pos of hidingAround(selection)) wanted.add(pos)
            const starts = [...wanted].filter((pos) => doc.nodeAt(pos)?.type.name === 'toggle')
            const isSame = starts.length === before.starts.length && wanted.size === before.starts.length
            if (isSame && !tr.docChanged && starts.every((pos) => before.starts.includes(pos))) return before
            const shown = starts.map((pos) => openToggle(doc, pos))
            return { starts, shown: DecorationSet.create(doc, shown) }
          },
        },
        props: { decorations: (state) => key.getState(state)?.shown },
      }),
    ]
  },

  addKeyboardShortcuts() {
    return {
      'Mod-Enter': () => {
        const pos = toggleAtHead(this.editor.state)
        if (pos === null) return false
        setToggleOpen(this.editor.view, pos, !isToggleOpen(this.editor.state, pos))
        return true
      },
      Enter: () => onEnter(this.editor),
    }
  },
})

function movedStarts(starts: readonly number[], mapping: Mappable): number[] {
  return starts.flatMap((start) => {
    const { pos, deletedAfter } = mapping.mapResult(start, 1)
    return deletedAfter ? [] : [pos]
  })
}

function openToggle(doc: Node, pos: number): Decoration {
  return Decoration.node(pos, pos + (doc.nodeAt(pos)?.nodeSize ?? 0), { class: 'is-open' }, spec)
}

/** The toggles that would hide the head of this selection if they were closed. */
function hidingAround({ $head }: Selection): number[] {
  const found: number[] = []
  for (let depth = 1; depth <= $head.depth; depth += 1) {
    if ($head.node(depth).type.name === 'toggle' && $head.index(depth) > 0) found.push($head.before(depth))
  }
  return found
}

/** The toggle whose first block the caret is in. */
function toggleAtHead({ selection: { $head, empty } }: EditorState): number | null {
  const depth = $head.depth - 1
  if (!empty || depth < 1 || $head.node(depth).type.name !== 'toggle' || $head.index(depth) > 0) return null
  return $head.before(depth)
}

/** At the end of a closed toggle one goes on below it; from within its line it opens for what follows. */
function onEnter(editor: Editor): boolean {
  const { state, view } = editor
  const pos = toggleAtHead(state)
  const { $head } = state.selection
  if (pos === null || !editor.isEditable || isToggleOpen(state, pos) || $head.parent.content.size === 0) {
    return false
  }
  const toggle = state.doc.nodeAt(pos)
  const isAtEnd = $head.parentOffset === $head.parent.content.size
  const line = state.schema.nodes['paragraph']?.create()
  // One that hides nothing yet is about to be filled.
  if (!toggle || !line || !isAtEnd || toggle.childCount === 1) return false
  const below = pos + toggle.nodeSize
  const tr = state.tr.insert(below, line)
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, below + 1)).scrollIntoView())
  return true
}
