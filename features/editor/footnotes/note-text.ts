import type { Editor } from '@tiptap/core'
import { toggleMark } from '@tiptap/pm/commands'
import { keymap } from '@tiptap/pm/keymap'
import { type Node, Slice, Fragment } from '@tiptap/pm/model'
import { type Command, EditorState, type Transaction } from '@tiptap/pm/state'
import { StepMap } from '@tiptap/pm/transform'
import { EditorView } from '@tiptap/pm/view'

import { footnoteName, noteContent } from '#schema/nodes/footnote'

type NoteTextOptions = {
  readonly editor: Editor
  /** Where the note is now. */
  readonly pos: () => number | null
  readonly label: string
  readonly onDone: () => void
}

const fromDocument = 'fromDocument'

/**
 * A small editor of the text of one note. The note stays part of the document: each change here is made there
 * at once, and what others write in the note at that moment comes in here.
 */
export class NoteText {
  readonly #view: EditorView
  readonly #options: NoteTextOptions

  /** @throws {RangeError} if there is no note at that place */
  constructor(place: HTMLElement, options: NoteTextOptions) {
    this.#options = options
    const note = this.#note()
    if (!note) throw new RangeError('there is no note here')
    this.#view = new EditorView(place, {
      state: EditorState.create({ doc: note, plugins: [keymap(this.#keys())] }),
      dispatchTransaction: (tr) => this.#dispatch(tr),
      attributes: {
        class: 'note-editor',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': options.label,
      },
      handleDOMEvents: {
        focus: () => this.#endUndoStep(),
        blur: () => this.#endUndoStep(),
      },
      // Lines that are pasted are lines of the note, which has no blocks.
      transformPasted: ({ content }) =>
        new Slice(Fragment.fromArray(noteContent(content.content, note.type)), 0, 0),
    })
    options.editor.on('transaction', this.#documentChanged)
  }

  focus(): void {
    this.#view.focus()
  }

  destroy(): void {
    this.#endUndoStep()
    this.#options.editor.off('transaction', this.#documentChanged)
    this.#view.destroy()
  }

  #note(): Node | null {
    const pos = this.#options.pos()
    const node = pos === null ? null : this.#options.editor.state.doc.nodeAt(pos)
    return node?.type.name === footnoteName ? node : null
  }

  /** What is written in a note is undone by itself, and so is what is written at another place in it. */
  #endUndoStep(): void {
    this.#options.editor.storage.sharedBody?.binding?.undoManager.stopCapturing()
  }

  #dispatch(tr: Transaction): void {
    const hasMoved = !tr.docChanged && !tr.selection.eq(this.#view.state.selection)
    if (hasMoved && !this.#view.composing) this.#endUndoStep()
    const { state, transactions } = this.#view.state.applyTransaction(tr)
    this.#view.updateState(state)
    const pos = this.#options.pos()
    if (!tr.docChanged || tr.getMeta(fromDocument) === true || pos === null || !this.#note()) return
    const { editor } = this.#options
    const outer = editor.state.tr
    const intoDocument = StepMap.offset(pos + 1)
    for (const { steps } of transactions) {
      for (const step of steps) {
        const mapped = step.map(intoDocument)
        if (mapped) outer.step(mapped)
      }
    }
    editor.view.dispatch(outer)
  }

  /** Only where they differ, so that the caret here stays at its letters. */
  readonly #documentChanged = (): void => {
    const note = this.#note()
    const { state } = this.#view
    const start = note?.content.findDiffStart(state.doc.content) ?? null
    const end = note?.content.findDiffEnd(state.doc.content)
    if (!note || start === null || !end) return
    const overlap = Math.max(0, start - Math.min(end.a, end.b))
    const tr = state.tr.replace(start, end.b + overlap, note.slice(start, end.a + overlap))
    this.#view.dispatch(tr.setMeta(fromDocument, true).setMeta('addToHistory', false))
  }

  #keys(): Record<string, Command> {
    const { editor, onDone } = this.#options
    const { marks, nodes } = editor.schema
    const mark = (name: string): Command => (marks[name] ? toggleMark(marks[name]) : () => false)
    const lineBreak: Command = (state, dispatch) => {
      const line = nodes['hardBreak']?.create()
      if (line) dispatch?.(state.tr.replaceSelectionWith(line).scrollIntoView())
      return true
    }
    const done: Command = () => {
      onDone()
      return true
    }
    return {
      'Mod-b': mark('bold'),
      'Mod-i': mark('italic'),
      'Mod-u': mark('underline'),
      'Mod-Shift-s': mark('strike'),
      'Mod-e': mark('code'),
      'Mod-,': mark('subscript'),
      'Mod-.': mark('superscript'),
      'Mod-z': () => editor.commands.undo(),
      'Mod-y': () => editor.commands.redo(),
      'Mod-Shift-z': () => editor.commands.redo(),
      Enter: lineBreak,
      'Shift-Enter': lineBreak,
      'Mod-Enter': done,
      Escape: done,
    }
  }
}
