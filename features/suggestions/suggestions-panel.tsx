'use client'
import './suggestions.css'
import type { Editor } from '@tiptap/core'
import type { Selection } from '@tiptap/pm/state'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'

import { answerSuggestions } from '#features/suggestions/answer-suggestions'
import { type CardSurroundings, cardProps } from '#features/suggestions/card-props'
import { DecidedCard } from '#features/suggestions/decided-card.tsx'
import { PreviewSheet, type PreviewKind } from '#features/suggestions/preview-sheet.tsx'
import { SuggestionCard } from '#features/suggestions/suggestion-card.tsx'
import { readDecision } from '#features/suggestions/suggestion-decision'
import { listSuggestions, type Suggestion } from '#features/suggestions/suggestion-list'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'
import { SidePanel } from '#ui/side-panel'

export type SuggestionsPanelProps = CardSurroundings & {
  suggestions: readonly Suggestion[]
  past: readonly PastSuggestion[]
  onClose: () => void
}

/** A suggestion about which something was decided once. */
export type PastSuggestion = {
  readonly id: string
  readonly by: string
  /** As `readDecision` takes it. */
  readonly decision: unknown
  readonly decidedBy: string | null
  /** In ms since the epoch. */
  readonly at: number
}

const listClass =
  'flex grow flex-col gap-2 p-3 max-desk:shrink-0 desk:min-h-0 desk:overflow-y-auto desk:overscroll-contain'

/** No user id: those are letters, or empty where nobody knows any more. */
const everybody = '*'

