import type { Editor } from '@tiptap/core'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect } from 'react'

import type { CollabSession } from '#features/editor/collab-session'
import type { OpenPlace } from '#features/notifications/open-place'

type Here = {
  documentId: string
  userId: string
  /** Null until the text is here. */
  editor: Editor | null
  session: CollabSession | null
  /** Opens what stands beside the text; `thread`: one of the comments. */
  onBeside: (part: 'chat' | 'comments' | 'suggestions', thread?: string) => void
}

/** Goes where the address of this page leads within its document, and where notifications lead. */
export function useDocumentPlaces({ documentId, userId, editor, session, onBeside }: Here): OpenPlace {
  const router = useRouter()
  const go = useCallback(
    (place: string) => {
      if (place === '#mention' && editor) {
        // With the editor's code, which the page does not wait for.
        void import('#features/editor/mentions/go-to-mention').then(({ goToMention }) =>
          goToMention(editor, userId),
        )
      }
      if (place === '#chat') onBeside('chat')
      if (place === '#suggestions') onBeside('suggestions')
      if (place === '#comments') onBeside('comments')
      const [, thread] = /^#thread=([\w-]{22})$/.exec(place) ?? []
      if (thread !== undefined) onBeside('comments', thread)
    },
    [editor, userId, onBeside],
  )
  useEffect(() => {
    if (!editor) return undefined
    // Once the text has been drawn, and has a place in the page.
    const frame = requestAnimationFrame(() => go(window.location.hash))
    return () => cancelAnimationFrame(frame)
  }, [editor, go])
  return useCallback<OpenPlace>(
    (id, place, event) => {
      event.preventDefault()
      if (id === documentId) go(place)
      // By a full load the browser asks first, where something is not saved.
      else if (session?.hasTextAtRisk()) window.location.assign(`/d/${id}${place}`)
      else router.push(`/d/${id}${place}`)
    },
    [documentId, go, router, session],
  )
}
