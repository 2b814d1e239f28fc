'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'

import { emojiTyped } from '#features/editor/emoji/emoji-typed'
import { latePart } from '#ui/lazy-part'

// With the names of all emoji: fetched with the sign, so that it is here with the letters.
const EmojiMenu = latePart(async () => (await import('#features/editor/emoji/emoji-menu.tsx')).EmojiMenu)

/** Offers emoji while the name of one is being typed. */
export function EmojiTyping({ editor }: { editor: Editor }) {
  const isTyping = useEditorState({
    editor,
    selector: ({ editor }) => emojiTyped.query(editor.state) !== null,
  })
  return isTyping && <EmojiMenu editor={editor} />
}
