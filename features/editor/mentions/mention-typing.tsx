'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'

import type { MentionSource } from '#features/editor/mentions/mention-source'
import { mentionTyped } from '#features/editor/mentions/mention-typed'
import { latePart } from '#ui/lazy-part'

const MentionMenu = latePart(
  async () => (await import('#features/editor/mentions/mention-menu.tsx')).MentionMenu,
)

/** Offers people and documents while the name of one is being typed. */
export function MentionTyping({ editor, source }: { editor: Editor; source: MentionSource }) {
  const isTyping = useEditorState({
    editor,
    selector: ({ editor }) => mentionTyped.query(editor.state) !== null,
  })
  return isTyping && <MentionMenu editor={editor} source={source} />
}
