import type { Editor } from '@tiptap/core'

import { mentionName, mentionTarget } from '#schema/nodes/mention'

/** Puts the caret behind the last place that names somebody, in sight; false where none does. */
export function goToMention(editor: Editor, userId: string): boolean {
  let found: number | undefined
  editor.state.doc.descendants((node, position) => {
    if (node.type.name !== mentionName) return
    const target = mentionTarget(node.attrs)
    if (target?.kind === 'person' && target.id === userId) found = position + node.nodeSize
  })
  if (found === undefined) return false
  return editor.chain().setTextSelection(found).scrollIntoView().focus().run()
}
