'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useMemo, useState } from 'react'

import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import {
  type MentionChoice,
  mentionChoices,
  type MentionSource,
} from '#features/editor/mentions/mention-source'
import { insertMention, mentionTyped } from '#features/editor/mentions/mention-typed'
import { useMentionSearch } from '#features/editor/mentions/use-mention-search'
import { textPlace } from '#features/editor/text-place'
import { inkOn } from '#ui/ink-on'

/** People and documents by what is being typed. The caret stays in the text: the keys come from there. */
export default function MentionMenu({ editor, source }: { editor: Editor; source: MentionSource }) {
  const t = useTranslations('editor.mentions')
  const query = useEditorState({ editor, selector: ({ editor }) => mentionTyped.query(editor.state) })
  const text = query?.text ?? ''
  const { found, isSearching } = useMentionSearch(source, text)
  const { people } = source
  const choices = useMemo(() => mentionChoices(text, people, found), [text, people, found])
  const [state, setState] = useState({ text, index: 0 })
  const chosen = state.text === text ? Math.min(state.index, Math.max(0, choices.length - 1)) : 0
  const setChosen = (index: number) => setState({ text, index })
  const listboxId = useId()
  const isOpen = query !== null && choices.length > 0
  const choose = (choice: MentionChoice | undefined) => {
    if (choice && query) insertMention(editor, query, choice)
  }

  useEffect(() =>
    mentionTyped.takeKeys(editor, (event) => {
      if (!isOpen || event.ctrlKey || event.metaKey || event.altKey) return false
      if (event.key === 'ArrowDown') setChosen((chosen + 1) % choices.length)
      else if (event.key === 'ArrowUp') setChosen((chosen + choices.length - 1) % choices.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(choices[chosen])
      else if (event.key === 'Escape') mentionTyped.close(editor)
      else return false
      return true
    }),
  )
  // Nothing has such a name: what is being written is text.
  useEffect(() => {
    if (!isSearching && text !== '' && choices.length === 0) mentionTyped.close(editor)
  }, [editor, text, isSearching, choices.length])
  const chosenId = isOpen ? `${listboxId}-${chosen}` : null
  useEffect(() => {
    if (chosenId !== null) mentionTyped.announce(editor, { listboxId, optionId: chosenId })
  }, [editor, listboxId, chosenId])

  return (
    <FloatingPanel
      open={isOpen}
      place={() => (query ? textPlace(editor, query.from, query.from + 1) : new DOMRect())}
      onClose={() => mentionTyped.close(editor)}
      closesOutside
      side="bottom"
      align="start"
      // Fed by the keys of the text, which keeps the focus: no element of HTML does that.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      id={listboxId}
      aria-label={t('title')}
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      className="max-h-[min(25.5rem,var(--radix-popover-content-available-height))] w-72 max-w-[calc(100vw-1rem)] overflow-y-auto p-1"
    >
      {choices.map((choice, index) => (
        <button
          key={`${choice.kind} ${choice.id}`}
          type="button"
          id={`${listboxId}-${index}`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is in such a listbox
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          onPointerMove={index === chosen ? undefined : () => setChosen(index)}
          onClick={() => choose(choice)}
          className="flex min-h-target w-full cursor-default items-center gap-2.5 rounded-md px-2 text-left select-none aria-selected:bg-hover"
        >
          <ChoiceSign choice={choice} />
          <span className="min-w-0 grow truncate">
            <bdi>{choice.name}</bdi>
          </span>
          <span className="shrink-0 text-xs text-muted">{t(choice.kind)}</span>
        </button>
      ))}
    </FloatingPanel>
  )
}

function ChoiceSign({ choice }: { choice: MentionChoice }) {
  if (choice.kind === 'document') return <FileText className="size-4 shrink-0 text-muted" aria-hidden />
  const { color, name } = choice
  return (
    <span
      aria-hidden
      className="grid size-5 shrink-0 place-items-center rounded-full bg-active text-[0.65rem] font-semibold"
      style={color === null ? undefined : { background: color, color: inkOn(color) }}
    >
      {Array.from(name)[0]?.toUpperCase()}
    </span>
  )
}
