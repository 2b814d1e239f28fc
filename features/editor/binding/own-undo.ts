import type * as Y from 'yjs'

import { CommentsThroughUndo } from '#features/editor/binding/comments-through-undo'
import { inOneEdit, stepsOf, undoKeepingAttributes } from '#features/editor/binding/undo-manager'
import { blocksInReach, holdsOn } from '#features/editor/binding/undo-reach'

/**
 * Undoes, or redoes, as somebody who edits. Letters that come back bear the comments again that they had.
 * @param onPopped hears what was undone before anybody sees the result
 * @returns whether there was anything to undo or redo
 */
export function undoOwn(
  manager: Y.UndoManager,
  kind: 'undo' | 'redo',
  body: Y.XmlFragment,
  onPopped: (item: ReturnType<Y.UndoManager['undo']>) => void,
): boolean {
  let popped: ReturnType<Y.UndoManager['undo']> = null
  inOneEdit(manager, kind, (transaction) => {
    const comments = new CommentsThroughUndo()
    // Steps of which nothing is left are passed over.
    for (const step of stepsOf(manager, kind).toReversed()) {
      comments.note(blocksInReach(body, step, transaction))
      if (holdsOn(step, transaction, manager.deleteFilter)) break
    }
    popped = undoKeepingAttributes(manager, kind)
    onPopped(popped)
    comments.restore(body, popped, transaction)
  })
  return popped !== null
}
