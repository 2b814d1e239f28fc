'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'

import {
  type MentionChoice,
  mentionChoices,
  type MentionSource,
} from '#features/editor/mentions/mention-source'
import { insertMention, mentionTyped } from '#features/editor/mentions/mention-typed'
import { useMentionSearch } from '#features/editor/mentions/use-mention-search'
import { TypedList } from '#features/editor/typed-menu/typed-list.tsx'
import { inkOn } from '#ui/ink-on'
import { ListOption } from '#ui/list-option'

/** People and documents by what is being typed. */
export function MentionMenu({ editor, source }: { editor: Editor; source: MentionSource }) {
  const t = useTranslations('editor.mentions')
  const query = useEditorState({ editor, selector: ({ editor }) => mentionTyped.query(editor.state) })
  const text = query?.text ?? ''
  const { found, isSearching } = useMentionSearch(source, text)
  const { people } = source
  const choices = useMemo(() => mentionChoices(text, people, found), [text, people, found])
  return (
    <TypedList
      editor={editor}
      menu={mentionTyped}
      query={query}
      items={choices}
      label={t('title')}
      // Nothing has such a name: what is being written is text.
      closesWithout={!isSearching && text !== ''}
      onChoose={(choice, range) => insertMention(editor, range, choice)}
    >
      {(choice, option) => (
        <ListOption
          key={`${choice.kind} ${choice.id}`}
          {...option}
          className="flex w-full items-center gap-2.5 px-2 text-left aria-selected:bg-hover"
        >
          <ChoiceSign choice={choice} />
          <span className="min-w-0 grow truncate">
            <bdi>{choice.name}</bdi>
          </span>
          <span className="shrink-0 text-xs text-muted">{t(choice.kind)}</span>
        </ListOption>
      )}
    </TypedList>
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
