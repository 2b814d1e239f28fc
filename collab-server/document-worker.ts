import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'

import { documentField } from '#schema/document-fields'
import { setDocumentTitle } from '#schema/document-title'
import { projectDocument, type DocumentProjection } from '#schema/project-document'
import { answerCalls, type Reply } from '#storage/worker-calls'

// Where a stored document gets a Y.Doc off the hot path: to be folded into one snapshot, read by lists, and
// made into files and from them.

export type StoredUpdates = {
  readonly snapshot: Uint8Array | null
  /** Those behind the snapshot, back to back. */
  readonly updateBytes: Uint8Array
  readonly updateLengths: Uint32Array
}

export type DigestJob = StoredUpdates & {
  readonly fold: boolean
  readonly project: boolean
}

export type CopyWishes = {
  readonly title: string
  /** Addresses of images that begin with the first then begin with the second. */
  readonly imageAddress: { readonly from: string; readonly to: string }
}

export type Digest = {
  /** The whole document as one Yjs V1 update, where it was asked for. */
  readonly snapshot: Uint8Array | undefined
  readonly projection: DocumentProjection | undefined
}

function withDocument<T>({ snapshot, updateBytes, updateLengths }: StoredUpdates, use: (doc: Y.Doc) => T): T {
  const doc = new Y.Doc()
  try {
    // Not Y.mergeUpdates: its cost grows faster than the number of updates. One transaction, so that Yjs
    // tidies up once and not after each.
    doc.transact(() => {
      if (snapshot) Y.applyUpdate(doc, snapshot)
      let end = 0
      for (const length of updateLengths) Y.applyUpdate(doc, updateBytes.subarray(end, (end += length)))
    })
    return use(doc)
  } finally {
    doc.destroy()
  }
}

const methods = {
  digest: ({ fold, project, ...stored }: DigestJob): Reply<Digest> =>
    withDocument(stored, (doc) => {
      const folded = fold ? Y.encodeStateAsUpdate(doc) : undefined
      return {
        value: { snapshot: folded, projection: project ? projectDocument(doc) : undefined },
        transfer: folded ? [folded.buffer as ArrayBuffer] : [],
      }
    }),

  /** What another document begins with to be a copy: the text without its past, one Yjs V1 update. */
  copy: ({ title, imageAddress, ...stored }: StoredUpdates & CopyWishes): Reply<Uint8Array> =>
    withDocument(stored, (doc) => {
      doc.transact(() => {
        setDocumentTitle(doc, title)
        for (const element of doc.getXmlFragment(documentField.body).createTreeWalker(isElement)) {
          moveImage(element as Y.XmlElement, imageAddress)
        }
      })
      const update = Y.encodeStateAsUpdate(doc)
      return { value: update, transfer: [update.buffer as ArrayBuffer] }
    }),

  readContent: async (stored: StoredUpdates): Promise<Reply<string>> => {
    const { contentJson } = await import('#collab-server/content-work')
    return { value: withDocument(stored, contentJson) }
  },

  composeContent: async (json: string): Promise<Reply<Uint8Array | null>> => {
    const { updateOfContent } = await import('#collab-server/content-work')
    return { value: updateOfContent(json) }
  },
}

const isElement = (type: unknown): boolean => type instanceof Y.XmlElement

function moveImage(element: Y.XmlElement, { from, to }: CopyWishes['imageAddress']): void {
  const address = element.getAttribute('src')
  if (address?.startsWith(from)) element.setAttribute('src', to + address.slice(from.length))
}

export type DocumentWorkerMethods = typeof methods

if (parentPort) answerCalls(parentPort, methods)
