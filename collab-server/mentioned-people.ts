import { mentionsInUpdate } from '#schema/mentions'
import { mentionName } from '#schema/nodes/mention'

/** With its id and label a mention is longer than what a key brings: most updates are not even looked into. */
const fewestBytes = 60
/** Of a longer one, as when a book is pasted, nobody waits for who is named; its projection says whom, not by whom. */
const mostBytes = 64 << 10
const word = Buffer.from(mentionName)

/** Whether an update is worth being decoded for whom it names. */
export function mayMention(update: Uint8Array): boolean {
  const { byteLength } = update
  if (byteLength < fewestBytes || byteLength > mostBytes) return false
  return Buffer.from(update.buffer, update.byteOffset, byteLength).includes(word)
}

/** The people whom an update (Yjs V1) names, also where it only moves what names them. */
export function peopleNamedBy(update: Uint8Array): string[] {
  return mentionsInUpdate(update).flatMap(({ kind, id }) => (kind === 'person' ? [id] : []))
}