/** What is suggested in this document, beside its text; below it on a phone. */
export default function SuggestionsPanel(props: SuggestionsPanelProps) {
  const { editor, suggestions, userId, mayDecide, people, onActiveId, onClose } = props
  const t = useTranslations('suggestions')
  const [by, setBy] = useState(everybody)
  const [which, setWhich] = useState<'pending' | 'decided'>('pending')
  const [preview, setPreview] = useState<PreviewKind>('changes')
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>('h2')?.focus()
    return () => {
      onActiveId(null)
      if (!editor.isDestroyed) editor.commands.pointOutSuggestion(null)
    }
  }, [editor, onActiveId])
  const decided = decidedOf(props.past, suggestions)
  const isPast = which === 'decided'
  const authors = [...new Set((isPast ? decided : suggestions).map((one) => one.by))]
  const chosen = authors.includes(by) ? by : everybody
  const isShown = (one: { readonly by: string }) => chosen === everybody || one.by === chosen
  const shown = suggestions.filter(isShown)
  const nameOf = (id: string) =>
    id === userId ? t('you') : (people.find((person) => person.id === id)?.name ?? t('somebody'))
  const answer = (decision: 'accept' | 'reject', about: readonly Suggestion[]) =>
    answerSuggestions(props, decision, about)
  const mine = shown.filter((one) => one.by === userId)
  const withdrawable = mayDecide ? shown : mine
  const selection = useSelection(editor)
  const hasSelected = mayDecide && within(shown, selection).length > 0
  /** By the text and the selection of the moment: both may be newer than what is shown. */
  const answerSelected = (decision: 'accept' | 'reject') => {
    const there = within(listSuggestions(editor.state.doc), editor.state.selection)
    const about = there.filter(isShown)
    if (about.length > 0) answer(decision, about)
  }
  return (
    <>
      <SidePanel ref={panel} label={t('title')} onClose={onClose} under="toolbar">
        <div className="flex shrink-0 items-center gap-2 border-b border-line py-1 pr-1 pl-4">
          <h2 tabIndex={-1} className="mr-auto font-semibold outline-none">
            {t('title')}
          </h2>
          <IconButton label={t('close')} icon={<X />} onClick={onClose} />
        </div>
        {/* On a phone all of it scrolls: there is room for little else. */}
        <div className="flex min-h-0 grow flex-col max-desk:overflow-y-auto max-desk:overscroll-contain">
          {/* Also where nothing is decided yet, so that nothing moves once it is. */}
          <div className="flex shrink-0 gap-2 px-3 pt-3">
            <SelectField
              className="grow"
              label={t('which.label')}
              labelHidden
              value={which}
              onValueChange={(value) => {
                setWhich(value)
                onActiveId(null)
              }}
              options={(['pending', 'decided'] as const).map((value) => ({
                value,
                name: t(`which.${value}`),
              }))}
            />
            <SelectField
              className="min-w-0 grow"
              label={t('by.label')}
              labelHidden
              value={chosen}
              onValueChange={setBy}
              options={[
                { value: everybody, name: t('by.everybody') },
                ...authors.map((id) => ({ value: id, name: nameOf(id) })),
              ]}
            />
          </div>
          {!isPast && suggestions.length > 0 && (
            <div className="flex shrink-0 flex-col gap-2 border-b border-line p-3">
              <SelectField
                label={t('preview.label')}
                labelHidden
                value={preview}
                onValueChange={setPreview}
                options={(['changes', 'accepted', 'rejected'] as const).map((value) => ({
                  value,
                  name: t(`preview.${value}`),
                }))}
              />
              <div className="flex flex-wrap gap-2">
                {mayDecide && (
                  <Button onClick={() => answer('accept', shown)}>
                    {t('acceptAll', { count: shown.length })}
                  </Button>
                )}
                {withdrawable.length > 0 && (
                  <Button variant="quiet" onClick={() => answer('reject', withdrawable)}>
                    {t(mayDecide ? 'rejectAll' : 'withdrawAll', { count: withdrawable.length })}
                  </Button>
                )}
                {hasSelected && (
                  <>
                    <Button onClick={() => answerSelected('accept')}>{t('acceptSelected')}</Button>
                    <Button variant="quiet" onClick={() => answerSelected('reject')}>
                      {t('rejectSelected')}
                    </Button>
                  </>
                )}
              </div>
            </div>
          )}
          {isPast && decided.length > 0 ? (
            <ul className={listClass}>
              {decided.filter(isShown).map(({ decision, ...one }) => (
                <li key={one.id}>
                  <DecidedCard
                    decision={decision}
                    author={nameOf(one.by)}
                    decidedBy={one.decidedBy}
                    at={one.at}
                    replies={props.repliesTo(one, false)}
                  />
                </li>
              ))}
            </ul>
          ) : isPast || shown.length === 0 ? (
            <div className="px-6 py-8 text-center">
              <p className="font-semibold">{t(isPast ? 'decided.none' : 'empty.title')}</p>
              <p className="text-muted">{t(isPast ? 'decided.about' : 'empty.text')}</p>
            </div>
          ) : (
            <ul className={listClass}>
              {shown.map((suggestion) => (
                <li key={suggestion.id}>
                  <SuggestionCard {...cardProps(props, suggestion)} />
                </li>
              ))}
            </ul>
          )}
        </div>
      </SidePanel>
      {preview !== 'changes' && !isPast && suggestions.length > 0 && (
        <PreviewSheet editor={editor} kind={preview} onBack={() => setPreview('changes')} />
      )}
    </>
  )
}

/** What is selected in the text, as it is by now. */
function useSelection(editor: Editor): Selection {
  const [selection, setSelection] = useState(editor.state.selection)
  useEffect(() => {
    const note = () => setSelection(editor.state.selection)
    note()
    editor.on('selectionUpdate', note)
    return () => {
      editor.off('selectionUpdate', note)
    }
  }, [editor])
  return selection
}

function within(list: readonly Suggestion[], { from, to, empty }: Selection): readonly Suggestion[] {
  return empty ? [] : list.filter((one) => one.from < to && one.to > from)
}

/** The last decided first; not what an undo has put back into the text. */
function decidedOf(past: readonly PastSuggestion[], pending: readonly Suggestion[]) {
  const open = new Set(pending.map(({ id }) => id))
  return past
    .flatMap((one) => {
      const decision = open.has(one.id) ? undefined : readDecision(one.decision)
      return decision ? [{ ...one, decision }] : []
    })
    .toSorted((a, b) => b.at - a.at)
}
