'use client'
import type { Editor } from '@tiptap/core'
import { useLocale, useTranslations } from 'next-intl'
import { type KeyboardEvent, useCallback, useId, useLayoutEffect, useMemo, useState } from 'react'

import {
  type Emoji,
  emojiGroupNames,
  emojiGroups,
  emojiOf,
  findEmoji,
} from '#features/editor/emoji/find-emoji'
import { insertEmoji, recentEmoji } from '#features/editor/emoji/insert-emoji'
import { FloatingPanel } from '#features/editor/floating-panel.tsx'
import { closePanel, takeTyped } from '#features/editor/panels/open-panel'
import { textPlace } from '#features/editor/text-place'
import { ListOption } from '#ui/list-option'
import { focusField, ListSearch } from '#ui/list-search'

const columns = 9
const mostFound = 90

type Group = (typeof emojiGroupNames)[number] | 'recent'

/** Beside the caret: emoji by name, or group by group, those used last before them. */
export default function EmojiPicker({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.emoji')
  const locale = useLocale() === 'es' ? 'es' : 'en'
  const [recent] = useState(() => emojiOf(recentEmoji()))
  const [query, setQuery] = useState('')
  const [group, setGroup] = useState<Group>(recent.length > 0 ? 'recent' : 'smileys')
  const [index, setIndex] = useState(0)
  const listId = useId()
  const shown = useMemo(() => {
    if (query.trim() !== '') return findEmoji(query, mostFound)
    return group === 'recent' ? recent : emojiGroups[group]
  }, [query, group, recent])
  const groups: readonly Group[] = recent.length > 0 ? ['recent', ...emojiGroupNames] : emojiGroupNames
  const choose = (emoji: Emoji | undefined) => {
    if (!emoji) return
    insertEmoji(editor, emoji)
    closePanel(editor)
  }
  const search = useCallback((text: string) => {
    setQuery(text)
    setIndex(0)
  }, [])
  useLayoutEffect(() => takeTyped(editor, search), [editor, search])
  const onKeyDown = (event: KeyboardEvent) => {
    const by: Record<string, number> = {
      ArrowDown: columns,
      ArrowUp: -columns,
      ArrowRight: 1,
      ArrowLeft: -1,
    }
    const step = by[event.key]
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') choose(shown[index])
    else if (step === undefined) return
    else setIndex(Math.min(Math.max(index + step, 0), Math.max(shown.length - 1, 0)))
    event.preventDefault()
  }
  return (
    <FloatingPanel
      open
      place={() => textPlace(editor, editor.state.selection.from, editor.state.selection.to)}
      onClose={() => closePanel(editor)}
      closesOutside
      side="bottom"
      align="start"
      aria-label={t('title')}
      onOpenAutoFocus={focusField}
      onCloseAutoFocus={(event) => event.preventDefault()}
      className="phone-sheet flex w-[21rem] max-w-[calc(100vw-1rem)] flex-col"
    >
      <ListSearch
        label={t('search')}
        value={query}
        onValueChange={search}
        listId={listId}
        optionId={shown.length > 0 ? `${listId}-${index}` : undefined}
        onKeyDown={onKeyDown}
      />
      {query.trim() === '' && (
        <fieldset aria-label={t('groupsLabel')} className="flex justify-between border-b border-line px-2">
          {groups.map((name) => (
            <button
              key={name}
              type="button"
              aria-label={t(`groups.${name}`)}
              title={t(`groups.${name}`)}
              aria-pressed={name === group}
              onClick={() => {
                setGroup(name)
                setIndex(0)
              }}
              className="grid min-h-target grow place-items-center rounded-t-md border-b-2 border-transparent text-base hover:bg-hover aria-pressed:border-accent"
            >
              <span aria-hidden>{name === 'recent' ? '🕘' : emojiGroups[name][0]?.text}</span>
            </button>
          ))}
        </fieldset>
      )}
      {shown.length === 0 && <output className="p-4 text-muted">{t('none')}</output>}
      <div
        // Fed by the keys of the field, which keeps the focus: no element of HTML does that.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="listbox"
        id={listId}
        aria-label={t('title')}
        tabIndex={-1}
        className="grid max-h-56 grid-cols-9 overflow-y-auto p-2"
      >
        {shown.map((emoji, place) => (
          <ListOption
            key={emoji.text}
            id={`${listId}-${place}`}
            aria-label={emoji.names[locale]}
            isChosen={place === index}
            onPoint={() => setIndex(place)}
            onChoose={() => choose(emoji)}
            className="grid aspect-square min-w-0 place-items-center text-xl aria-selected:bg-active"
          >
            {emoji.text}
          </ListOption>
        ))}
      </div>
      <p aria-hidden className="truncate border-t border-line px-3 py-1.5 text-xs text-muted">
        {shown[index]?.names[locale] ?? '\u00A0'}
      </p>
    </FloatingPanel>
  )
}
