import { randomUUID } from 'node:crypto'
import type { Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { cutsLetters } from '#collab-server/suggestion-check/cuts-letters'
import { noteDecided } from '#collab-server/suggestion-check/note-decided'
import type { EndedLooks } from '#collab-server/suggestion-check/ended-looks'
import type { LastTouches } from '#collab-server/suggestion-check/last-touches'
import type { DecidedMemory } from '#collab-server/suggestion-check/own-hand'
import {
  SuggestionJudge,
  takesWhatItKnows,
  type Suggesting,
} from '#collab-server/suggestion-check/suggestion-judge'
import type { SuggestionIds } from '#collab-server/suggestion-check/suggestion-ids'
import { ownClientIds } from '#protocol/own-client-ids'
import type { SuggestionOrigin } from '#schema/suggestions/suggestion-values'

/** Nothing is known of an update: what should judge it broke, which is a fault of ours, whatever led to it. */
export class JudgeError extends Error {
  constructor(cause: unknown) {
    super('could not be judged', { cause })
    this.name = 'JudgeError'
  }
}

/** Pages that somebody has written in while they were away, each for itself. */
const maxNewIds = 100
/** Of the 250,000 of a document. */
const maxIdsOfPerson = 5_000

/** Somebody who may only suggest. */
export type Author = {
  readonly userId: string
  /** Client ids that the room knows to be theirs, beside those that are their own (PROTOCOL I5). */
  readonly clientIds: readonly number[]
  /** What the document was told before this moment has reached them, in ms since the epoch; nothing where it is not said. */
  readonly heardUpTo?: number
}

/** What became of an update. */
export type Verdict = {
  /** Why it must be refused; null where it was taken. */
  readonly refusal: string | null
  /** Yjs V1 update without which it is not to be seen: what the server writes to put it right. Mostly null. */
  readonly mend: Uint8Array | null
  /** Whoever sent what is refused may have been slow to hear, and begins again with what the room has. */
  readonly mayComeBack?: boolean
}

/** What the mirror has seen of what was suggested: decided about by others or its author, and taken away; and besides. */
export type Memories = {
  readonly decided: DecidedMemory
  readonly gone: DecidedMemory
  readonly touches: LastTouches
  readonly ended: EndedLooks
  readonly ids: SuggestionIds
}

type Decoded = ReturnType<typeof Y.decodeUpdate>

/**
 * Applies an update (Yjs V1) of somebody who may only suggest to the document as it is, and says whether it must be
 * refused: it is taken where the text without their suggestions is the same as before, letter by letter, or where the
 * server can put it right, of what an honest editor sends that has not seen all yet. After a refusal or an error the
 * document holds what nobody is to see, and has to be made anew.
 * @throws {JudgeError} and whatever Yjs throws over what it cannot apply
 */
export function checkUpdate(
  doc: Y.Doc,
  update: Uint8Array,
  author: Author,
  schema: Schema,
  { decided, gone, touches, ended, ids }: Memories,
): Verdict {
  const decoded = Y.decodeUpdate(update)
  const { userId, clientIds, heardUpTo = 0 } = author
  const isOwn = ownClientIds(userId)
  const isOwnId = (clientId: number): boolean => isOwn(clientId) || clientIds.includes(clientId)
  if (!writesAs(isOwnId, doc, decoded)) return refused('writes under an id that is not its own')
  if (hasTooManyIds(isOwn, doc, decoded)) return refused('writes under too many ids')
  if (ids.areAnothers(decoded.structs, userId)) return refused("puts its own under another's suggestion")
  if (cutsLetters(doc, decoded)) return refused('cuts a letter in two')
  const suggesting: Suggesting = {
    author: userId,
    isOwnHand: (id) => isOwnId(id.client) || decided.has(userId, id),
    newOrigin: originOfNow(userId),
    hasHeard: (block) => touches.byOthers(block, userId) < heardUpTo,
  }
  const judges: SuggestionJudge[] = []
  const refusals: (string | null)[] = []
  const judge = (transaction: Y.Transaction): void => {
    judged(() => {
      const judging = new SuggestionJudge(transaction, suggesting, schema)
      refusals.push(judging.judgeChanges())
      judges.push(judging)
      noteDecided(transaction, decided, gone)
      touches.note(transaction.changed.keys(), userId)
      ended.note(transaction)
    })
  }
  doc.on('afterTransaction', judge)
  try {
    Y.applyUpdate(doc, update)
  } finally {
    doc.off('afterTransaction', judge)
  }
  if (!isAllHere(doc, decoded)) return refused('builds on what is not here')
  const refusal = refusals.find((one) => one !== null)
  if (refusal !== undefined) return refused(refusal)
  const verdict = judged(() => mended(doc, judges))
  if (verdict.refusal === null) ids.note(decoded.structs)
  return verdict
}

function mended(doc: Y.Doc, judges: readonly SuggestionJudge[]): Verdict {
  const made: Uint8Array[] = []
  for (const { mends } of judges) {
    const mend = mends.isEmpty ? null : mends.write(doc)
    if (mend) made.push(mend)
  }
  for (const judging of judges) {
    const refusal = judging.judgeReading()
    if (refusal) return refused(refusal)
  }
  return { refusal: null, mend: made.length === 0 ? null : Y.mergeUpdates(made) }
}

function refused(refusal: string): Verdict {
  return { refusal, mend: null, mayComeBack: refusal === takesWhatItKnows }
}

function judged<T>(judge: () => T): T {
  try {
    return judge()
  } catch (error) {
    throw new JudgeError(error)
  }
}

/** One for all that is put right of an update: it was done in one go. */
function originOfNow(by: string): () => SuggestionOrigin {
  let made: SuggestionOrigin | undefined
  return () => (made ??= { by, id: randomUUID(), at: Date.now() })
}

/**
 * Whether all that an update writes stands under ids that are its author's. Whoever writes under the id of somebody who
 * is away has what that person wrote meanwhile taken for known, and lost: nobody would see it in anything that the
 * update does.
 */
function writesAs(isOwnId: (clientId: number) => boolean, doc: Y.Doc, { structs }: Decoded): boolean {
  return structs.every(
    ({ id, length }) => isOwnId(id.client) || id.clock + length <= Y.getState(doc.store, id.client),
  )
}

/** A document holds a bounded number of ids, for everybody: one is for each page that ever wrote in it. */
function hasTooManyIds(
  isOwn: (clientId: number) => boolean,
  { store }: Y.Doc,
  { structs }: Decoded,
): boolean {
  const added = new Set<number>()
  for (const { id } of structs) if (!store.clients.has(id.client)) added.add(id.client)
  if (added.size === 0) return false
  const known = Array.from(store.clients.keys()).filter(isOwn).length
  return added.size > maxNewIds || known + added.size > maxIdsOfPerson
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
