'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'

import { maxTitleLength } from '#schema/title-length'

type TitleFieldProps = {
  title: string | null
  editable: boolean
  /** Called once the person is done, and only with another title; an empty one follows the heading again. */
  onTitle: (title: string) => void
  /** Whether another title stands in the field that was not given to `onTitle` yet. */
  onDraft: (isDraft: boolean) => void
  /** After Enter or Escape, so that the keyboard goes on in the text. */
  onDone: () => void
}

/** The title, edited where it stands. It is as wide as its words, up to the room there is. */
export function TitleField({ title, editable, onTitle, onDraft, onDone }: TitleFieldProps) {
  const t = useTranslations('documents')
  const [draft, setDraft] = useState<string | null>(null)
  const cancelled = useRef(false)
  const shown = draft ?? title ?? ''
  const isDraft = draft !== null && draft.trim() !== (title ?? '')
  const tellDraft = useRef(onDraft)
  useEffect(() => {
    tellDraft.current = onDraft
  })
  // Told after the title itself, so that nothing is called saved in between.
  useEffect(() => tellDraft.current(isDraft), [isDraft])
  const finish = () => {
    if (!cancelled.current && isDraft) onTitle(draft)
    cancelled.current = false
    setDraft(null)
  }
  const look = 'col-start-1 row-start-1 h-target rounded-md border border-transparent px-2 font-semibold'
  return (
    <div className="inline-grid min-w-0 shrink items-center">
      <span aria-hidden className={`${look} invisible flex items-center overflow-hidden whitespace-pre`}>
        {shown || t('untitled')}
      </span>
      <input
        type="text"
        // The hidden twin gives the width; by itself a field would be as wide as twenty letters.
        size={1}
        className={`${look} w-full min-w-0 truncate bg-transparent placeholder:text-muted read-only:cursor-default hover:not-read-only:border-line focus:not-read-only:border-line-strong focus:bg-sheet`}
        aria-label={t('titleOf')}
        placeholder={t('untitled')}
        value={shown}
        readOnly={!editable}
        maxLength={maxTitleLength}
        onFocus={(event) => {
          if (!editable) return
          setDraft(title ?? '')
          event.target.select()
        }}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          // Enter may end a word of an input method rather than the title.
          if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
          event.preventDefault()
          cancelled.current = event.key === 'Escape'
          event.currentTarget.blur()
          onDone()
        }}
      />
    </div>
  )
}
