import { Extension, type Content } from '@tiptap/core'
import type { Node, Schema } from '@tiptap/pm/model'
import { Plugin, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'

import { DocumentBinding, isRemoteChange } from '#features/editor/binding/document-binding'
import { breaksForNewlines } from '#features/editor/binding/typed-newlines'
import { documentField } from '#schema/document-fields'

type CollaborationOptions = {
  document: Y.Doc | null
  /** How many of so many blocks are drawn at first; for the rest `binding.drawMore` must be called. */
  firstBlocks: (of: number) => number
  /** Called when text begins, and ends, to be in the editor and not yet in the document. */
  onHeldBack: (heldBack: boolean) => void
  /** Whether this person may do more than suggest, now. */
  mayEdit: () => boolean
}

type CollaborationStorage = { binding: DocumentBinding | null }

/** What plugins that know y-prosemirror read under its key. */
type SyncState = {
  type: Y.XmlFragment
  doc: Y.Doc
  binding: { mapping: unknown }
  snapshot: null
  prevSnapshot: null
  isChangeOrigin: boolean
  addToHistory: boolean
}

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    ownHistory: {
      /** Undoes this person's last edit, whatever others did since. */
      undo: () => ReturnType
      redo: () => ReturnType
    }
  }
  interface Storage {
    sharedBody: CollaborationStorage
  }
}

/**
 * Binds an editor to the body of a shared document that has been loaded. In place of TipTap's extension
 * of this name, whose binding replaces the whole document at each remote key and deletes what it does
 * not know.
 */
export const Collaboration = Extension.create<CollaborationOptions, CollaborationStorage>({
  // Not TipTap's name: its types would claim the storage.
  name: 'sharedBody',
  priority: 1000,

  addOptions() {
    return { document: null, firstBlocks: () => Infinity, onHeldBack: () => {}, mayEdit: () => true }
  },

  addStorage() {
    return { binding: null }
  },

  onBeforeCreate() {
    const { document, firstBlocks, onHeldBack, mayEdit } = this.options
    if (!document) throw new TypeError('collaboration needs a document')
    const body = document.getXmlFragment(documentField.body)
    const binding = new DocumentBinding(body, this.editor.schema, onHeldBack, firstBlocks, mayEdit)
    this.storage.binding = binding
    // Nothing at first: the library draws what it has once by itself and again with the plugins.
    this.editor.options.content = emptyDocument(this.editor.schema) as unknown as Content
    this.editor.on('mount', () => binding.start(this.editor.view))
  },

  onDestroy() {
    this.storage.binding?.destroy()
    this.storage.binding = null
  },

  onTransaction({ transaction, appendedTransactions }) {
    for (const applied of [transaction, ...appendedTransactions]) {
      this.storage.binding?.transactionApplied(applied)
    }
  },

  addCommands() {
    const run =
      (kind: 'undo' | 'redo') =>
      () =>
      ({ tr, dispatch }: { tr: Transaction; dispatch: unknown }) => {
        // The shared document answers with a transaction of its own.
        tr.setMeta('preventDispatch', true)
        const { binding } = this.storage
        if (!binding) return false
        const stack = kind === 'undo' ? binding.undoManager.undoStack : binding.undoManager.redoStack
        if (stack.length === 0) return false
        return dispatch ? binding.undoOrRedo(kind) : true
      }
    return { undo: run('undo'), redo: run('redo') }
  },

  addKeyboardShortcuts() {
    return {
      'Mod-z': () => this.editor.commands.undo(),
      'Mod-y': () => this.editor.commands.redo(),
      'Shift-Mod-z': () => this.editor.commands.redo(),
    }
  },

  addProseMirrorPlugins() {
    const { binding } = this.storage
    return binding ? [syncPlugin(binding)] : []
  },
})

// A node is taken as it is, though the types do not say so.
function emptyDocument({ topNodeType }: Schema): Node | null {
  return topNodeType.createAndFill()
}

/** A key means the place to which the one before it went. */
function tellUntold(binding: DocumentBinding, view: EditorView): void {
  const untold = binding.untoldSelection(view.state)
  if (untold) view.dispatch(view.state.tr.setSelection(untold))
}

function syncPlugin(binding: DocumentBinding): Plugin<SyncState> {
  return new Plugin<SyncState>({
    key: ySyncPluginKey,
    state: {
      init: () => ({
        type: binding.body,
        doc: binding.doc,
        binding: { mapping: binding.cache },
        snapshot: null,
        prevSnapshot: null,
        isChangeOrigin: false,
        addToHistory: true,
      }),
      apply: (transaction, state) => ({
        ...state,
        isChangeOrigin: isRemoteChange(transaction),
        addToHistory: transaction.docChanged
          ? transaction.getMeta('addToHistory') !== false || isRemoteChange(transaction)
          : state.addToHistory,
      }),
    },
    // Every client would "repair" a table or a link that somebody else is editing, each in its own way.
    filterTransaction: (transaction, state) => {
      const follows = !binding.isShowing(state) && ySyncPluginKey.getState(state)?.isChangeOrigin === true
      return !(follows && transaction.docChanged && !isRemoteChange(transaction))
    },
    appendTransaction: (transactions, before, state) => {
      if (transactions.some((transaction) => transaction.docChanged && !isRemoteChange(transaction)))
        return breaksForNewlines(before.doc, state)
      // What is only drawn anew leaves the caret where the browser has put it.
      const isDrawing = transactions.every(({ docChanged, selectionSet }) => !docChanged && !selectionSet)
      const untold = isDrawing ? binding.untoldSelection(before) : null
      return untold && state.tr.setSelection(untold)
    },
    props: {
      handleDOMEvents: {
        keydown: (view) => {
          tellUntold(binding, view)
          binding.untoldCaret.mayMove(view, 'key')
        },
        keypress: (view) => tellUntold(binding, view),
        mousedown: (view) => binding.untoldCaret.mayMove(view, 'press'),
      },
    },
    view: (view) => {
      binding.attach(view)
      return {
        update: (updated, previous) => binding.stateChanged(updated.state, previous),
        destroy: () => binding.detach(),
      }
    },
  })
}
