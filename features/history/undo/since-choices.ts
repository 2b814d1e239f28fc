import type { NamedVersion } from '#features/history/history-file'
import { type Sitting, sittingOf } from '#features/history/sittings'
import type { DocumentLife } from '#protocol/document-life'

/** From where on something is undone: what came after this entry. */
export type SinceChoice = {
  readonly since: number
  readonly kind: 'sitting' | 'today' | 'shown' | 'named' | 'earlier' | 'beginning'
  /** Of a version with a name. */
  readonly name?: string
  /** Milliseconds since the epoch; null for the beginning. */
  readonly at: number | null
}

/** The browser's own lists are no good longer than this. */
const mostEarlier = 100

type Shown = {
  readonly life: Pick<DocumentLife, 'first' | 'times'>
  readonly sittings: readonly Sitting[]
  readonly named: readonly NamedVersion[]
  /** The number of the version that is looked at. */
  readonly version: number
  /** Whether a time is of today, where the reader is. */
  readonly isToday: (at: number) => boolean
}

/** What somebody may want to go back to: the nearest first, each place once. */
export function sinceChoices({ life, sittings, named, version, isToday }: Shown): SinceChoice[] {
  const { first, times } = life
  const timeOf = (number: number) => times[number - 1] ?? null
  const sitting = sittingOf(sittings, version)
  const today = times.findIndex((at) => isToday(at))
  const choices: SinceChoice[] = [
    ...(version < times.length ? [{ since: version, kind: 'shown' as const, at: timeOf(version) }] : []),
    ...(sitting ? [{ since: sitting.first - 1, kind: 'sitting' as const, at: sitting.from }] : []),
    ...(today > 0 ? [{ since: today, kind: 'today' as const, at: timeOf(today + 1) }] : []),
    ...named
      .toSorted((one, other) => other.version - one.version)
      .map((one) => ({
        since: one.version,
        kind: 'named' as const,
        name: one.name,
        at: timeOf(one.version),
      })),
    ...sittings
      .slice(0, -1)
      .slice(-mostEarlier)
      .toReversed()
      .map(({ last }) => ({ since: last, kind: 'earlier' as const, at: timeOf(last) })),
  ]
  const seen = new Set([0, times.length])
  const once = choices.filter(({ since }) => since >= first && !seen.has(since) && seen.add(since))
  return [...once, { since: 0, kind: 'beginning', at: null }]
}
