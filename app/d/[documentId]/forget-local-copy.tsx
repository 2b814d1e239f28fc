'use client'
import { useParams } from 'next/navigation'
import { useEffect } from 'react'

import { LocalCopy } from '#features/editor/local-copy'

/** A document that is gone leaves nothing of itself in this browser. */
export function ForgetLocalCopy() {
  const { documentId } = useParams<{ documentId: string }>()
  useEffect(() => {
    new LocalCopy({ documentId })
      .delete()
      .catch((error: unknown) => console.warn('The copy on this device could not be deleted', error))
  }, [documentId])
  return null
}
