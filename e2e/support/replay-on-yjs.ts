import * as Y from 'yjs'

import { applyPatches, versionsBefore, type RecordedTransaction } from '#collab-server/testing/recorded-trace'

/**
 * Replays the trace on two plain Yjs texts with the concurrency that was recorded, and merges them.
 * Yjs orders concurrent text by client id, so these are part of the question.
 * @returns the text that each agent had before each of its transactions, and the merged text.
 */
export function replayOnYjs(
  txns: readonly RecordedTransaction[],
  clientIds: readonly [number, number],
): { before: string[]; merged: string } {
  const seen = versionsBefore(txns)
  const updates: [Uint8Array[], Uint8Array[]] = [[], []]
  const taken: [number, number] = [0, 0]
  const documentOf = (agent: 0 | 1) => {
    const doc = new Y.Doc()
    doc.clientID = clientIds[agent]
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'other') updates[agent].push(update)
    })
    return doc
  }
  const docs = [documentOf(0), documentOf(1)] as const
  const take = (agent: 0 | 1, count: number) => {
    const theirs = updates[agent === 0 ? 1 : 0]
    for (; taken[agent] < count; taken[agent]++) {
      const update = theirs[taken[agent]]
      if (update) Y.applyUpdate(docs[agent], update, 'other')
    }
  }
  const before = txns.map(({ agent, patches }, index) => {
    const own = agent === 0 ? 0 : 1
    take(own, seen[index]?.[own === 0 ? 1 : 0] ?? 0)
    const state = docs[own].getText('text').toString()
    applyPatches(docs[own], patches)
    return state
  })
  take(0, updates[1].length)
  take(1, updates[0].length)
  return { before, merged: docs[0].getText('text').toString() }
}
