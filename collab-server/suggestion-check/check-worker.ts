import { getSchema } from '@tiptap/core'
import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'

import type { Author, Verdict } from '#collab-server/suggestion-check/check-update'
import { SuggestionMirror } from '#collab-server/suggestion-check/suggestion-mirror'
import { documentExtensions } from '#schema/document-extensions'
import { StorageError } from '#storage/storage-error'
import { answerCalls, type Reply } from '#storage/worker-calls'

// Where the mirrors of documents are in which somebody who may only suggest is writing: beside the thread on which
// everybody's updates go their way.

/** What the room has taken, in order, and whose it was. `isThere`: the mirror was opened with it. */
export type Taken = { readonly update: Uint8Array; readonly by: string; readonly isThere: boolean }

export type CheckJob = {
  readonly mirrorId: number
  readonly since: readonly Taken[]
  readonly update: Uint8Array
  readonly author: Author
}

export type CheckAnswer = {
  /** Where it is taken, it is in the mirror now, and what puts it right too. */
  readonly verdict: Verdict
  /** What the server writes behind what the room had taken before. */
  readonly freed: Uint8Array | null
  /** What broke while it was judged, as text. */
  readonly broken: readonly string[]
  /** How long it was looked through. */
  readonly tookMs: number
}

function checkMethods() {
  const schema = getSchema(documentExtensions())
  const mirrors = new Map<number, SuggestionMirror>()
  const broken: unknown[] = []
  const mirrorOf = (mirrorId: number): SuggestionMirror => {
    const mirror = mirrors.get(mirrorId)
    if (!mirror) throw new StorageError('unavailable', 'there is no such mirror')
    return mirror
  }
  return {
    /** Answered once what is needed is loaded. */
    ready: (): Reply<null> => ({ value: null }),

    open: ({ mirrorId, state }: { readonly mirrorId: number; readonly state: Uint8Array }): Reply<null> => {
      mirrors.set(mirrorId, new SuggestionMirror(schema, state, (error) => broken.push(error)))
      return { value: null }
    },

    check: ({ mirrorId, since, update, author }: CheckJob): Reply<CheckAnswer> => {
      const mirror = mirrorOf(mirrorId)
      const freed = follow(mirror, since)
      const begunAt = performance.now()
      const verdict = mirror.judge(update, author)
      const tookMs = performance.now() - begunAt
      return { value: { verdict, freed, broken: broken.splice(0).map(traceOf), tookMs } }
    },

    follow: ({ mirrorId, since }: Omit<CheckJob, 'update' | 'author'>): Reply<Uint8Array | null> => ({
      value: follow(mirrorOf(mirrorId), since),
    }),

    close: ({ mirrorId }: { readonly mirrorId: number }): Reply<null> => {
      mirrors.get(mirrorId)?.destroy()
      mirrors.delete(mirrorId)
      return { value: null }
    },
  }
}

function follow(mirror: SuggestionMirror, since: readonly Taken[]): Uint8Array | null {
  const freed = since.flatMap(({ update, by, isThere }) => mirror.apply(update, by, isThere) ?? [])
  return freed.length === 0 ? null : Y.mergeUpdates(freed)
}

const traceOf = (error: unknown): string => (error instanceof Error && error.stack) || String(error)

export type CheckWorkerMethods = ReturnType<typeof checkMethods>

if (parentPort) answerCalls(parentPort, checkMethods())
