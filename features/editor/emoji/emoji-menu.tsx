'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'

import { emojiTyped, shortestName } from '#features/editor/emoji/emoji-typed'
import { findEmoji } from '#features/editor/emoji/find-emoji'
import { insertEmoji, recentEmoji } from '#features/editor/emoji/insert-emoji'
import { TypedList } from '#features/editor/typed-menu/typed-list.tsx'
import { ListOption } from '#ui/list-option'

const most = 7

/** The emoji whose name is being typed. */
export function EmojiMenu({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.emoji')
  const locale = useLocale() === 'es' ? 'es' : 'en'
  const query = useEditorState({ editor, selector: ({ editor }) => emojiTyped.query(editor.state) })
  const text = query?.text ?? ''
  const found = useMemo(
    () => (text.length < shortestName ? [] : findEmoji(text, most, recentEmoji())),
    [text],
  )
  return (
    <TypedList
      editor={editor}
      menu={emojiTyped}
      query={query}
      items={found}
      label={t('title')}
      closesWithout={false}
      onChoose={(emoji, range) => insertEmoji(editor, emoji, range)}
      chosenBy={(key, typed) =>
        key === ':' && found[0]?.shortNames.includes(typed.text.toLowerCase()) ? found[0] : undefined
      }
    >
      {(emoji, option) => (
        <ListOption
          key={emoji.text}
          {...option}
          className="flex w-full items-center gap-2.5 px-2 text-left aria-selected:bg-hover"
        >
          <span aria-hidden className="w-6 shrink-0 text-center text-lg">
            {emoji.text}
          </span>
          <span className="min-w-0 grow truncate">{emoji.names[locale]}</span>
        </ListOption>
      )}
    </TypedList>
  )
}
