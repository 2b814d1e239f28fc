'use client'
import type { DocumentList, ListQuery } from '#features/documents/document-item'
import { DocumentCards } from '#features/documents/home/document-cards.tsx'
import type { CollabAddress } from '#features/editor/collab-url'

type HomeDocumentsProps = {
  list: DocumentList
  query: ListQuery
  now: number
  mayMake: boolean
  collab: CollabAddress
}

/** The list of documents, with renaming by way of the editor's session, which is only loaded for it. */
export function HomeDocuments({ collab, ...rest }: HomeDocumentsProps) {
  const rename = async (documentId: string, title: string) => {
    const { renameDocument } = await import('./rename-document.ts')
    await renameDocument(documentId, title, collab)
  }
  return <DocumentCards {...rest} rename={rename} />
}
