import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'

import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import { editsSince, type EditsAsked, type EditsSince } from '#collab-server/history/edits-since'
import { lifeOfRun } from '#collab-server/history/life-of-run'
import { pastBefore, type PastBefore } from '#collab-server/history/past-before'
import type { CommentEdit, EditedComments } from '#collab-server/document-edits/comment-work'
import { unmarkComments } from '#schema/comments/write-comment-marks'
import { documentField } from '#schema/document-fields'
import { projectDocument, type DocumentProjection } from '#schema/project-document'
import { setDocumentTitle } from '#schema/written-title'
import type { DocumentRecord, PackedDocument } from '#storage/document-update-store'
import { unpackUpdates } from '#storage/packed-updates'
import { answerCalls, type Reply } from '#storage/worker-calls'

// Where a stored document gets a Y.Doc off the hot path: to be folded into one snapshot, read by lists, and
// made into files and from them.

export type StoredUpdates = Pick<PackedDocument, 'snapshot' | 'updateBytes' | 'updateBounds'>

export type DigestJob = StoredUpdates & {
  readonly fold: boolean
  readonly project: boolean
}

type RecordJob = Pick<DocumentRecord, 'runBytes' | 'firstSequence'>

export type CopyWishes = {
  readonly title: string
  /** Addresses of images that begin with the first then begin with the second. */
  readonly imageAddress: { readonly from: string; readonly to: string }
}

export type Digest = {
  /** The whole document as one Yjs V1 update, where it was asked for. */
  readonly snapshot: Uint8Array | undefined
  readonly projection: DocumentProjection | undefined
  /** The JSON of the `DocumentOpening`, with each projection. */
  readonly opening: string | undefined
}

const openRoomState = byteRoomStates()
const nothing = Uint8Array.of(0)

/**
 * The document as one update. Not by Yjs: its merging of updates costs more than in proportion to their
 * number, and updates applied one by one to a large document cost in proportion to its size each.
 */
function merge({ snapshot, updateBytes, updateBounds }: StoredUpdates): Uint8Array {
  const updates = unpackUpdates({ updateBytes, updateBounds })
  const state = openRoomState({ snapshot, updates, snapshotSequence: 0, lastSequence: 0, changedAt: 0 })
  try {
    return state.encodeStateAsUpdate(nothing)
  } finally {
    state.destroy()
  }
}

function withDocument<T>(stored: StoredUpdates, use: (doc: Y.Doc) => T): T {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, merge(stored))
    return use(doc)
  } finally {
    doc.destroy()
  }
}

const methods = {
  digest: async ({ fold, project, ...stored }: DigestJob): Promise<Reply<Digest>> => {
    const { openingJson } = project ? await import('#collab-server/content-work') : {}
    return withDocument(stored, (doc) => {
      // Encoded anew, since Yjs drops the content of what is deleted.
      const folded = fold ? Y.encodeStateAsUpdate(doc) : undefined
      return {
        value: {
          snapshot: folded,
          projection: project ? projectDocument(doc) : undefined,
          opening: openingJson?.(doc),
        },
        transfer: folded ? [folded.buffer as ArrayBuffer] : [],
      }
    })
  },

  /**
   * What another document begins with to be a copy: the text without its past, what people say of it and what is only
   * suggested, one Yjs V1 update.
   */
  copy: async ({
    title,
    imageAddress,
    ...stored
  }: StoredUpdates & CopyWishes): Promise<Reply<Uint8Array>> => {
    const { rejectSuggestions } = await import('#collab-server/content-work')
    return withDocument(stored, (doc) => {
      doc.transact(() => {
        rejectSuggestions(doc)
        setDocumentTitle(doc, title)
        unmarkComments(doc)
        for (const element of doc.getXmlFragment(documentField.body).createTreeWalker(isElement)) {
          moveImage(element as Y.XmlElement, imageAddress)
        }
      })
      const update = Y.encodeStateAsUpdate(doc)
      return { value: update, transfer: [update.buffer as ArrayBuffer] }
    })
  },

  readContent: async (stored: StoredUpdates): Promise<Reply<string>> => {
    const { contentJson } = await import('#collab-server/content-work')
    return { value: withDocument(stored, contentJson) }
  },

  readOpening: async (stored: StoredUpdates): Promise<Reply<string>> => {
    const { openingJson } = await import('#collab-server/content-work')
    return { value: withDocument(stored, openingJson) }
  },

  /** All that was ever written, see `lifeOfRun`. */
  life: ({ runBytes, firstSequence }: RecordJob): Reply<Uint8Array> => {
    const value = lifeOfRun(runBytes, firstSequence)
    return { value, transfer: [value.buffer] }
  },

  /** What stands for all that came before a time, see `pastBefore`. */
  pastBefore: ({ before, ...record }: RecordJob & { before: number }): Reply<PastBefore | null> => ({
    value: pastBefore(record, before),
  }),

  /** Marks text as that of a thread, or takes its marks away. */
  editComments: async (edit: CommentEdit): Promise<Reply<EditedComments>> => {
    const { editComments } = await import('#collab-server/document-edits/comment-work')
    return { value: editComments(edit) }
  },

  editsSince: (job: {
    runBytes: Uint8Array
    asked: readonly EditsAsked[]
  }): Reply<readonly EditsSince[]> => ({
    value: job.asked.map((asked) => editsSince(job.runBytes, asked)),
  }),

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
