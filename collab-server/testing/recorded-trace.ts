import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type * as Y from 'yjs'

export type Patch = readonly [position: number, deleteCount: number, text: string]

/** One edit by one person, made on the merge of its parents. */
export type RecordedTransaction = {
  readonly agent: number
  /** Indexes of earlier transactions; none for the empty document. */
  readonly parents: readonly number[]
  /** One after the other. */
  readonly patches: readonly Patch[]
}

export type RecordedTrace = {
  readonly endContent: string
  readonly txns: readonly RecordedTransaction[]
}

/**
 * Reads a recorded trace from the folder `shared/data` beside the checkout or above it. The traces are CC BY
 * 4.0: `friendsforever` is Joseph Gentle's (josephg/editing-traces), `automerge-paper` Martin Kleppmann's
 * (automerge-perf).
 * @returns undefined where the machine does not have it.
 */
export function readRecordedTrace(name: string): RecordedTrace | undefined {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'shared', 'data', `${name}.json.gz`)
    if (existsSync(file)) return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as RecordedTrace
    if (folder === path.dirname(folder)) return undefined
  }
}

/** How many of each agent's transactions. */
export type TraceVersion = readonly [number, number]

/**
 * For each transaction, what its document had merged when it was made. With two agents who each continue
 * their own state this is the whole of the concurrency graph.
 */
export function versionsBefore(txns: readonly RecordedTransaction[]): TraceVersion[] {
  const after: TraceVersion[] = []
  return txns.map(({ agent, parents }) => {
    const before = parents.reduce<TraceVersion>(
      ([a, b], parent) => [Math.max(a, after[parent]?.[0] ?? 0), Math.max(b, after[parent]?.[1] ?? 0)],
      [0, 0],
    )
    after.push(agent === 0 ? [before[0] + 1, before[1]] : [before[0], before[1] + 1])
    return before
  })
}

/** Patches as one transaction of Yjs, on the text named `text`. */
export function applyPatches(doc: Y.Doc, patches: readonly Patch[]): void {
  const text = doc.getText('text')
  doc.transact(() => {
    for (const [position, deleteCount, inserted] of patches) {
      if (deleteCount > 0) text.delete(position, deleteCount)
      if (inserted) text.insert(position, inserted)
    }
  })
}
