import type { Editor } from '@tiptap/core'
import type { Doc, UndoManager } from 'yjs'

import { withoutSuggesting } from '#features/editor/suggesting/suggesting'
import { knowsLife } from '#features/history/knows-life'
import type { Past } from '#features/history/past'
import type { LiveText } from '#features/history/restore'

import { sharedElements } from './shared-elements.ts'

/**
 * Why the past cannot be brought back at the moment: a word is being composed, and what others wrote waits for its end; or
 * the history knows more than has come to this text.
 */
export type PastRefusal = 'composing' | 'behind'

export type WholeEdit = (live: LiveText, doc: Doc) => void

/**
 * Writes what once was into the text: all of it, since what is not drawn yet would count as missing and be written again; as
 * one step for whoever takes it back, and no proposal in any mode.
 * @param past of the document, in which that was found
 * @returns why nothing was done; null where it was
 */
export function changeWholeText(editor: Editor, past: Past, edit: WholeEdit): PastRefusal | null {
  const { binding } = editor.storage.sharedBody
  // Without the elements every block would be another one, and the whole document written anew.
  const elementOf = sharedElements(editor)
  if (!binding?.showAll()) return 'composing'
  // What is on its way would come a second time.
  if (!knowsLife(binding.doc, past)) return 'behind'
  asOneStep(binding.undoManager, () =>
    withoutSuggesting(editor, () => edit({ editor, elementOf }, binding.doc)),
  )
  return null
}

/** However long it takes; and nothing of what was typed before, or is typed after. */
function asOneStep(undoManager: UndoManager, edit: () => void): void {
  const { captureTimeout } = undoManager
  undoManager.stopCapturing()
  undoManager.captureTimeout = Infinity
  try {
    edit()
  } finally {
    undoManager.captureTimeout = captureTimeout
    undoManager.stopCapturing()
  }
}
