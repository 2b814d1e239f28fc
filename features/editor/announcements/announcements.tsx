'use client'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

import { useAnnounced } from '#features/editor/announcements/announced'
import { editsNearby, writersNearby } from '#features/editor/announcements/edits-nearby'
import { type KnownPerson, peopleNews } from '#features/editor/announcements/people-news'

/** So long people must be here, or away, before it is told: a reload is neither. */
const settleMs = 1_500
/** Somebody who goes on writing is told of once. */
const quietMs = 8_000
const mostNames = 3

/** Tells those who hear the page what others see: who comes and goes, and who writes in the same paragraph. */
export function Announcements({ editor, people }: { editor: Editor; people: readonly KnownPerson[] }) {
  const t = useTranslations('announcements')
  const format = useFormatter()
  const announced = useAnnounced()
  const [said, say] = useState('')
  const known = useRef<readonly KnownPerson[]>([])
  const lastEdit = useRef(-Infinity)

  const namesOf = (some: readonly KnownPerson[]) =>
    some.length > mostNames
      ? t('people', { count: some.length })
      : format.list(some.map(({ name }) => name ?? t('somebody')))
  const tellPeople = useEffectEvent((now: readonly KnownPerson[]) => {
    const { come, gone } = peopleNews(known.current, now)
    known.current = now
    if (!announced.people) return
    const sentences = [
      come.length > 0 ? t('come', { count: come.length, names: namesOf(come) }) : '',
      gone.length > 0 ? t('gone', { count: gone.length, names: namesOf(gone) }) : '',
    ].filter((sentence) => sentence !== '')
    if (sentences.length > 0) say(sentences.join('. '))
  })
  useEffect(() => {
    const timer = setTimeout(() => tellPeople(people), settleMs)
    return () => clearTimeout(timer)
  }, [people])

  const edits = useEditorState({ editor, selector: ({ editor }) => editsNearby(editor.state) })
  const tellEdit = useEffectEvent(() => {
    const now = performance.now()
    const isGoingOn = now - lastEdit.current < quietMs
    lastEdit.current = now
    if (isGoingOn || !announced.edits || editor.isDestroyed || !editor.isFocused) return
    const names = writersNearby(editor.state).filter((name) => name !== '')
    const who = names.length > 0 ? format.list(names.slice(0, mostNames)) : t('somebody')
    say(t('writing', { count: Math.max(1, names.length), names: who }))
  })
  useEffect(() => {
    if (edits > 0) tellEdit()
  }, [edits])

  // What is said again later must be heard again.
  useEffect(() => {
    if (said === '') return undefined
    const timer = setTimeout(() => say(''), quietMs)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  )
}
