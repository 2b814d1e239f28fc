import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { uuidv4 } from 'lib0/random'

import { isRemoteChange } from '#features/editor/binding/document-binding'
import {
  activeSuggestion,
  type DrawingOptions,
  redrawMeta,
  suggestionDrawing,
} from '#features/editor/suggesting/drawing'
import { isLawful } from '#features/editor/suggesting/lawful'
import { refusalNotice } from '#features/editor/suggesting/refusal-notice'
import { suggestTransaction } from '#features/editor/suggesting/suggest-transaction'
import type { Refusal } from '#features/editor/suggesting/suggested-edit'
import type { Author } from '#features/editor/suggesting/tag'
import {
  type ChosenSuggestions,
  type Decision,
  decideSuggestions,
} from '#schema/suggestions/decide-suggestions'

type SuggestingOptions = DrawingOptions & {
  /** The sentences for why something cannot be suggested. */
  words: (refusal: Refusal) => string
  newId: () => string
  now: () => number
}

/** Who suggests, by the id that the collab server knows; null where edits are edits. */
type SuggestingState = { readonly by: string | null; readonly refused: Refusal | null }

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    suggestions: {
      /** Accepts or rejects suggestions; those of nobody else, where that is all this person may. */
      decideSuggestions: (decision: Decision, chosen?: ChosenSuggestions) => ReturnType
      /** Shows which suggestion is meant; null for none. */
      pointOutSuggestion: (id: string | null) => ReturnType
    }
  }
}

const key = new PluginKey<SuggestingState>('suggesting')
const lawfulMeta = 'suggested'
const decidedMeta = 'suggestionsDecided'

/** Who is suggesting here; null where edits are edits. */
export function suggestingBy(state: EditorState): string | null {
  return key.getState(state)?.by ?? null
}

/** From now on what is done here is suggested by this person, or done. */
export function setSuggesting(editor: Editor, by: string | null): void {
  if (editor.isDestroyed || suggestingBy(editor.state) === by) return
  const { binding } = editor.storage.sharedBody ?? {}
  if (binding) binding.suggester = by
  editor.view.dispatch(editor.state.tr.setMeta(key, { by, refused: null }).setMeta('addToHistory', false))
}

/** For what is no proposal in either mode, as a version that is brought back: done at once, and the mode is as it was. */
export function withoutSuggesting(editor: Editor, edit: () => void): void {
  const by = suggestingBy(editor.state)
  setSuggesting(editor, null)
  try {
    edit()
  } finally {
    setSuggesting(editor, by)
  }
}

/** After the colours of people have changed. */
export function redrawSuggestions(editor: Editor): void {
  if (!editor.isDestroyed)
    editor.view.dispatch(editor.state.tr.setMeta(...redrawMeta({})).setMeta('addToHistory', false))
}

/** Says beside the caret why something was not done. */
export function refuseEdit(editor: Editor, refused: Refusal): void {
  if (!editor.isDestroyed) {
    editor.view.dispatch(editor.state.tr.setMeta(key, { refused }).setMeta('addToHistory', false))
  }
}

/** While somebody suggests, all they do becomes a suggestion on its way into the document, or is refused. */
export const Suggesting = Extension.create<SuggestingOptions>({
  name: 'suggesting',
  // Outermost: whatever others make of transactions they make of the suggestion.
  priority: 10_000,

  addOptions() {
    return {
      words: (refusal) => refusal,
      newId: uuidv4,
      now: Date.now,
      colorOf: () => null,
      blockLabel: () => '',
    }
  },

  dispatchTransaction({ transaction, next }) {
    const { editor, options } = this
    const by = suggestingBy(editor.state)
    if (by === null || !isOwnEdit(transaction) || editor.isCapturingTransaction) {
      next(transaction)
      return
    }
    const author: Author = { by, newId: options.newId, now: options.now }
    const suggested = suggestTransaction(editor.state, transaction, author)
    if (typeof suggested === 'string') refuseEdit(editor, suggested)
    else next(suggested.setMeta(lawfulMeta, true))
  },

  addCommands() {
    return {
      decideSuggestions:
        (decision, chosen) =>
        ({ tr, dispatch }) => {
          if (!dispatch) return true
          const before = tr.doc
          decideSuggestions(tr, decision, chosen)
          // What it is, also while its writer suggests.
          tr.setMeta(decidedMeta, true)
          return !tr.doc.eq(before)
        },
      pointOutSuggestion:
        (id) =>
        ({ tr, state, dispatch }) => {
          const isOther = activeSuggestion(state) !== id
          if (dispatch && isOther) tr.setMeta(...redrawMeta({ active: id })).setMeta('addToHistory', false)
          return isOther
        },
    }
  },

  addProseMirrorPlugins() {
    return [
      suggestionDrawing(this.options),
      new Plugin<SuggestingState>({
        key,
        state: {
          init: () => ({ by: null, refused: null }),
          apply(tr, { by, refused }) {
            const set = (tr.getMeta(key) ?? {}) as Partial<SuggestingState>
            const isOver = tr.docChanged || tr.selectionSet
            return { by, refused: isOver ? null : refused, ...set }
          },
        },
        // What plugins add of their own accord, as links to addresses, must not change what stands without them.
        filterTransaction(tr, state) {
          const by = suggestingBy(state)
          if (by === null || !isOwnEdit(tr) || tr.getMeta(lawfulMeta) === true) return true
          return isLawful(state.doc, tr.doc, by)
        },
        props: {
          handleDOMEvents: { beforeinput: deleteAsTold },
          decorations: (state) =>
            refusalNotice(state, key.getState(state)?.refused ?? null, this.options.words),
        },
      }),
    ]
  },
})

/**
 * What the browser would delete is deleted here: struck letters stay, and a browser that has taken them out of the
 * page, and their element with them, leaves something to read in which nothing is struck any more.
 */
function deleteAsTold(view: EditorView, event: InputEvent): boolean {
  const isDeletion = event.inputType.startsWith('delete') && event.cancelable && !event.isComposing
  if (!isDeletion || suggestingBy(view.state) === null || view.composing || !view.editable) return false
  const [range] = event.getTargetRanges()
  if (!range || range.collapsed) return false
  const from = view.posAtDOM(range.startContainer, range.startOffset)
  const to = view.posAtDOM(range.endContainer, range.endOffset)
  if (to <= from) return false
  event.preventDefault()
  view.dispatch(view.state.tr.delete(from, to).scrollIntoView())
  return true
}

function isOwnEdit(tr: Transaction): boolean {
  return tr.docChanged && !isRemoteChange(tr) && tr.getMeta(decidedMeta) !== true
}
