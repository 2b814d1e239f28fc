import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'

/** One recorded transaction: `parents` are the indexes of those whose merge is the state it applies to. */
export type RecordedTransaction = {
  readonly agent: number
  readonly parents: readonly number[]
  /** `[position, deleted characters, inserted text]`, one after the other. */
  readonly patches: readonly (readonly [number, number, string])[]
}

export type RecordedTrace = {
  readonly endContent: string
  readonly txns: readonly RecordedTransaction[]
}

/**
 * Reads a recorded trace from the folder `shared/data` beside the checkout or above it.
 * The traces are CC BY 4.0: friendsforever is Joseph Gentle's, from josephg/editing-traces.
 * @returns undefined where the machine does not have it.
 */
export function readRecordedTrace(name: string): RecordedTrace | undefined {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'shared', 'data', `${name}.json.gz`)
    if (existsSync(file)) return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as RecordedTrace
    if (folder === path.dirname(folder)) return undefined
  }
}

/**
 * For each transaction, how many of the other agent's transactions it had seen. With two agents who
 * each continue their own state this number is the whole of the concurrency graph.
 */
export function seenFromOther(txns: readonly RecordedTransaction[]): number[] {
  // seenAt[i][a]: how many transactions of agent a are among the ancestors of i, itself included.
  const seenAt: [number, number][] = []
  const done: [number, number] = [0, 0]
  return txns.map(({ agent, parents }) => {
    const seen: [number, number] = [0, 0]
    for (const parent of parents) {
      const atParent = seenAt[parent] ?? [0, 0]
      seen[0] = Math.max(seen[0], atParent[0])
      seen[1] = Math.max(seen[1], atParent[1])
    }
    const own = agent === 0 ? 0 : 1
    const other = 1 - own === 0 ? 0 : 1
    done[own] += 1
    const fromOther = seen[other]
    seen[own] = done[own]
    seenAt.push(seen)
    return fromOther
  })
}

/**
 * Replays the trace on two plain Yjs texts with the concurrency that was recorded, and merges them.
 * Yjs orders concurrent text by client id, so these are part of the question.
 * @returns the text that each agent had before each of its transactions, and the merged text.
 */
export function replayOnYjs(
  txns: readonly RecordedTransaction[],
  clientIds: readonly [number, number],
): { before: string[]; merged: string } {
  const seen = seenFromOther(txns)
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
    take(own, seen[index] ?? 0)
    const text = docs[own].getText('text')
    const state = text.toString()
    docs[own].transact(() => {
      for (const [position, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(position, deleted)
        if (inserted !== '') text.insert(position, inserted)
      }
    })
    return state
  })
  take(0, updates[1].length)
  take(1, updates[0].length)
  return { before, merged: docs[0].getText('text').toString() }
}
