import type { Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { cutsLetters } from '#collab-server/suggestion-check/cuts-letters'
import { SuggestionJudge } from '#collab-server/suggestion-check/suggestion-judge'

/** Nothing is known of an update: what should judge it broke, which is a fault of ours, whatever led to it. */
export class JudgeError extends Error {
  constructor(cause: unknown) {
    super('could not be judged', { cause })
    this.name = 'JudgeError'
  }
}

/**
 * Applies an update (Yjs V1) of somebody who may only suggest to the document as it is, and says why it must be
 * refused; null where the text without their suggestions is the same as before, letter by letter. After a refusal
 * or an error the document holds what nobody is to see, and has to be made anew.
 * @throws {JudgeError} and whatever Yjs throws over what it cannot apply
 */
export function checkUpdate(doc: Y.Doc, update: Uint8Array, author: string, schema: Schema): string | null {
  if (cutsLetters(doc, update)) return 'cuts a letter in two'
  const waitingBefore = waiting(doc)
  const refusals: (string | null)[] = []
  const judge = (transaction: Y.Transaction): void => {
    try {
      refusals.push(new SuggestionJudge(transaction, author, schema).refusal())
    } catch (error) {
      throw new JudgeError(error)
    }
  }
  doc.on('afterTransaction', judge)
  try {
    Y.applyUpdate(doc, update)
  } finally {
    doc.off('afterTransaction', judge)
  }
  if (waiting(doc) !== waitingBefore) return 'builds on what is not here'
  return refusals.find((refusal) => refusal !== null) ?? null
}

/** How much waits for what it builds on. */
function waiting({ store }: Y.Doc): number {
  const { pendingStructs, pendingDs } = store
  return (pendingStructs?.update.byteLength ?? 0) + (pendingDs?.byteLength ?? 0)
}
