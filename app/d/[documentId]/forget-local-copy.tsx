'use client'
import { useParams } from 'next/navigation'
import { useEffect } from 'react'

/** A document that is gone, or closed to its reader, leaves nothing of itself in this browser. */
export function ForgetLocalCopy() {
  const { documentId } = useParams<{ documentId: string }>()
  useEffect(() => {
    deleteLocalCopy(documentId).catch((error: unknown) =>
      console.warn('The copy on this device could not be deleted', error),
    )
  }, [documentId])
  return null
}

/** The copy of a document that this browser keeps, in all its tabs. */
export async function deleteLocalCopy(documentId: string): Promise<void> {
  const { LocalCopy } = await import('#features/editor/local-copy')
  await new LocalCopy({ documentId }).delete()
}
