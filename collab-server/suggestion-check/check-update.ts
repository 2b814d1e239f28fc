import type { Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { cutsLetters } from '#collab-server/suggestion-check/cuts-letters'
import { hasWrittenAs } from '#collab-server/suggestion-check/has-written-as'
import { SuggestionJudge } from '#collab-server/suggestion-check/suggestion-judge'

/** Nothing is known of an update: what should judge it broke, which is a fault of ours, whatever led to it. */
export class JudgeError extends Error {
  constructor(cause: unknown) {
    super('could not be judged', { cause })
    this.name = 'JudgeError'
  }
}

/** Somebody who may only suggest. */
export type Author = {
  readonly userId: string
  /** Client ids that are known to be theirs, which need not be all. */
  readonly clientIds: readonly number[]
}

type Decoded = ReturnType<typeof Y.decodeUpdate>

/**
 * Applies an update (Yjs V1) of somebody who may only suggest to the document as it is, and says why it must be
 * refused; null where the text without their suggestions is the same as before, letter by letter. After a refusal
 * or an error the document holds what nobody is to see, and has to be made anew.
 * @throws {JudgeError} and whatever Yjs throws over what it cannot apply
 */
export function checkUpdate(doc: Y.Doc, update: Uint8Array, author: Author, schema: Schema): string | null {
  const decoded = Y.decodeUpdate(update)
  if (!writesAsItself(doc, decoded, author)) return 'writes under an id that is not its own'
  if (cutsLetters(doc, decoded)) return 'cuts a letter in two'
  const refusals: (string | null)[] = []
  const judge = (transaction: Y.Transaction): void => {
    try {
      refusals.push(new SuggestionJudge(transaction, author.userId, schema).refusal())
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
  if (!isAllHere(doc, decoded)) return 'builds on what is not here'
  return refusals.find((refusal) => refusal !== null) ?? null
}

/**
 * Whoever writes on under the id of somebody who is away has what that person wrote meanwhile taken for known, and
 * lost: nobody would see it in anything that the update does.
 */
function writesAsItself(doc: Y.Doc, { structs }: Decoded, { userId, clientIds }: Author): boolean {
  const own = new Set(clientIds)
  for (const { id, length } of structs) {
    const known = Y.getState(doc.store, id.client)
    if (known === 0 || own.has(id.client) || id.clock + length <= known) continue
    if (!hasWrittenAs(doc, id.client, userId)) return false
    own.add(id.client)
  }
  return true
}

/** Whether nothing of an update that has been applied waits for what it builds on. */
function isAllHere({ store }: Y.Doc, { structs, ds }: Decoded): boolean {
  for (const { id, length } of structs) if (id.clock + length > Y.getState(store, id.client)) return false
  for (const [client, ranges] of ds.clients) {
    const known = Y.getState(store, client)
    if (ranges.some(({ clock, len }) => clock + len > known)) return false
  }
  return true
}
