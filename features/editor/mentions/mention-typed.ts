import type { Editor } from '@tiptap/core'

import type { MentionChoice } from '#features/editor/mentions/mention-source'
import { typedQuery } from '#features/editor/typed-menu/typed-query'
import { mentionLabel, mentionName } from '#schema/nodes/mention'

/** What is typed after an `@` finds people and documents: names of a few words. */
export const mentionTyped = typedQuery({
  name: 'mentionTyped',
  sign: '@',
  accepts: (text) => /^(?:\S+(?: \S+){0,3} ?)?$/.test(text),
})

/** Opens the menu where the caret is, as if the sign had been typed there. */
export function startMention({ view }: Editor): boolean {
  const { $from } = view.state.selection
  const before = $from.parent.textBetween(0, $from.parentOffset, '', '\n')
  if (before !== '' && !/\s$/.test(before)) view.dispatch(view.state.tr.insertText(' '))
  const { from, to } = view.state.selection
  const plain = () => view.state.tr.insertText('@', from, to)
  const isTaken = view.someProp('handleTextInput', (handle) => handle(view, from, to, '@', plain))
  if (isTaken !== true) view.dispatch(plain())
  view.focus()
  return true
}

/** Puts somebody or something in place of what was typed to find it. */
export function insertMention(
  { state, view }: Editor,
  { from, to }: { from: number; to: number },
  { kind, id, name }: MentionChoice,
): void {
  const type = state.schema.nodes[mentionName]
  if (!type) return
  const $from = state.doc.resolve(from)
  const marks = $from.marks().filter((mark) => mark.type.name !== 'link')
  const mention = type.create({ kind, id, label: mentionLabel(name) }, null, marks)
  const space = /^\s/.test(state.doc.textBetween(to, $from.end(), '', ' ')) ? [] : [state.schema.text(' ')]
  view.dispatch(state.tr.replaceWith(from, to, [mention, ...space]).scrollIntoView())
}
