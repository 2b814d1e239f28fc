import { ArrowLeft, ListTree } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useState } from 'react'

import { ChangeSteps } from '#features/history/change-steps.tsx'
import type { NamingOutcome } from '#features/history/history-requests'
import type { HistoryViewProps } from '#features/history/history-view.tsx'
import type { Past, PastBlock } from '#features/history/past'
import { ReplayBar } from '#features/history/replay-bar.tsx'
import { RoomTaken } from '#features/history/room-taken.tsx'
import { sameDayIn, type Sitting, sittingOf, sittingsOf } from '#features/history/sittings'
import { useChanges } from '#features/history/use-changes'
import type { OpenHistory } from '#features/history/use-history'
import { sinceChoices } from '#features/history/undo/since-choices'
import { UndoMenu } from '#features/history/undo/undo-menu.tsx'
import { UndoOfPerson } from '#features/history/undo/undo-of-person.tsx'
import { useVersionWords } from '#features/history/use-version-words'
import { VersionList } from '#features/history/version-list.tsx'
import { VersionSheet } from '#features/history/version-sheet.tsx'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'
import { SelectField } from '#ui/select-field'
import { useNarrow } from '#ui/use-narrow'

const views = ['changes', 'writers', 'text'] as const
type View = (typeof views)[number]

const before = 'before'
/** The browser's own lists are no good longer than this. */
const mostToCompare = 200

type VersionsOfDocumentProps = HistoryViewProps &
  OpenHistory & { onName: (version: number, name: string | null) => Promise<NamingOutcome> }

