import * as Y from 'yjs'

import { commentsIn, missingFrom } from '#features/editor/binding/comment-formats'
import {
  changeFormats,
  type Formats,
  letterId,
  type Letters,
  piecesOf,
  textsIn,
} from '#features/editor/binding/letter-formats'
import { wasThere } from '#features/editor/binding/shared-items'
import { newBlocksIn } from '#features/editor/binding/undo-reach'

/** What is undone, or redone, in one go. */
type Step = Y.UndoManager['undoStack'][number]

const metaKey = 'comments'

/** What a step has done to comments: of letters that it took away all they had, of others what it changed. */
type Changed = { readonly gone: Letters; readonly stayed: Letters }

/** Keeps with a step what it has done to the comments of letters that were there before. */
export function noteComments({ meta }: Step, transaction: Y.Transaction): void {
  if (transaction.deleteSet.clients.size === 0) return
  const { gone, stayed } = changedComments(transaction)
  if (gone.size === 0 && stayed.size === 0) return
  const known = changedBy(meta)
  // The first of several edits in one step was made of what was there before all of them.
  meta.set(metaKey, {
    gone: new Map([...gone, ...known.gone]),
    stayed: new Map([...stayed, ...known.stayed]),
  })
}

function changedBy(meta: Step['meta']): Changed {
  return (meta.get(metaKey) as Changed | undefined) ?? { gone: new Map(), stayed: new Map() }
}

function changedComments(transaction: Y.Transaction): Changed {
  const texts = new Set<Y.XmlText>()
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && struct.parent instanceof Y.XmlText) texts.add(struct.parent)
  })
  const changed: Changed = { gone: new Map(), stayed: new Map() }
  for (const text of texts) {
    const before: Letters = new Map()
    for (const { item, formats } of piecesOf(text, (piece) => wasThere(piece, transaction)))
      noteLetters(item, commentsIn(formats), item.deleted ? changed.gone : before)
    if (before.size === 0 && !isCommented(text)) continue
    for (const { item, formats } of piecesOf(text)) {
      if (!wasThere(item, transaction)) continue
      const are = commentsIn(formats)
      for (let offset = 0; offset < item.length; offset += 1) {
        const id = letterId(item.id, offset)
        const change = difference(are, before.get(id) ?? {})
        if (Object.keys(change).length > 0) changed.stayed.set(id, change)
      }
    }
  }
  return changed
}

/**
 * The comments of letters while something is undone, or redone. Letters that come back have those again that they had
 * when they went, whatever became of the formats around them: where nothing is left between those, everybody tidies
 * them up. Those of letters that stay are the server's: but for what the step itself has changed they stay too.
 */
export class CommentsThroughUndo {
  readonly #blocks = new Set<Y.XmlElement>()
  readonly #letters: Letters = new Map()

  /** Before it: what is said in the blocks that it may touch. */
  note(blocks: ReadonlySet<Y.XmlElement>): void {
    const further = [...blocks].filter((block) => !this.#blocks.has(block))
    for (const block of further) this.#blocks.add(block)
    for (const text of textsIn(further)) {
      for (const { item, formats } of piecesOf(text)) noteLetters(item, commentsIn(formats), this.#letters)
    }
  }

  /** After it, in the same edit. */
  restore(body: Y.XmlFragment, step: Step | null, transaction: Y.Transaction): void {
    if (!step) return
    const { gone, stayed } = changedBy(step.meta)
    const back = comingBack(gone, step, transaction)
    const isAny = back.size + stayed.size + this.#letters.size > 0
    const blocks = [...this.#blocks, ...newBlocksIn(body, transaction)]
    for (const text of textsIn(blocks.filter(({ _item: item }) => item?.deleted === false))) {
      if (!isAny && !isCommented(text)) continue
      changeFormats(text, (id, formats) => {
        const were = back.get(id) ?? { ...this.#letters.get(id), ...stayed.get(id) }
        return difference(commentsIn(formats), were)
      })
    }
  }
}

/** What the letters were commented by that a step brings back, by what they are now. */
function comingBack(gone: Letters, { deletions }: Step, transaction: Y.Transaction): Letters {
  const back: Letters = new Map()
  if (gone.size === 0) return back
  Y.iterateDeletedStructs(transaction, deletions, (struct) => {
    if (!(struct instanceof Y.Item) || struct.redone === null) return
    for (let offset = 0; offset < struct.length; offset += 1) {
      const comments = gone.get(letterId(struct.id, offset))
      if (comments) back.set(letterId(struct.redone, offset), comments)
    }
  })
  return back
}

/** Only of letters that are commented. */
function noteLetters({ id, length }: Y.Item, comments: Formats, letters: Letters): void {
  if (Object.keys(comments).length === 0) return
  for (let offset = 0; offset < length; offset += 1) letters.set(letterId(id, offset), comments)
}

/** What has to change for these comments to become those. */
function difference(are: Formats, were: Formats): Formats {
  const change: Record<string, unknown> = { ...missingFrom(are, were) }
  for (const name of Object.keys(are)) if ((were[name] ?? null) === null) change[name] = null
  return change
}

function isCommented(text: Y.XmlText): boolean {
  return [...piecesOf(text)].some(({ formats }) => Object.keys(commentsIn(formats)).length > 0)
}
