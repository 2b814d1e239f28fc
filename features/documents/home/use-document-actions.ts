import { useRouter } from 'next/navigation'
import { useState } from 'react'

import {
  copyDocument,
  deleteDocument,
  leaveDocument,
  restoreDocument,
  starDocument,
  trashDocument,
} from '#features/documents/document-requests'

import { listAddress, readListQuery } from '#features/documents/document-item'
import { fileDocument } from '#features/documents/folders/folder-requests'

const startQuery = readListQuery({})

export type RenameDocument = (documentId: string, title: string) => Promise<void>

export type DocumentActions = {
  /** The last action did not work, for some of what it was asked. */
  readonly failed: boolean
  /** Titles that were given here and that the list may not know yet. */
  readonly newTitles: ReadonlyMap<string, string>
  star(ids: readonly string[], starred: boolean): Promise<void>
  trash(ids: readonly string[]): Promise<void>
  /** Into a folder, or out of any. */
  file(ids: readonly string[], folderId: string | null): Promise<void>
  restore(ids: readonly string[]): Promise<void>
  /** Gives up what one was given in it, and takes it out of one's list. */
  leave(id: string): Promise<void>
  deleteForGood(ids: readonly string[]): Promise<void>
  copy(id: string, title: string): Promise<void>
  /** Begins a document from a template, and opens it. */
  use(id: string): Promise<void>
  /** Keeps a copy of it as a template, under this title or, where that is empty, its first heading. */
  saveAsTemplate(id: string, title: string): Promise<void>
  rename(id: string, title: string): Promise<void>
}

/** What can be done with documents in a list, which shows after each what is true then. */
export function useDocumentActions(rename: RenameDocument): DocumentActions {
  const router = useRouter()
  const [failed, setFailed] = useState(false)
  const [newTitles, setNewTitles] = useState<ReadonlyMap<string, string>>(new Map())

  const each = async (ids: readonly string[], action: (id: string) => Promise<unknown>) => {
    setFailed(false)
    // One after the other: the server should not meet a hundred at once.
    for (const id of ids) {
      try {
        await action(id)
      } catch (error) {
        console.warn('An action on a document did not work', error)
        setFailed(true)
      }
    }
    router.refresh()
  }

  return {
    failed,
    newTitles,
    star: (ids, starred) => each(ids, (id) => starDocument(id, starred)),
    file: (ids, folderId) => each(ids, (id) => fileDocument(id, folderId)),
    trash: (ids) => each(ids, trashDocument),
    restore: (ids) => each(ids, restoreDocument),
    leave: (id) => each([id], leaveDocument),
    deleteForGood: (ids) => each(ids, deleteDocument),
    use: (id) => each([id], async () => window.location.assign(`/d/${await copyDocument(id, '')}`)),
    saveAsTemplate: (id, title) =>
      each([id], async () => {
        await copyDocument(id, title, true)
        window.location.assign(listAddress({ ...startQuery, view: 'templates' }))
      }),
    copy: (id, title) => each([id], () => copyDocument(id, title)),
    rename: (id, title) =>
      each([id], async () => {
        await rename(id, title)
        setNewTitles((titles) => new Map(titles).set(id, title))
      }),
  }
}
