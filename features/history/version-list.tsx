import { Pencil } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { memo, useState } from 'react'

import { maxVersionName, type NamedVersion } from '#features/history/history-file'
import type { NamingOutcome } from '#features/history/history-requests'
import type { PersonOfHistory } from '#features/history/people-of-history'
import { daysOf, sameDayIn, type Sitting } from '#features/history/sittings'
import { useVersionWords } from '#features/history/use-version-words'
import { Button } from '#ui/button'
import { IconButton } from '#ui/icon-button'

type VersionListProps = {
  sittings: readonly Sitting[]
  people: readonly PersonOfHistory[]
  named: readonly NamedVersion[]
  /** Entries by which somebody brought much at one moment. */
  atOnce: ReadonlySet<number>
  /** The number of the version that is shown, or of the newest of its sitting: it has no row of its own. */
  version: number
  onVersion: (version: number) => void
  onName: (version: number, name: string | null) => Promise<NamingOutcome>
}

/** All versions, the newest first, by day and sitting. */
export const VersionList = memo(function VersionList(props: VersionListProps) {
  const { sittings, people, named, atOnce, version, onVersion, onName } = props
  const t = useTranslations('history')
  const locale = useLocale()
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full' })
  const [onlyNamed, setOnlyNamed] = useState(false)
  const names = new Map(named.map((one) => [one.version, one]))
  const shown = onlyNamed
    ? sittings.filter(({ first, last }) => named.some((one) => one.version >= first && one.version <= last))
    : sittings
  return (
    <>
      {named.length > 0 && (
        <label className="flex min-h-target items-center gap-2 px-4 pt-2 text-sm">
          <input
            type="checkbox"
            checked={onlyNamed}
            onChange={(event) => setOnlyNamed(event.target.checked)}
            className="size-4 accent-accent"
          />
          {t('onlyNamed')}
        </label>
      )}
      {daysOf(shown, sameDayIn()).map(({ at, sittings: ofDay }) => (
        <section key={at} aria-label={day.format(at)}>
          <h3 className="px-4 pt-4 pb-1 text-xs font-semibold text-muted first-letter:uppercase">
            {day.format(at)}
          </h3>
          <ul>
            {ofDay.map((sitting) => (
              <li key={sitting.last}>
                <SittingRow
                  sitting={sitting}
                  people={people}
                  passages={countIn(sitting, atOnce)}
                  name={names.get(sitting.last)?.name ?? null}
                  isNewest={sitting.last === sittings.at(-1)?.last}
                  isShown={version >= sitting.first && version <= sitting.last}
                  onShow={() => onVersion(sitting.last)}
                  onName={(name) => onName(sitting.last, name)}
                />
                <ul>
                  {named
                    .filter((one) => one.version >= sitting.first && one.version < sitting.last)
                    .toReversed()
                    .map((one) => (
                      <li key={one.version}>
                        <button
                          type="button"
                          aria-current={one.version === version}
                          onClick={() => onVersion(one.version)}
                          className="block min-h-target w-full py-1 pr-4 pl-8 text-left hover:bg-hover aria-[current=true]:bg-accent-soft"
                        >
                          {one.name}
                        </button>
                      </li>
                    ))}
                </ul>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
})

function countIn({ first, last }: Sitting, sequences: ReadonlySet<number>): number {
  let count = 0
  for (const sequence of sequences) if (sequence >= first && sequence <= last) count++
  return count
}

type SittingRowProps = {
  sitting: Sitting
  people: readonly PersonOfHistory[]
  /** How often somebody brought much at one moment. */
  passages: number
  name: string | null
  isNewest: boolean
  isShown: boolean
  onShow: () => void
  onName: (name: string | null) => Promise<NamingOutcome>
}

function SittingRow(props: SittingRowProps) {
  const { sitting, people, passages, name, isNewest, isShown, onShow, onName } = props
  const t = useTranslations('history')
  const { span, namesOf } = useVersionWords(people)
  const [naming, setNaming] = useState(false)
  const about =
    sitting.beginning === null
      ? `${namesOf(sitting.people)} · ${t('edits', { count: sitting.edits })}`
      : t(`beginning.${sitting.beginning}`)
  const title = name ?? (isNewest ? t('now') : span(sitting))
  return (
    <div className={`flex items-start pr-2 ${isShown ? 'bg-accent-soft' : 'hover:bg-hover'}`}>
      <div className="min-w-0 grow">
        <button
          type="button"
          aria-current={isShown}
          onClick={onShow}
          className="block w-full px-4 py-2 text-left outline-offset-[-2px]"
        >
          <span className="block font-semibold">{title}</span>
          {title !== span(sitting) && <span className="block text-xs text-muted">{span(sitting)}</span>}
          <span className="flex items-center gap-1.5 text-xs text-muted">
            {sitting.beginning === null &&
              sitting.people
                .slice(0, 5)
                .map((person) => (
                  <span
                    key={person}
                    aria-hidden
                    className="size-2 shrink-0 rounded-full"
                    style={{ backgroundColor: people[person]?.color }}
                  />
                ))}
            <span className="min-w-0 truncate">{about}</span>
          </span>
          {passages > 0 && (
            <span className="block text-xs text-muted">{t('atOnce', { count: passages })}</span>
          )}
        </button>
        {naming && <NameForm name={name ?? ''} onDone={() => setNaming(false)} onName={onName} />}
      </div>
      {isShown && !naming && (
        <IconButton
          label={name === null ? t('name') : t('rename')}
          icon={<Pencil />}
          className="mt-1"
          onClick={() => setNaming(true)}
        />
      )}
    </div>
  )
}

type NameFormProps = {
  name: string
  onDone: () => void
  onName: (name: string | null) => Promise<NamingOutcome>
}

function NameForm({ name, onDone, onName }: NameFormProps) {
  const t = useTranslations('history')
  const [outcome, setOutcome] = useState<NamingOutcome>('kept')
  return (
    <form
      data-own-escape=""
      className="flex flex-wrap items-center gap-2 px-4 pb-2"
      onSubmit={(event) => {
        event.preventDefault()
        const typed = new FormData(event.currentTarget).get('name')
        const name = typeof typed === 'string' ? typed.trim() : ''
        void onName(name === '' ? null : name).then((now) => (now === 'kept' ? onDone() : setOutcome(now)))
      }}
    >
      <input
        name="name"
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone()
        }}
        // Opened to be typed in.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label={t('nameLabel')}
        placeholder={t('nameLabel')}
        defaultValue={name}
        maxLength={maxVersionName}
        autoComplete="off"
        className="min-h-target min-w-0 grow rounded-md border border-line-strong bg-sheet px-2.5 text-sm"
      />
      <Button type="submit">{t('keepName')}</Button>
      {outcome !== 'kept' && (
        <p role="alert" className="w-full text-xs text-danger">
          {t(outcome)}
        </p>
      )}
    </form>
  )
}
