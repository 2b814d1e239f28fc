import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, NodeSelection, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'

/** Where the formula is that is being changed. */
type Place = number | null

const key = new PluginKey<Place>('formulaEditor')
const name = 'inlineFormula'

export function formulaBeingEdited(state: EditorState): { pos: number; tex: string } | null {
  const pos = key.getState(state) ?? null
  const node = pos === null ? null : state.doc.nodeAt(pos)
  return pos !== null && node?.type.name === name ? { pos, tex: String(node.attrs['tex']) } : null
}

/** Puts a formula in place of the selection, made of what was selected, and asks for its source. */
export function insertFormula(editor: Editor): boolean {
  const { state, view } = editor
  const { $from, $to, from, to } = state.selection
  const type = state.schema.nodes[name]
  if (!type || !$from.sameParent($to) || !$from.parent.inlineContent || $from.parent.type.spec.code)
    return false
  const tex = state.doc.textBetween(from, to, ' ', ' ').trim()
  const tr = state.tr.replaceWith(from, to, type.create({ tex }, null, $from.marks()))
  tr.setSelection(TextSelection.create(tr.doc, from + 1)).scrollIntoView()
  view.dispatch(tr.setMeta(key, from))
  return true
}

/** Ends it with this source, or as it was where there is none. One without any source is taken away. */
export function closeFormula(editor: Editor, tex: string | null): void {
  const edited = formulaBeingEdited(editor.state)
  if (editor.isDestroyed || !edited) return
  const { pos } = edited
  const { tr } = editor.state
  tr.setMeta(key, 'close')
  const source = tex ?? edited.tex
  if (source === '') tr.delete(pos, pos + 1)
  else if (source !== edited.tex) tr.setNodeAttribute(pos, 'tex', source)
  tr.setSelection(TextSelection.create(tr.doc, source === '' ? pos : pos + 1))
  editor.view.dispatch(tr)
  editor.commands.focus()
}

/** Opens a formula for changing it: by a press on it, or by Enter where it is selected. */
export const FormulaEditor = Extension.create({
  name: 'formulaEditor',
  priority: 1150,

  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { selection, tr } = this.editor.state
        if (!(selection instanceof NodeSelection) || selection.node.type.name !== name) return false
        if (this.editor.isEditable) this.editor.view.dispatch(tr.setMeta(key, selection.from))
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin<Place>({
        key,
        state: {
          init: () => null,
          apply(tr, place, _before, { doc }) {
            const wanted = tr.getMeta(key) as number | 'close' | undefined
            if (wanted !== undefined) return wanted === 'close' ? null : wanted
            if (place === null || !tr.docChanged) return place
            // A change of its source by somebody else replaces it where it stands.
            const pos = tr.mapping.map(place, -1)
            return doc.nodeAt(pos)?.type.name === name ? pos : null
          },
        },
        props: {
          handleClickOn(view, _pos, node, pos, _event, direct) {
            if (!direct || node.type.name !== name || !editor.isEditable) return false
            view.dispatch(view.state.tr.setMeta(key, pos))
            return true
          },
        },
      }),
    ]
  },
})
