'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useId, useMemo, useState } from 'react'

import { emojiTyped } from '#features/editor/emoji/emoji-typed'
import { type Emoji, findEmoji } from '#features/editor/emoji/find-emoji'
import { insertEmoji, recentEmoji } from '#features/editor/emoji/insert-emoji'
import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { textPlace } from '#features/editor/text-place'
import { ListOption } from '#ui/list-option'

const most = 7

/** The emoji whose name is being typed. The caret stays in the text: the keys come from there. */
export default function EmojiMenu({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.emoji')
  const locale = useLocale()
  const query = useEditorState({ editor, selector: ({ editor }) => emojiTyped.query(editor.state) })
  const text = query?.text ?? ''
  const found = useMemo(() => findEmoji(text, most, recentEmoji()), [text])
  const [state, setState] = useState({ text, index: 0 })
  const chosen = state.text === text ? state.index : 0
  const setChosen = (index: number) => setState({ text, index })
  const listboxId = useId()
  const isOpen = query !== null && found.length > 0
  const choose = (emoji: Emoji | undefined) => {
    if (emoji && query) insertEmoji(editor, emoji, query)
  }

  useEffect(() =>
    emojiTyped.takeKeys(editor, (event) => {
      if (!isOpen || event.ctrlKey || event.metaKey || event.altKey) return false
      if (event.key === 'ArrowDown') setChosen((chosen + 1) % found.length)
      else if (event.key === 'ArrowUp') setChosen((chosen + found.length - 1) % found.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(found[chosen])
      else if (event.key === 'Escape') emojiTyped.close(editor)
      else if (event.key === ':' && found[0]?.shortNames.includes(text.toLowerCase())) choose(found[0])
      else return false
      return true
    }),
  )
  const chosenId = isOpen ? `${listboxId}-${chosen}` : null
  useEffect(() => {
    if (chosenId !== null) emojiTyped.announce(editor, { listboxId, optionId: chosenId })
  }, [editor, listboxId, chosenId])

  return (
    <FloatingPanel
      open={isOpen}
      place={() => (query ? textPlace(editor, query.from, query.from + 1) : new DOMRect())}
      onClose={() => emojiTyped.close(editor)}
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
      className="w-72 max-w-[calc(100vw-1rem)] p-1"
    >
      {found.map((emoji, index) => (
        <ListOption
          key={emoji.text}
          id={`${listboxId}-${index}`}
          isChosen={index === chosen}
          onPoint={() => setChosen(index)}
          onChoose={() => choose(emoji)}
          className="flex w-full items-center gap-2.5 px-2 text-left aria-selected:bg-hover"
        >
          <span aria-hidden className="w-6 shrink-0 text-center text-lg">
            {emoji.text}
          </span>
          <span className="min-w-0 grow truncate">{emoji.names[locale === 'es' ? 'es' : 'en']}</span>
        </ListOption>
      ))}
    </FloatingPanel>
  )
}
