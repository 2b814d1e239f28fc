'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { lazy, Suspense } from 'react'

import { emojiTyped, shortestName } from '#features/editor/emoji/emoji-typed'

// With the names of all emoji: fetched when somebody begins to type one.
const EmojiMenu = lazy(() => import('#features/editor/emoji/emoji-menu.tsx'))

/** Offers emoji while the name of one is being typed. */
export function EmojiTyping({ editor }: { editor: Editor }) {
  const isTyping = useEditorState({
    editor,
    selector: ({ editor }) => (emojiTyped.query(editor.state)?.text.length ?? 0) >= shortestName,
  })
  return (
    isTyping && (
      <Suspense fallback={null}>
        <EmojiMenu editor={editor} />
      </Suspense>
    )
  )
}
