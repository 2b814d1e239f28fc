import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'

import { projectDocument, type DocumentProjection } from '#schema/project-document'
import type { LoadedDocument } from '#storage/document-update-store'
import { answerCalls, type Reply } from '#storage/worker-calls'

// Where a stored document gets a Y.Doc off the hot path, to be folded into one snapshot and read by lists.

export type Digest = {
  /** The whole document as one Yjs V1 update. */
  readonly snapshot: Uint8Array
  readonly projection: DocumentProjection
}

const methods = {
  digest: ({ snapshot, updates }: Pick<LoadedDocument, 'snapshot' | 'updates'>): Reply<Digest> => {
    const doc = new Y.Doc()
    try {
      // Not Y.mergeUpdates: its cost grows faster than the number of updates.
      doc.transact(() => {
        if (snapshot) Y.applyUpdate(doc, snapshot)
        for (const update of updates) Y.applyUpdate(doc, update)
      })
      const merged = Y.encodeStateAsUpdate(doc)
      return { value: { snapshot: merged, projection: projectDocument(doc) } }
    } finally {
      doc.destroy()
    }
  },
}

export type DocumentWorkerMethods = typeof methods

if (parentPort) answerCalls(parentPort, methods)
