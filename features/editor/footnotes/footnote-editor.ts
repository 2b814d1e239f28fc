import { type Editor, Extension } from '@tiptap/core'
import {
  type EditorState,
  NodeSelection,
  Plugin,
  PluginKey,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

import { footnoteNumber } from '#features/editor/footnotes/footnote-places'
import { NotesList, type NotesListWords } from '#features/editor/footnotes/notes-list'
import { footnoteName, mayHaveFootnote, typedFootnoteMeta } from '#schema/nodes/footnote'

/** Where the note is that is being written. */
type Place = number | null

type FootnoteStorage = { list: NotesList | null }

declare module '@tiptap/core' {
  interface Storage {
    footnoteEditor?: FootnoteStorage
  }
}

const key = new PluginKey<Place>('footnoteEditor')

export function footnoteBeingEdited(state: EditorState): { pos: number; number: number } | null {
  const pos = key.getState(state) ?? null
  return pos === null || !isFootnote(state, pos) ? null : { pos, number: footnoteNumber(state.doc, pos) }
}

/** Puts a note behind what is selected, and asks for its text. */
export function insertFootnote(editor: Editor): boolean {
  const { state, view } = editor
  const type = state.schema.nodes[footnoteName]
  const { to, $to } = state.selection
  const behind = state.apply(state.tr.setSelection(TextSelection.create(state.doc, to)))
  if (!type || !mayHaveFootnote(behind, type)) return false
  const note = type.create()
  const tr = state.tr.insert(to, note)
  tr.setSelection(TextSelection.create(tr.doc, to + note.nodeSize)).scrollIntoView()
  tr.setStoredMarks($to.marks())
  view.dispatch(tr.setMeta(key, to))
  return true
}

/** Opens the note at this place for writing. */
export function openFootnote(view: EditorView, pos: number): void {
  if (isFootnote(view.state, pos)) view.dispatch(view.state.tr.setMeta(key, pos))
}

/** Goes on in the text behind the note. */
export function closeFootnote(editor: Editor): void {
  const edited = footnoteBeingEdited(editor.state)
  if (editor.isDestroyed || !edited) return
  const { tr, doc } = editor.state
  const behind = edited.pos + (doc.nodeAt(edited.pos)?.nodeSize ?? 0)
  editor.view.dispatch(tr.setMeta(key, 'close').setSelection(TextSelection.create(doc, behind)))
  editor.commands.focus()
}

export function deleteFootnote(editor: Editor): void {
  const edited = footnoteBeingEdited(editor.state)
  const node = edited && editor.state.doc.nodeAt(edited.pos)
  if (!edited || !node) return
  const tr = editor.state.tr.delete(edited.pos, edited.pos + node.nodeSize)
  editor.view.dispatch(tr.setMeta(key, 'close'))
  editor.commands.focus()
}

/** Scrolls to the note in the list at the end of the document, and gives it the focus. */
export function goToNoteInList(editor: Editor, number: number): void {
  closeFootnote(editor)
  editor.storage.footnoteEditor?.list?.focus(number)
}

/**
 * Which note is being written, and the list of all at the end. A note opens by a press on its number, by Enter
 * where it is selected, and by whatever brings the caret into it.
 */
export const FootnoteEditor = Extension.create<{ words: NotesListWords }, FootnoteStorage>({
  name: 'footnoteEditor',
  priority: 1150,

  addOptions() {
    return { words: (name: string) => name }
  },

  addStorage() {
    return { list: null }
  },

  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { selection } = this.editor.state
        if (!(selection instanceof NodeSelection) || selection.node.type.name !== footnoteName) return false
        if (this.editor.isEditable) openFootnote(this.editor.view, selection.from)
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    const { options, storage } = this
    return [
      new Plugin<Place>({
        key,
        state: { init: () => null, apply: (tr, place, _before, state) => placeAfter(tr, place, state) },
        appendTransaction: (_transactions, _before, state) => outOfNote(state),
        view(view) {
          storage.list = new NotesList(view, options.words, (pos) => openFootnote(view, pos))
          return storage.list
        },
        props: {
          handleClickOn(view, _pos, node, pos, _event, direct) {
            if (!direct || node.type.name !== footnoteName) return false
            if (view.editable) openFootnote(view, pos)
            else storage.list?.focus(footnoteNumber(view.state.doc, pos))
            return true
          },
        },
      }),
    ]
  },
})

function placeAfter(tr: Transaction, place: Place, state: EditorState): Place {
  const wanted = (tr.getMeta(key) ?? tr.getMeta(typedFootnoteMeta)) as number | 'close' | undefined
  if (wanted === 'close') return null
  if (wanted !== undefined) return isFootnote(state, wanted) ? wanted : null
  const around = noteAround(state)
  if (around !== null) return around
  if (place === null || !tr.docChanged) return place
  const pos = tr.mapping.map(place, 1)
  return isFootnote(state, pos) ? pos : null
}

/** The caret of the text is never in a note, which is not shown where it stands: it selects it. */
function outOfNote(state: EditorState): Transaction | null {
  const around = noteAround(state)
  return around === null ? null : state.tr.setSelection(NodeSelection.create(state.doc, around))
}

function noteAround({ selection: { $head, $anchor } }: EditorState): number | null {
  const inNote = $head.depth > 0 && $head.parent.type.name === footnoteName
  return inNote && $head.sameParent($anchor) ? $head.before() : null
}

function isFootnote({ doc }: EditorState, pos: number): boolean {
  return pos <= doc.content.size && doc.nodeAt(pos)?.type.name === footnoteName
}
