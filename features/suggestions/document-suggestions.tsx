'use client'
import type { Editor } from '@tiptap/core'
import { Suspense, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

import { goToSuggestion, neighbour } from '#features/suggestions/go-to-suggestion'
import { listSuggestions, type Suggestion } from '#features/suggestions/suggestion-list'
import { SuggestionsButton } from '#features/suggestions/suggestions-button.tsx'
import type { SuggestionsPanelProps, SuggestingPerson } from '#features/suggestions/suggestions-panel.tsx'
import { lazyPart } from '#ui/lazy-part'

const SuggestionsPanel = lazyPart<SuggestionsPanelProps>(() =>
  import('#features/suggestions/suggestions-panel.tsx').then((part) => part.default),
)

type DocumentSuggestionsProps = {
  editor: Editor
  userId: string
  mayDecide: boolean
  people: readonly SuggestingPerson[]
  open: boolean
  onOpenChange: (open: boolean) => void
  /** On phones it is opened from the menu; there is one where there is anything to see. */
  withButton: boolean
}

/** The suggestions of a document, what opens them, and the keys that go through them. */
export function DocumentSuggestions(props: DocumentSuggestionsProps) {
  const { editor, userId, mayDecide, people, open, onOpenChange, withButton } = props
  const suggestions = useSuggestions(editor)
  const seen = useSeenPeople(people)
  // What keys decide about, and what is outlined in the list and in the text.
  const [activeId, setActiveId] = useState<string | null>(null)
  const newest = useRef({ suggestions, activeId })
  useEffect(() => {
    newest.current = { suggestions, activeId }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return
      const { suggestions: all, activeId: chosen } = newest.current
      const step = event.code === 'KeyN' ? 1 : event.code === 'KeyP' ? -1 : 0
      const here = all.find(({ id }) => id === chosen)
      if (step !== 0) {
        const next = neighbour(all, editor.state.selection.head, chosen, step)
        if (!next) return
        setActiveId(next.id)
        goToSuggestion(editor, next)
      } else if (here && mayDecide && event.code === 'KeyA') {
        editor.commands.decideSuggestions('accept', { ids: new Set([here.id]) })
      } else if (here && (mayDecide || here.by === userId) && event.code === 'KeyR') {
        editor.commands.decideSuggestions('reject', { ids: new Set([here.id]) })
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [editor, mayDecide, userId])
  return (
    <>
      {withButton && (suggestions.length > 0 || open) && (
        <SuggestionsButton count={suggestions.length} open={open} onOpenChange={onOpenChange} />
      )}
      {open &&
        createPortal(
          <Suspense>
            <SuggestionsPanel
              editor={editor}
              suggestions={suggestions}
              userId={userId}
              mayDecide={mayDecide}
              people={seen}
              activeId={activeId}
              onActiveId={setActiveId}
              onClose={() => {
                onOpenChange(false)
                editor.commands.focus()
              }}
            />
          </Suspense>,
          document.body,
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

/** Those who were here since the page was opened: who has left is still called by their name. */
function useSeenPeople(people: readonly SuggestingPerson[]): readonly SuggestingPerson[] {
  const [seen, setSeen] = useState({ here: people, all: people })
  if (seen.here === people) return seen.all
  const now = new Set(people.map(({ id }) => id))
  const all = [...people, ...seen.all.filter(({ id }) => !now.has(id))]
  setSeen({ here: people, all })
  return all
}
