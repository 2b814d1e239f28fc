'use client'
import type { Editor } from '@tiptap/core'
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

import { answerSuggestions } from '#features/suggestions/answer-suggestions'
import type { CardSurroundings, SuggestingPerson } from '#features/suggestions/card-props'
import { goToSuggestion, neighbour } from '#features/suggestions/go-to-suggestion'
import { listSuggestions, type Suggestion } from '#features/suggestions/suggestion-list'
import { SuggestionsButton } from '#features/suggestions/suggestions-button.tsx'
import type { SuggestionsMarginProps } from '#features/suggestions/suggestions-margin.tsx'
import type { PastSuggestion, SuggestionsPanelProps } from '#features/suggestions/suggestions-panel.tsx'
import { useSuggestingPeople } from '#features/suggestions/use-suggesting-people'
import { lazyPart } from '#ui/lazy-part'
import type { MarginLayout } from '#ui/margin-layout'

const SuggestionsPanel = lazyPart<SuggestionsPanelProps>(() =>
  import('#features/suggestions/suggestions-panel.tsx').then((part) => part.default),
)
const SuggestionsMargin = lazyPart<SuggestionsMarginProps>(() =>
  import('#features/suggestions/suggestions-margin.tsx').then((part) => part.default),
)

type DocumentSuggestionsProps = {
  documentId: string
  editor: Editor
  userId: string
  mayDecide: boolean
  people: readonly SuggestingPerson[]
  open: boolean
  onOpenChange: (open: boolean) => void
  /** On phones it is opened from the menu; there is one where there is anything to see. */
  withButton: boolean
  /** Of what stands beside the text, in which there may be others. */
  margin: MarginLayout
  /** What is said of suggestions, and what was decided, which others keep. */
  talk: SuggestionTalk
}

export type SuggestionTalk = {
  /** `isActive`: whether it is the one that is looked at. */
  repliesTo: (suggestion: { readonly id: string; readonly by: string }, isActive: boolean) => ReactNode
  onDecided: (decision: unknown) => void
  past: readonly PastSuggestion[]
}

/** The suggestions of a document, what opens them, and the keys that go through them. */
export function DocumentSuggestions(props: DocumentSuggestionsProps) {
  const { editor, userId, mayDecide, people, open, onOpenChange, withButton, margin, talk } = props
  const suggestions = useSuggestions(editor)
  const { past, onDecided, repliesTo } = talk
  const seen = useSuggestingPeople(
    props.documentId,
    people,
    [...suggestions, ...(open ? past : [])].flatMap(({ by }) => (by === userId || by === '' ? [] : [by])),
  )
  // What keys decide about, and what is outlined in the list and in the text.
  const [activeId, setActiveId] = useState<string | null>(null)
  const newest = useRef({ suggestions, activeId, onDecided })
  useEffect(() => {
    newest.current = { suggestions, activeId, onDecided }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return
      const { suggestions: all, activeId: chosen, onDecided: decided } = newest.current
      const answering = { editor, userId, onDecided: decided }
      const step = event.code === 'KeyN' ? 1 : event.code === 'KeyP' ? -1 : 0
      const here = all.find(({ id }) => id === chosen)
      if (step !== 0) {
        const next = neighbour(all, editor.state.selection.head, chosen, step)
        if (!next) return
        setActiveId(next.id)
        goToSuggestion(editor, next)
      } else if (here && mayDecide && event.code === 'KeyA') {
        answerSuggestions(answering, 'accept', [here])
      } else if (here && (mayDecide || here.by === userId) && event.code === 'KeyR') {
        answerSuggestions(answering, 'reject', [here])
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [editor, mayDecide, userId])
  const around: CardSurroundings = {
    editor,
    userId,
    onDecided,
    repliesTo,
    mayDecide,
    people: seen,
    activeId,
    onActiveId: setActiveId,
  }
  return (
    <>
      {withButton && (suggestions.length > 0 || past.length > 0 || open) && (
        <SuggestionsButton count={suggestions.length} open={open} onOpenChange={onOpenChange} />
      )}
      {open &&
        createPortal(
          <Suspense>
            <SuggestionsPanel
              {...around}
              suggestions={suggestions}
              past={past}
              onClose={() => {
                onOpenChange(false)
                editor.commands.focus()
              }}
            />
          </Suspense>,
          document.body,
        )}
      {!open && suggestions.length > 0 && (
        <Suspense>
          <SuggestionsMargin {...around} suggestions={suggestions} margin={margin} />
        </Suspense>
      )}
    </>
  )
}

/** So long after the last change the list is made anew: a long document takes a moment to look through. */
const settledMs = 150

/** The suggestions of the document, as it is read and written. */
export function useSuggestions(editor: Editor | null): readonly Suggestion[] {
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([])
  useEffect(() => {
    if (!editor) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const list = () => {
      if (!editor.isDestroyed) setSuggestions(listSuggestions(editor.state.doc))
    }
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(list, settledMs)
    }
    list()
    editor.on('update', later)
    return () => {
      clearTimeout(timer)
      editor.off('update', later)
    }
  }, [editor])
  return suggestions
}
