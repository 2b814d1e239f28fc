import type { Node, Schema } from '@tiptap/pm/model'
import { EditorState, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { type Mappable, StepMap } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import { updateYFragment, ySyncPluginKey } from '@tiptap/y-tiptap'
import { uuidv4 } from 'lib0/random'
import * as Y from 'yjs'

import { changedBlock } from '#features/editor/binding/changed-block'
import { findWrongComments, putCommentsRight } from '#features/editor/binding/comments-put-right'
import { writeExactly } from '#features/editor/binding/exact-write'
import { FollowBlock } from '#features/editor/binding/follow-block'
import { HeldEdits } from '#features/editor/binding/held-edits'
import { addTextsToNewBlocks } from '#features/editor/binding/new-texts'
import { undoLawfully } from '#features/editor/binding/lawful-undo'
import { undoOwn } from '#features/editor/binding/own-undo'
import { TwoWayNodeCache } from '#features/editor/binding/node-cache'
import { positionMap, type ChangeHints } from '#features/editor/binding/position-map'
import { RemoteStep } from '#features/editor/binding/remote-step'
import { type CaretInBlock, findLostText, putBack, type Rescue } from '#features/editor/binding/rescue'
import {
  mapSelection,
  relativeSelection,
  restoreSelection,
  type RelativeSelection,
} from '#features/editor/binding/selections'
import { keptInBlock } from '#features/editor/binding/shared-items'
import { SharedFormCache } from '#features/editor/binding/shared-form-cache'
import { ShownPart } from '#features/editor/binding/shown-part'
import { keepViewSteady } from '#features/editor/binding/steady-view'
import { OwnUndoManager } from '#features/editor/binding/undo-manager'
import { UntoldCaret } from '#features/editor/binding/untold-caret'
import { hardBreakName, LineBreakForms } from '#schema/line-breaks'
import { insertionName } from '#schema/suggestions/suggestion-marks'

const selectionKey = 'selection'
const plainKey = 'plain'

/**
 * Keeps one editor and one shared body the same. What the person does is written to the body by the
 * library's differ; what others do comes back as one step that moves only what must move (`RemoteStep`).
 * Reading never writes to the shared document.
 */
export class DocumentBinding {
  readonly body: Y.XmlFragment
  readonly doc: Y.Doc
  readonly cache = new TwoWayNodeCache()
  readonly undoManager: Y.UndoManager
  readonly untoldCaret = new UntoldCaret()
  /** How often positions could not be told exactly and the whole document counted as replaced. */
  fallbacks = 0
  readonly #schema: Schema
  /** Marks the putting back of own text, which is no edit to undo. */
  readonly #rescueOrigin = { rescue: true }
  readonly #onHeldBack: (heldBack: boolean) => void
  readonly #mayEdit: () => boolean
  #suggester: string | null = null
  /** While something is undone or redone: whether as an edit, and not as a suggestion. */
  #undoesPlainly: boolean | null = null
  readonly #overlappingMarks = new Map()
  readonly #lineBreaks = new LineBreakForms()
  readonly #sharedCache = new SharedFormCache(this.cache, this.#lineBreaks)
  readonly #part: ShownPart
  /** What the shared body says, as last read or written; of a long document at first only the part that is shown. */
  #shared: Node
  #view: EditorView | null = null
  #started = false
  #writing = false
  #held: HeldEdits | null = null
  #selectionBefore: RelativeSelection | null = null
  /** What was put back with the caret in it. */
  #rescued: Rescue | null = null
  #undone: ReturnType<Y.UndoManager['undo']> = null

  /**
   * @param firstBlocks with how many blocks the editor of so many begins: `drawMore` brings the rest
   * @param mayEdit whether this person may do more than suggest, now
   */
  constructor(
    body: Y.XmlFragment,
    schema: Schema,
    onHeldBack: (heldBack: boolean) => void,
    firstBlocks: (of: number) => number = () => Infinity,
    mayEdit: () => boolean = () => true,
  ) {
    if (!body.doc) throw new TypeError('the body must belong to a Y.Doc')
    this.body = body
    this.doc = body.doc
    this.#schema = schema
    this.#onHeldBack = onHeldBack
    this.#mayEdit = mayEdit
    this.#part = new ShownPart(body, schema, this.cache)
    this.#part.grow(firstBlocks(body.length))
    this.#shared = this.#part.read()
    this.undoManager = new OwnUndoManager(body, this)
    this.undoManager.on('stack-item-added', ({ stackItem }) => {
      stackItem.meta.set(selectionKey, this.#selectionBefore)
      stackItem.meta.set(plainKey, this.#undoesPlainly ?? this.#suggester === null)
    })
    body.observeDeep(this.#bodyChanged)
  }

  /** Who may only suggest here, or does; null for whoever edits. */
  get suggester(): string | null {
    return this.#suggester
  }

  set suggester(by: string | null) {
    // One step is of one kind.
    if (by !== this.#suggester) this.undoManager.stopCapturing()
    this.#suggester = by
  }

  /** Shows the document, once, in a view that has all its plugins and nothing to show yet. */
  start(view: EditorView): void {
    if (this.#started) return
    this.#started = true
    view.updateState(EditorState.create({ doc: this.#shared, plugins: view.state.plugins }))
  }

  /** Whether the editor shows all of the document. */
  get isDrawn(): boolean {
    return this.#part.isAll
  }

  /** Draws further blocks of a document of which only the beginning is shown; all that are left if it is not told. */
  drawMore(blocks = Infinity): void {
    const view = this.#view
    if (!view || this.#held || this.isDrawn) return
    this.#part.grow(blocks)
    const shared = this.#part.read()
    const { tr, doc } = view.state
    if (doc.children.some((block, index) => block !== shared.maybeChild(index))) {
      this.#show(view, shared, noHints, null)
      return
    }
    this.#shared = shared
    const added = shared.content.size - doc.content.size
    tr.step(new RemoteStep(doc, shared, new StepMap([doc.content.size, 0, added])))
    asRemote(tr)
    this.#keepCaret(view, tr, { places: tr.mapping, side: -1 }, () => view.dispatch(tr))
  }

  /**
   * Shows all that the document says, for an edit of the whole of it.
   * @returns false where it cannot: a word is being composed, and others' edits wait for its end
   */
  showAll(): boolean {
    const view = this.#view
    if (!view) return false
    if (!view.composing) this.#releaseHeld(view)
    this.drawMore()
    return !this.#held && this.isDrawn && view.state.doc === this.#shared
  }

  attach(view: EditorView): void {
    this.#view = view
    view.dom.addEventListener('compositionend', this.#compositionEnded)
    view.dom.ownerDocument.addEventListener('selectionchange', this.#selectionTold)
    // A plugin that comes or goes detaches and attaches, which must not cost what is held.
    if (this.#started && !this.#held && view.state.doc !== this.#shared)
      this.#show(view, this.#shared, noHints, null)
  }

  detach(): void {
    this.#view?.dom.removeEventListener('compositionend', this.#compositionEnded)
    this.#view?.dom.ownerDocument.removeEventListener('selectionchange', this.#selectionTold)
    this.#view = null
  }

  destroy(): void {
    // What is held is nowhere but in this editor.
    if (this.#view) this.#releaseHeld(this.#view)
    this.detach()
    this.body.unobserveDeep(this.#bodyChanged)
    this.undoManager.destroy()
  }

  /** Whether the view is at this state, and not on its way through it. */
  isShowing(state: EditorState): boolean {
    return this.#view === null || this.#view.state === state
  }

  /** Where the browser has put the caret in this state, if nobody has been told yet. */
  untoldSelection(state: EditorState): Selection | null {
    return this.#view?.state === state ? (this.untoldCaret.read(this.#view)?.selection ?? null) : null
  }

  /** Called after each change of the view's state. */
  stateChanged(state: EditorState, previous: EditorState): void {
    if (!this.#view) return
    if (state.doc !== previous.doc || !state.selection.eq(previous.selection)) {
      this.untoldCaret.placed(this.#view)
    }
    // Where somebody goes elsewhere, what they do there is undone by itself. A composition moves the caret of
    // its own accord.
    const hasMoved = state.doc === previous.doc && !state.selection.eq(previous.selection)
    if (hasMoved && !this.#view.composing) this.undoManager.stopCapturing()
    if (this.#held || state.doc === this.#shared) return
    this.#write(state, previous)
  }

  /** Called with each transaction that was applied, those that plugins appended to others included. */
  transactionApplied(transaction: Transaction): void {
    if (!this.#held || !transaction.docChanged || isRemoteChange(transaction)) return
    this.#held.add(transaction)
    this.#onHeldBack(true)
    // ProseMirror also ends compositions by itself, as after a pause on Android: no event tells.
    if (this.#view?.composing === false) this.#compositionEnded()
  }

  /** @returns whether there was anything to undo or redo */
  undoOrRedo(kind: 'undo' | 'redo'): boolean {
    const view = this.#view
    if (!view) return false
    this.drawMore()
    this.#releaseHeld(view)
    this.#selectionBefore = relativeSelection(view.state.selection, this.body, this.cache)
    const { undoStack, redoStack } = this.undoManager
    const step = (kind === 'undo' ? undoStack : redoStack).at(-1)
    // What was done as an edit is taken back as one, also by whoever suggests by now; but not where they may not any more.
    const isPlain = this.#suggester === null || (step?.meta.get(plainKey) === true && this.#mayEdit())
    this.#undoesPlainly = isPlain
    try {
      const onPopped = (item: ReturnType<Y.UndoManager['undo']>) => (this.#undone = item)
      if (isPlain || this.#suggester === null) return undoOwn(this.undoManager, kind, this.body, onPopped)
      const surroundings = { body: this.body, by: this.#suggester, schema: this.#schema }
      return undoLawfully(this.undoManager, kind, surroundings, onPopped)
    } finally {
      this.#undoesPlainly = this.#undone = null
    }
  }

  #write(state: EditorState, previous: EditorState): void {
    const addToHistory = historyState(state)
    if (previous.doc === this.#shared) {
      this.#selectionBefore = relativeSelection(previous.selection, this.body, this.cache)
    }
    if (!addToHistory) this.undoManager.stopCapturing()
    this.#writing = true
    try {
      this.doc.transact((transaction) => {
        transaction.meta.set('addToHistory', addToHistory)
        const mapping = this.#sharedCache as unknown as Parameters<typeof updateYFragment>[3]['mapping']
        const meta = { mapping, isOMark: this.#overlappingMarks }
        // The differ looks at each block of what it is given: a key in a long document gives it one.
        const [before, after] = [this.#part.wholeOf(this.#shared), this.#part.wholeOf(state.doc)]
        const changed = changedBlock(before, after, this.body, this.#identityOf)
        const [target, node] = changed ? [changed.element, changed.block] : [this.body, after]
        const base = changed ? changed.before : before
        const written = writeExactly(target, base, node, {
          forms: this.#lineBreaks,
          cache: this.#sharedCache,
          writer: this.#suggester,
          writeRest: (element, rest) =>
            updateYFragment(this.doc, element, this.#lineBreaks.sharedForm(rest), meta),
        })
        for (const [element, block] of written) {
          const { _item: item } = element
          if (item?.deleted !== true) this.cache.set(element, block)
        }
        addTextsToNewBlocks(transaction, this.#schema)
      }, this)
      this.#shared = state.doc
    } finally {
      this.#writing = false
      // Half written: what is shared is the truth, and the editor must show it.
      if (this.#shared !== state.doc) this.#resetView()
    }
  }

  readonly #bodyChanged = (events: Y.YEvent<Y.XmlFragment>[], transaction: Y.Transaction): void => {
    if (this.#writing) return
    const lost = this.#isOwn(transaction)
      ? []
      : findLostText(events, transaction, {
          onlySuggests: this.#suggester !== null,
          caret: this.#caretInBlock(),
        })
    const comments = this.#isOwn(transaction) || !this.#mayEdit() ? [] : findWrongComments(transaction)
    this.cache.forgetChanged(transaction)
    const before = this.#shared
    // What is held back is put onto the whole document.
    if (this.#held || this.#view?.composing) this.#part.growToAll()
    const shared = this.#part.read()
    const view = this.#view
    if (!view || this.#held || this.#touchesComposition(view, shared)) {
      // Another keyboard's half-written word must not be moved under it: shown when it is done.
      if (view) this.#held ??= new HeldEdits(before)
      this.#shared = shared
      if (view?.composing === false) this.#compositionEnded()
    } else {
      this.#show(
        view,
        shared,
        { identityOf: this.#identityOf, keptIn: this.#keptIn(transaction) },
        transaction,
      )
    }
    if (lost.length === 0 && comments.length === 0) return
    this.#rescued = lost.find(({ caret }) => caret !== null) ?? null
    const formats = formatsOfRescued(this.#suggester)
    this.doc.transact(() => {
      comments.forEach(putCommentsRight)
      lost.forEach((rescue) => putBack(rescue, formats))
    }, this.#rescueOrigin)
  }

  /** By the editor, which shows what the shared body was until now. */
  #caretInBlock(): CaretInBlock | null {
    if (!this.#view) return null
    const { empty, $head } = this.#view.state.selection
    const block = empty ? this.#identityOf($head.parent) : undefined
    // Line breaks are letters of the shared text; other things in it are not.
    const isText = $head.parent.children.every(({ isText, type }) => isText || type.name === hardBreakName)
    return block instanceof Y.XmlElement && isText ? { block, letters: $head.parentOffset } : null
  }

  #isOwn({ origin }: Y.Transaction): boolean {
    return origin === this.undoManager || origin === this.#rescueOrigin
  }

  readonly #identityOf = (node: Node) => this.cache.elementOf(node)

  #show(view: EditorView, shared: Node, hints: ChangeHints, cause: Y.Transaction | null): void {
    this.#shared = shared
    const { tr, doc, selection } = view.state
    if (doc.children.length === shared.children.length && doc.eq(shared)) {
      // Nothing to see, but from now on these are the nodes of the shared body.
      this.#shared = doc
      this.cache.adopt(this.body, doc)
      return
    }
    tr.step(new RemoteStep(doc, shared, this.#mapTo(doc, shared, hints)))
    // Own text that is put back comes before the caret that had typed it, where that was not in it.
    const isRescue = cause?.origin === this.#rescueOrigin
    const side = isRescue ? 1 : -1
    const places = new FollowBlock(doc, tr.doc, tr.mapping, hints)
    tr.setSelection(mapSelection(selection, tr.doc, places, side))
    if (isRescue) this.#restoreRescued(tr)
    const isUndo = cause !== null && cause.origin === this.undoManager
    if (isUndo) {
      const undone = this.undoManager.currStackItem ?? this.#undone
      const before: unknown = undone?.meta.get(selectionKey)
      if (before) restoreSelection(tr, before as RelativeSelection, this.body, this.cache)
      tr.scrollIntoView()
    }
    asRemote(tr, isUndo)
    if (isUndo) view.dispatch(tr)
    else
      this.#keepCaret(view, tr, { places, side }, () =>
        keepViewSteady(view, tr.mapping, () => view.dispatch(tr)),
      )
  }

  /** Also where the browser has moved it and the editor has not heard of that. */
  #keepCaret(
    view: EditorView,
    tr: Transaction,
    { places, side }: { places: Mappable; side: -1 | 1 },
    dispatch: () => void,
  ): void {
    const untold = this.untoldCaret.read(view)
    dispatch()
    if (!untold || view.state.doc !== tr.doc) return
    const moved = view.state.tr.setSelection(mapSelection(untold.selection, tr.doc, places, side))
    view.dispatch(untold.byKey ? moved.scrollIntoView() : moved)
  }

  #restoreRescued(transaction: Transaction): void {
    const rescued = this.#rescued
    this.#rescued = null
    if (!rescued || rescued.caret === null || !transaction.selection.empty) return
    const { text, caret } = rescued
    const { parent: block } = text
    const isAll = block instanceof Y.XmlElement && block.get(0) === text
    const { doc } = transaction
    doc.descendants((node, position) => {
      if (isAll && this.#identityOf(node) === block && caret <= node.content.size)
        transaction.setSelection(TextSelection.create(doc, position + 1 + caret))
      return !node.isTextblock
    })
  }

  #mapTo(before: Node, after: Node, hints: ChangeHints): StepMap {
    try {
      return positionMap(before, after, hints)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.fallbacks += 1
      return new StepMap([0, before.content.size, after.content.size])
    }
  }

  /** By the identity of each letter; not where the editor shows less than there is. */
  #keptIn(transaction: Y.Transaction): ChangeHints['keptIn'] {
    return (before, after) => {
      const block = this.#identityOf(before)
      if (!(block instanceof Y.XmlElement) || block !== this.#identityOf(after)) return undefined
      const { spans, sizeBefore, sizeAfter } = keptInBlock(block, transaction)
      return sizeBefore === before.content.size && sizeAfter === after.content.size ? spans : undefined
    }
  }

  #touchesComposition(view: EditorView, shared: Node): boolean {
    if (!view.composing) return false
    const { $from } = view.state.selection
    // Untouched blocks are the same objects; in a nested one the outermost decides.
    const block = $from.node(Math.min(1, $from.depth))
    return !shared.children.includes(block)
  }

  readonly #selectionTold = (): void => this.untoldCaret.told()

  readonly #compositionEnded = (): void => {
    // ProseMirror reads the composed text a moment after the event.
    setTimeout(() => {
      if (this.#view && !this.#view.composing) this.#releaseHeld(this.#view)
    }, compositionSettlesMs)
  }

  #releaseHeld(view: EditorView): void {
    const held = this.#held
    if (!held) return
    this.#held = null
    const hints = { ...noHints, identityOf: this.#identityOf }
    const map = this.#mapTo(held.base, this.#shared, hints)
    const { tr } = view.state
    held.rebase(tr, new RemoteStep(held.base, this.#shared, map))
    view.dispatch(asRemote(tr))
    this.#onHeldBack(false)
  }

  #resetView(): void {
    this.cache.clear()
    const view = this.#view
    if (view) this.#show(view, this.#part.read(), noHints, null)
  }
}

/** Whoever only suggests suggests that their text comes back. */
function formatsOfRescued(by: string | null): Readonly<Record<string, unknown>> {
  return by === null ? {} : { [insertionName]: { by, id: uuidv4(), at: Date.now() } }
}

/** Android and desktop input methods alike are done by then. */
const compositionSettlesMs = 60

const noHints: ChangeHints = { identityOf: () => undefined, keptIn: () => undefined }

function asRemote(tr: Transaction, isUndoRedoOperation = false): Transaction {
  tr.setMeta('addToHistory', false)
  return tr.setMeta(ySyncPluginKey, { isChangeOrigin: true, isUndoRedoOperation })
}

/** Whether a transaction brings what the shared document says: others' edits, or one's own undo. */
export function isRemoteChange(transaction: Transaction): boolean {
  const meta = transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined
  return meta?.isChangeOrigin === true
}

function historyState(state: EditorState): boolean {
  const sync = ySyncPluginKey.getState(state) as { addToHistory: boolean } | undefined
  return sync?.addToHistory !== false
}
