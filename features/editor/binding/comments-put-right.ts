import * as Y from 'yjs'

import { commentsIn, missingFrom } from '#features/editor/binding/comment-formats'
import { changeFormats, letterId, type Letters, piecesOf } from '#features/editor/binding/letter-formats'
import { namedDeletions } from '#features/editor/binding/named-deletions'
import { itemsOf, wasThere } from '#features/editor/binding/shared-items'

/** Letters of a text whose comments have to change, and to what; null takes one away. */
export type CommentsToPutRight = { readonly text: Y.XmlText; readonly letters: Letters }

/**
 * Whoever deletes letters, or takes them to another line, takes the beginning or the end of a comment along that no
 * letter of theirs is left of. What somebody else has written there at that moment has lost the comment then, or
 * leaves it open for all that is behind. Who wrote it, and nobody else, finds it: own letters that lost a comment, and
 * whatever stays in one by an own format that did not before. Where only comments go, the server took them away.
 */
export function findWrongComments(transaction: Y.Transaction): CommentsToPutRight[] {
  const { deleteSet, local } = transaction
  if (local || deleteSet.clients.size === 0) return []
  const texts = new Set<Y.XmlText>()
  Y.iterateDeletedStructs(transaction, deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentFormat)) return
    if (struct.parent instanceof Y.XmlText && isThere(struct.parent)) texts.add(struct.parent)
  })
  return [...texts].flatMap((text) => {
    const letters = takesLetters(text, transaction) ? wrongIn(text, transaction) : null
    return letters && letters.size > 0 ? [{ text, letters }] : []
  })
}

/** Call in a transaction of one's own. */
export function putCommentsRight({ text, letters }: CommentsToPutRight): void {
  changeFormats(text, (id) => letters.get(id) ?? {})
}

function isThere({ _item: item }: Y.XmlText): boolean {
  return item?.deleted === false
}

/** Also where those letters are gone here already: an undo has put others in their place. */
function takesLetters(text: Y.XmlText, transaction: Y.Transaction): boolean {
  const named = namedDeletions(transaction) ?? transaction.deleteSet
  return [...itemsOf(text)].some(
    ({ id, deleted, content }) => deleted && content instanceof Y.ContentString && Y.isDeleted(named, id),
  )
}

function wrongIn(text: Y.XmlText, transaction: Y.Transaction): Letters {
  const { clientID } = transaction.doc
  const before: Letters = new Map()
  for (const { item, formats } of piecesOf(text, (piece) => wasThere(piece, transaction))) {
    const comments = commentsIn(formats)
    for (let offset = 0; offset < item.length; offset += 1) before.set(letterId(item.id, offset), comments)
  }
  const own = ownFormats(text, clientID)
  const wrong: Letters = new Map()
  for (const { item, formats } of piecesOf(text)) {
    const are = commentsIn(formats)
    for (let offset = 0; offset < item.length; offset += 1) {
      const id = letterId(item.id, offset)
      const were = before.get(id)
      if (!were) continue
      const lost = item.id.client === clientID ? missingFrom(are, were) : {}
      const change: Record<string, unknown> = { ...lost }
      for (const name of Object.keys(missingFrom(were, are))) if (own.has(are[name])) change[name] = null
      if (Object.keys(change).length > 0) wrong.set(id, change)
    }
  }
  return wrong
}

/** What this client has said of letters, by the value that a format of it has. */
function ownFormats(text: Y.XmlText, clientID: number): Set<unknown> {
  const own = new Set<unknown>()
  for (const { id, deleted, content } of itemsOf(text))
    if (!deleted && id.client === clientID && content instanceof Y.ContentFormat) own.add(content.value)
  return own
}
