import type { LifeKind } from '#protocol/document-life'
import { RunCursor } from '#storage/run-codec'

const comment: LifeKind = 'comment'
const before: LifeKind = 'before'

/** What others have written to a document since a time. */
export type EditsSince = {
  readonly edits: number
  /** User ids, the busiest first, empty ones left out. */
  readonly people: readonly string[]
}

export type EditsAsked = {
  /** Milliseconds since the epoch. */
  readonly since: number
  /** Whose own entries do not count. */
  readonly except: string
}

/**
 * Counts entries without decoding updates; not those that only mark what somebody commented.
 * @param runBytes all entries of the document since then as one run
 */
export function editsSince(runBytes: Uint8Array, { since, except }: EditsAsked): EditsSince {
  const cursor = new RunCursor(runBytes)
  const bytes = Buffer.from(runBytes.buffer, runBytes.byteOffset, runBytes.byteLength)
  const counts = new Map<string, number>()
  let [userId, sessionId] = ['', '']
  while (cursor.next()) {
    if (cursor.userStart >= 0) userId = bytes.toString('utf8', cursor.userStart, cursor.userEnd)
    if (cursor.sessionStart >= 0) sessionId = bytes.toString('utf8', cursor.sessionStart, cursor.sessionEnd)
    if (cursor.receivedAt <= since || userId === except || sessionId === comment) continue
    if (sessionId === before) continue
    counts.set(userId, (counts.get(userId) ?? 0) + 1)
  }
  const busiest = [...counts].toSorted(([, one], [, other]) => other - one)
  return {
    edits: busiest.reduce((sum, [, count]) => sum + count, 0),
    people: busiest.flatMap(([id]) => (id === '' ? [] : [id])),
  }
}
