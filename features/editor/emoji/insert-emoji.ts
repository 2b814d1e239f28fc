import type { Editor } from '@tiptap/core'

import type { Emoji } from '#features/editor/emoji/find-emoji'
import { recentChoices, rememberChoice } from '#features/editor/recent-choices'

const mostRecent = 18

export function recentEmoji(): readonly string[] {
  return recentChoices('emoji', mostRecent)
}

/** Puts it there as the text it is, with the looks of the text around it. */
export function insertEmoji(editor: Editor, { text }: Emoji, range?: { from: number; to: number }): void {
  const { tr, selection } = editor.state
  const { from, to } = range ?? selection
  editor.view.dispatch(tr.insertText(text, from, to).scrollIntoView())
  rememberChoice('emoji', text, mostRecent)
}