/** The versions of a document whose history is here: the list, one of them or what came to be of another, the replay. */
export function VersionsOfDocument(props: VersionsOfDocumentProps) {
  const { past, people, takes, draw, language, changesSince } = props
  const { onRestore, onUndo, onName, onClose } = props
  const t = useTranslations('history')
  const named = useMemo(() => props.named.filter((one) => one.version >= past.first), [props.named, past])
  const words = useVersionWords(people)
  const narrow = useNarrow()
  const sittings = useMemo(() => sittingsOf(past.life, sameDayIn()), [past])
  const [version, setVersion] = useState(past.length)
  const [view, setView] = useState<View>('changes')
  const [base, setBase] = useState<string>(() =>
    changesSince === null ? before : String(versionAt(past, changesSince)),
  )
  // On its way through time, the text stands for itself.
  const [passing, setPassing] = useState(false)
  const [playing, setPlaying] = useState(false)
  const [listOpen, setListOpen] = useState(false)
  /** By their place in the life: whose work is to be undone. */
  const [undoing, setUndoing] = useState<number | null>(null)
  const sitting = sittingOf(sittings, version)
  const wished = base === before ? (sitting?.first ?? 1) - 1 : Math.min(Number(base), version)
  const since = wished < past.first ? 0 : wished
  const shown = passing ? 'text' : view
  const blocks = useMemo<readonly PastBlock[]>(() => {
    if (shown === 'changes' && since > 0) return past.tracedBlocks({ at: version, since })
    return shown === 'text' || since === 0
      ? past.blocksAt(version)
      : past.tracedBlocks({ at: version, withWriters: true })
  }, [past, shown, version, since])
  const { scroller, ...steps } = useChanges(shown === 'changes' && undoing === null ? blocks : null)
  const selected = useSelectedBlocks(scroller)

  const writer = past.writerOf(version)
  const momentOf = useCallback(
    (number: number) => words.moment(past.life.times[number - 1] ?? 0),
    [words, past],
  )
  const names = useMemo(() => new Map(named.map((one) => [one.version, one.name])), [named])
  const title = names.get(version) ?? (version === past.length ? t('now') : momentOf(version))
  const stay = () => {
    setPlaying(false)
    setPassing(false)
  }
  const show = useCallback((number: number) => {
    setListOpen(false)
    setPlaying(false)
    setPassing(false)
    setVersion(number)
  }, [])
  const pass = useCallback((number: number) => {
    setPassing(true)
    setVersion(number)
  }, [])
  const countBefore = sittings.filter(({ last }) => last < version).length
  const earlier = useMemo(
    () =>
      sittings
        .slice(Math.max(0, countBefore - mostToCompare), countBefore)
        .toReversed()
        .map(({ last }) => ({ value: String(last), name: names.get(last) ?? momentOf(last) })),
    [sittings, countBefore, names, momentOf],
  )
  const bases = [{ value: before, name: t('versionBefore') }, ...earlier]
  if (!bases.some(({ value }) => value === base)) bases.push({ value: base, name: momentOf(Number(base)) })

  const writers = useMemo(() => writersOf(past, sitting), [past, sitting])
  if (onUndo && undoing !== null) {
    const isSameDay = sameDayIn()
    const isToday = (time: number) => isSameDay(time, Date.now())
    return (
      <UndoOfPerson
        past={past}
        people={people}
        writers={writers}
        person={undoing}
        choices={sinceChoices({ life: past.life, sittings, named, version, isToday })}
        draw={draw}
        language={language}
        onUndo={onUndo}
        onBack={() => setUndoing(null)}
      />
    )
  }

  return (
    <>
      <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-surface px-1 py-1 desk:px-3 print:hidden">
        <IconButton label={t('close')} icon={<ArrowLeft />} onClick={onClose} />
        <div className="mr-auto min-w-0">
          <h2 className="truncate font-semibold">{title}</h2>
          {title !== momentOf(version) && <p className="truncate text-xs text-muted">{momentOf(version)}</p>}
        </div>
        {onRestore && version < past.length && (
          <Button variant="primary" onClick={() => onRestore(past.blocksAsJson(version), selected, past)}>
            {selected ? t('restorePart') : t('restore')}
          </Button>
        )}
        {onUndo && writers.length > 0 && (
          <UndoMenu
            writers={writers}
            people={people}
            onChoose={(person) => {
              stay()
              setUndoing(person)
            }}
          />
        )}
        {narrow && (
          <IconButton
            label={t('versions')}
            icon={<ListTree />}
            aria-expanded={listOpen}
            onClick={() => setListOpen(!listOpen)}
          />
        )}
        <div className="flex basis-full flex-wrap items-center gap-2 desk:basis-auto">
          <SelectField
            label={t('view')}
            labelHidden
            value={view}
            options={views.map((value) => ({ value, name: t(`views.${value}`) }))}
            onValueChange={(value) => {
              stay()
              setView(value)
            }}
          />
          {view === 'changes' && (
            <>
              <SelectField
                label={t('comparedWith')}
                labelHidden
                value={base}
                options={bases}
                onValueChange={(value) => {
                  stay()
                  setBase(value)
                }}
                className="max-w-52 min-w-0"
              />
              <ChangeSteps {...steps} instead={passing ? '' : since === 0 ? t('first') : null} />
            </>
          )}
        </div>
      </header>
      <div className="relative flex min-h-0 grow">
        <VersionSheet
          blocks={blocks}
          passing={passing}
          draw={draw}
          language={language}
          label={t('shown')}
          scroller={scroller}
        />
        {(!narrow || listOpen) && (
          <nav
            aria-label={t('versions')}
            className="history-list shrink-0 overflow-y-auto border-line bg-surface text-sm print:hidden"
          >
            <VersionList
              sittings={sittings}
              people={people}
              named={named}
              atOnce={past.atOnce}
              version={names.has(version) ? version : (sitting?.last ?? version)}
              onVersion={show}
              onName={onName}
            />
            <RoomTaken takes={takes} />
          </nav>
        )}
      </div>
      <ReplayBar
        first={past.first}
        length={past.length}
        version={version}
        playing={playing}
        onPlayingChange={setPlaying}
        onVersion={pass}
        about={`${words.nameOf(writer)} · ${momentOf(version)}`}
        color={people[writer]?.color ?? ''}
      />
    </>
  )
}

/** Who has written with their own hand: those of a sitting first, then the others in the order in which they came. */
function writersOf({ first, life, kindOf }: Past, sitting: Sitting | undefined): number[] {
  const written = new Set<number>()
  for (let sequence = first; sequence <= life.writers.length; sequence++) {
    if (kindOf(sequence) === 'written') written.add(life.writers[sequence - 1] as number)
  }
  const here = (sitting?.people ?? []).filter((writer) => written.has(writer))
  return [...new Set([...here, ...written])]
}

/** The newest version there was at a time. */
function versionAt({ first, length, life }: Past, at: number): number {
  const next = life.times.findIndex((time) => time > at)
  return next < 0 ? length : Math.max(first, next)
}

/** The keys of the blocks in which something is selected; null where nothing is. */
function useSelectedBlocks(scroller: { readonly current: HTMLElement | null }): ReadonlySet<string> | null {
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null)
  useEffect(() => {
    const note = () => {
      const selection = document.getSelection()
      if (!selection || selection.isCollapsed || !scroller.current?.contains(selection.anchorNode)) {
        setSelected(null)
        return
      }
      const blocks = scroller.current.querySelectorAll<HTMLElement>('.document-text > [data-block]')
      const inside = [...blocks].filter((block) => selection.containsNode(block, true))
      setSelected(new Set(inside.map((block) => block.dataset['block'] ?? '')))
    }
    document.addEventListener('selectionchange', note)
    return () => document.removeEventListener('selectionchange', note)
  }, [scroller])
  return selected
}
