'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { CaseSensitive, ChevronDown, ChevronUp, Regex, WholeWord, X } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'

import {
  goToHit,
  replaceAllHits,
  replaceHit,
  selectCurrent,
  setFindQuery,
} from '#features/editor/find/find-commands'
import { findKey, findPlugin, type FindState, findState } from '#features/editor/find/find-plugin'
import { type FindQuery, noQuery } from '#features/editor/find/find-query'
import { PatternSearch } from '#features/editor/find/pattern-search'
import { closeFind, openFind, openPanels, takeTyped } from '#features/editor/panels/open-panel'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { TextField } from '#ui/text-field'

/** Longer selections are a passage to look in, not words to look for. */
const maxSelected = 100

/** Over the corner of the text: what is looked for, and what is put in its place. */
export default function FindBar({ editor }: { editor: Editor }) {
  const t = useTranslations('editor.find')
  const element = useRef<HTMLElement>(null)
  const [query, setQuery] = useState<FindQuery>(() => ({ ...noQuery, text: selectedText(editor) }))
  const [replacement, setReplacement] = useState('')
  const [replaced, setReplaced] = useState<number | null>(null)
  const { mode, asked } = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const { find } = openPanels(state)
      return { mode: find?.mode ?? 'find', asked: find?.asked ?? 0 }
    },
  })
  useLayoutEffect(() => {
    const showInNotes = ({ hits, current }: Pick<FindState, 'hits' | 'current'>) =>
      editor.storage.footnoteEditor?.list?.showHits(hits, current)
    editor.registerPlugin(findPlugin(new PatternSearch(), showInNotes))
    return () => {
      if (!editor.isDestroyed) editor.unregisterPlugin(findKey)
    }
  }, [editor])
  useLayoutEffect(() => takeTyped(editor, (text) => setQuery({ ...noQuery, text })), [editor])
  useEffect(() => {
    if (editor.isDestroyed) return
    setFindQuery(editor, query)
    if (query.text !== '' && !query.isPattern) selectCurrent(editor)
  }, [editor, query])
  useEffect(() => {
    if (asked === 0) return
    const field = element.current?.querySelector('input')
    field?.focus()
    field?.select()
  }, [asked])

  const change = (changed: Partial<FindQuery>) => {
    setReplaced(null)
    setQuery((before) => ({ ...before, ...changed }))
  }
  const toggles = [
    ['matchCase', <CaseSensitive key="c" />],
    ['wholeWord', <WholeWord key="w" />],
    ['isPattern', <Regex key="r" />],
  ] as const
  return (
    // A landmark of its own, and keys that belong to all of it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions
    <search
      ref={element}
      aria-label={t('title')}
      onKeyDown={(event) => {
        const key = event.key.toLowerCase()
        const withMod = event.ctrlKey || event.metaKey
        if (event.key === 'Escape') closeFind(editor)
        else if (withMod && key === 'g') goToHit(editor, event.shiftKey ? -1 : 1)
        else if (withMod && key === 'h' && editor.isEditable) openFind(editor, 'replace')
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
      className="find-bar fixed z-30 flex animate-appear flex-col gap-2 rounded-lg border border-line bg-raised p-2 text-sm text-text shadow-soft print:hidden"
    >
      <form
        className="flex flex-wrap items-center gap-0.5 desk:flex-nowrap"
        onSubmit={(event) => {
          event.preventDefault()
          goToHit(editor, 1)
        }}
      >
        <TextField
          label={t('text')}
          labelHidden
          placeholder={t('text')}
          value={query.text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !event.shiftKey) return
            event.preventDefault()
            goToHit(editor, -1)
          }}
          className="min-w-0 grow basis-full pb-1 desk:basis-0 desk:pb-0"
        />
        {toggles.map(([name, icon]) => (
          <IconButton
            key={name}
            label={t(name)}
            icon={icon}
            pressed={query[name]}
            onClick={() => change({ [name]: !query[name] })}
          />
        ))}
        <IconButton label={t('previous')} icon={<ChevronUp />} onClick={() => goToHit(editor, -1)} />
        <IconButton label={t('next')} icon={<ChevronDown />} onClick={() => goToHit(editor, 1)} />
        <IconButton label={t('close')} icon={<X />} className="ml-auto" onClick={() => closeFind(editor)} />
      </form>
      {mode === 'replace' && editor.isEditable && (
        <form
          className="flex flex-wrap items-center gap-1 desk:flex-nowrap"
          onSubmit={(event) => {
            event.preventDefault()
            setReplaced(null)
            replaceHit(editor, replacement)
          }}
        >
          <TextField
            label={t('replacement')}
            labelHidden
            placeholder={t('replacement')}
            value={replacement}
            autoComplete="off"
            onChange={(event) => setReplacement(event.target.value)}
            className="min-w-0 grow basis-full desk:basis-0"
          />
          <Button type="submit">{t('replace')}</Button>
          <Button onClick={() => setReplaced(replaceAllHits(editor, replacement))}>{t('replaceAll')}</Button>
        </form>
      )}
      <Count editor={editor} replaced={replaced} />
    </search>
  )
}

/** How many there are and which one is shown, or why there are none. */
function Count({ editor, replaced }: { editor: Editor; replaced: number | null }) {
  const t = useTranslations('editor.find')
  const format = useFormatter()
  const { count, current, problem, isAsked, isSearching } = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const found = findState(state)
      return {
        count: found?.hits.length ?? 0,
        current: found?.current ?? -1,
        problem: found?.problem ?? null,
        isAsked: (found?.query.text ?? '') !== '',
        isSearching: found?.isSearching ?? false,
      }
    },
  })
  let text = ''
  if (problem !== null) text = t(problem)
  else if (replaced !== null) text = t('replaced', { count: replaced })
  else if (count > 0) text = t('count', { current: format.number(current + 1), count: format.number(count) })
  else if (isAsked && !isSearching) text = t('none')
  return (
    <output className={`block min-h-5 px-1 text-xs ${problem === null ? 'text-muted' : 'text-danger'}`}>
      {text}
    </output>
  )
}

function selectedText({ state: { doc, selection } }: Editor): string {
  const { $from, $to, from, to } = selection
  const isShort = $from.sameParent($to) && $from.parent.isTextblock && to - from <= maxSelected
  return isShort ? doc.textBetween(from, to) : ''
}
