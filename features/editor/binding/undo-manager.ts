import * as Y from 'yjs'

import { noteComments } from '#features/editor/binding/comments-through-undo'
import { tellRestoredPlaces } from '#features/editor/binding/restored-places'

/** Edits closer together than this are undone together, unless the caret was moved between them. */
const captureTimeoutMs = 500

/** Undoes what this person did through `origin`, and nothing else: not the loading, not others' edits. */
export class OwnUndoManager extends Y.UndoManager {
  /** The one whose changes are being looked at. */
  #transaction: Y.Transaction | null = null

  constructor(body: Y.XmlFragment, origin: object) {
    super(body, {
      trackedOrigins: new Set([origin]),
      captureTimeout: captureTimeoutMs,
      captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
      // Undoing "make this a list" deletes the list: not while it holds what somebody else wrote there.
      deleteFilter: (item) => !(item.content instanceof Y.ContentType) || holdsNothing(item.content.type),
    })
    this.doc.on('beforeObserverCalls', this.#ends)
    this.on('stack-item-added', this.#added)
    this.on('stack-item-updated', this.#added)
  }

  override destroy(): void {
    this.doc.off('beforeObserverCalls', this.#ends)
    super.destroy()
  }

  /** Nobody has seen the transaction yet. */
  readonly #ends = (transaction: Y.Transaction): void => {
    this.#transaction = transaction
    if (transaction.origin === this) tellRestoredPlaces(transaction)
  }

  readonly #added = ({ stackItem }: { stackItem: Y.UndoManager['undoStack'][number] }): void => {
    if (this.#transaction) noteComments(stackItem, this.#transaction)
  }
}

/**
 * Undoes, or redoes, by `run`; what that changes beside is part of it, and goes and comes with it.
 * @param run calls `undoKeepingAttributes` once
 */
export function inOneEdit(
  manager: Y.UndoManager,
  kind: 'undo' | 'redo',
  run: (transaction: Y.Transaction) => void,
): void {
  const isGoingOn = kind === 'undo' ? 'undoing' : 'redoing'
  try {
    manager.doc.transact((transaction) => {
      run(transaction)
      // It looks at this once all is done.
      manager[isGoingOn] = true
    }, manager)
  } finally {
    manager[isGoingOn] = false
  }
}

const noBlock: { readonly _item: Y.Item | null } = { _item: null }

/**
 * Undoes, or redoes. A block that came with what is undone and stays for what others wrote in it stays what it is: its
 * attributes go with it or not at all.
 */
export function undoKeepingAttributes(manager: Y.UndoManager, kind: 'undo' | 'redo') {
  const { deleteFilter } = manager
  const stack = stepsOf(manager, kind)
  const items = [...stack]
  manager.deleteFilter = (item) => {
    // Of items that change nothing any more it takes several at once: the one it is at is no longer on the stack.
    const undone = items[stack.length]
    const { parent, parentSub } = item
    const { _item: block } = parent instanceof Y.XmlElement && parentSub !== null ? parent : noBlock
    const isOfNewBlock = block !== null && undone !== undefined && Y.isDeleted(undone.insertions, block.id)
    return !isOfNewBlock && deleteFilter(item)
  }
  try {
    return manager[kind]()
  } finally {
    manager.deleteFilter = deleteFilter
  }
}

/** What can be undone, or redone, the next one last. */
export function stepsOf(manager: Y.UndoManager, kind: 'undo' | 'redo') {
  return kind === 'undo' ? manager.undoStack : manager.redoStack
}

/** Contained items are deleted first, so whatever is left in a type is somebody else's. */
function holdsNothing(type: object): boolean {
  if (type instanceof Y.XmlText) return type.length === 0
  if (!(type instanceof Y.XmlElement)) return true
  const children: unknown[] = type.toArray()
  return children.every((child) => {
    if (child instanceof Y.XmlText) return child.length === 0
    return child instanceof Y.XmlElement && !isLeaf(child) && holdsNothing(child)
  })
}

/** Whether it is content by itself, though it holds nothing. */
export function isLeaf({ nodeName }: Y.XmlElement): boolean {
  return leafNames.has(nodeName)
}

const leafNames: ReadonlySet<string> = new Set(['image', 'horizontalRule', 'pageBreak'])
