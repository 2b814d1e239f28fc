import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { inlineObjectMark, objectCharacter, objectValues } from '#schema/inline-objects'
import { mentionName, type MentionTarget, mentionTarget } from '#schema/nodes/mention'

/** Whom and what a document names, in reading order, each person and document once. */
export function mentionsIn(doc: Y.Doc): MentionTarget[] {
  return distinct(allMentionsIn(doc))
}

/** How often a document names each person, in reading order of the first; at most `limit` people. */
export function peopleMentionedIn(doc: Y.Doc, limit: number): { userId: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { kind, id } of allMentionsIn(doc)) {
    if (kind === 'person') counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return Array.from(counts, ([userId, count]) => ({ userId, count })).slice(0, limit)
}

/** Whoever marks a whole book as mentions names somebody often enough. */
const mostBeside = 100

type Stretch = { insert?: unknown; attributes?: Record<string, unknown> }

function allMentionsIn(doc: Y.Doc): MentionTarget[] {
  const found: MentionTarget[] = []
  const pending: unknown[] = doc.getXmlFragment(documentField.body).toArray().toReversed()
  while (pending.length > 0) {
    const node = pending.pop()
    if (node instanceof Y.XmlElement) pending.push(...(node.toArray() as unknown[]).toReversed())
    if (!(node instanceof Y.XmlText)) continue
    for (const { insert, attributes } of node.toDelta() as Stretch[]) {
      const target = targetOf(attributes?.[inlineObjectMark])
      // Equal ones beside one another are one stretch, of a character each.
      const characters = typeof insert === 'string' ? insert.split(objectCharacter, mostBeside).length - 1 : 1
      const times = Math.max(1, characters)
      for (let time = 0; time < times; time++) found.push(...target)
    }
  }
  return found
}

/**
 * Whom and what an update (Yjs V1) writes into a document. Text that is moved, such as a line cut in two, and
 * mentions beside a new one may be written anew with it: whoever tells people of new ones compares with those that
 * were there.
 */
export function mentionsInUpdate(update: Uint8Array): MentionTarget[] {
  const { structs } = Y.decodeUpdate(update)
  return distinct(
    structs.flatMap((struct) => {
      const content: unknown = struct instanceof Y.Item ? struct.content : null
      if (!(content instanceof Y.ContentFormat) || content.key !== inlineObjectMark) return []
      return targetOf(content.value)
    }),
  )
}

function targetOf(object: unknown): MentionTarget[] {
  const name: unknown = typeof object === 'object' && object !== null ? Reflect.get(object, 'type') : null
  const target = name === mentionName ? mentionTarget(objectValues(object)) : null
  return target ? [target] : []
}

function distinct(targets: readonly MentionTarget[]): MentionTarget[] {
  return [...new Map(targets.map((target) => [`${target.kind} ${target.id}`, target])).values()]
}
