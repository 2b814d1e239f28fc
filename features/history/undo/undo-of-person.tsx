import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import type * as Y from 'yjs'

import { ChangeSteps } from '#features/history/change-steps.tsx'
import type { Past } from '#features/history/past'
import type { PersonOfHistory } from '#features/history/people-of-history'
import type { SinceChoice } from '#features/history/undo/since-choices'
import { type WantedBlock, WorkUndone } from '#features/history/undo/work-undone'
import { useChanges } from '#features/history/use-changes'
import { useVersionWords } from '#features/history/use-version-words'
import { type DrawBlock, VersionSheet } from '#features/history/version-sheet.tsx'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'
import { useEscapeWithin } from '#ui/use-escape-within'

/** Gives the blocks of the text without what somebody did, as its shared document has come to be; and says so in words. */
export type OnUndoWork = (blocksIn: (live: Y.Doc) => readonly WantedBlock[], done: string, past: Past) => void

type UndoOfPersonProps = {
  past: Past
  people: readonly PersonOfHistory[]
  /** Places in the life: who can be chosen, and who is at first. */
  writers: readonly number[]
  person: number
  choices: readonly SinceChoice[]
  draw: DrawBlock
  language: string | null
  onUndo: OnUndoWork
  onBack: () => void
}

/** What would go and what would come back, if all that somebody did since a version were undone; and the button that does it. */
export function UndoOfPerson(props: UndoOfPersonProps) {
  const { past, people, writers, choices, draw, language, onUndo, onBack } = props
  const t = useTranslations('history')
  useEscapeWithin(onBack)
  const words = useVersionWords(people)
  const [person, setPerson] = useState(props.person)
  const [since, setSince] = useState(choices[0]?.since ?? 0)
  const work = useMemo(
    () => new WorkUndone(past, { people: new Set([person]), since }),
    [past, person, since],
  )
  const compared = useMemo(() => work.compared(), [work])
  const isNothing = compared.length === 0
  const blocks = isNothing ? past.blocksAt(past.length) : compared
  const { scroller, ...steps } = useChanges(isNothing ? null : compared)
  const name = words.nameOf(person)
  const timeOf = (kind: SinceChoice['kind'], time: number) =>
    kind === 'sitting' ? words.span({ from: time, to: time }) : words.moment(time)
  const nameOfChoice = ({ kind, name: version = '', at: time }: SinceChoice) =>
    t(`undo.since.${kind}`, { name: version, at: time === null ? '' : timeOf(kind, time) })
  return (
    <>
      <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-surface px-1 py-1 desk:px-3 print:hidden">
        <IconButton label={t('undo.back')} icon={<ArrowLeft />} onClick={onBack} />
        <h2 className="mr-auto min-w-0 truncate font-semibold">{t('undo.title', { name })}</h2>
        <div className="flex basis-full flex-wrap items-center gap-2 px-1 pb-1">
          <div className="flex min-w-0 basis-full gap-2 desk:basis-auto">
            <SelectField
              label={t('undo.who')}
              labelHidden
              value={String(person)}
              options={writers.map((writer) => ({ value: String(writer), name: words.nameOf(writer) }))}
              onValueChange={(value) => setPerson(Number(value))}
              className="max-w-44 min-w-24"
            />
            <SelectField
              label={t('undo.when')}
              labelHidden
              value={String(since)}
              options={choices.map((choice) => ({ value: String(choice.since), name: nameOfChoice(choice) }))}
              onValueChange={(value) => setSince(Number(value))}
              className="min-w-0 grow desk:max-w-80"
            />
          </div>
          <ChangeSteps {...steps} instead={isNothing ? t('undo.nothing', { name }) : null} />
          <Button
            variant="primary"
            className="ml-auto"
            disabled={isNothing}
            onClick={() => onUndo((live) => work.blocksIn(live), t('undo.done', { name }), past)}
          >
            {t('undo.these')}
          </Button>
        </div>
        <p className="basis-full px-2 pb-1 text-xs text-muted">{t('undo.about', { name })}</p>
      </header>
      <div className="relative flex min-h-0 grow">
        <VersionSheet
          blocks={blocks}
          passing={false}
          draw={draw}
          language={language}
          label={t('undo.shown')}
          scroller={scroller}
        />
      </div>
    </>
  )
}
