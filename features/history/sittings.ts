import { lifeKinds, type DocumentLife } from '#protocol/document-life'

type Beginning = 'seed' | 'copy' | 'import' | 'before'

/** Versions that belong together: what was written without a long rest, on one day. */
export type Sitting = {
  /** Numbers of the first and the last entry. */
  readonly first: number
  readonly last: number
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  /** Who wrote, by their places in the life, the busiest first. */
  readonly people: readonly number[]
  readonly edits: number
  /** How the document began, where this is its beginning. */
  readonly beginning: Beginning | null
}

export type Day = { readonly at: number; readonly sittings: readonly Sitting[] }

const restMs = 30 * 60_000
/** Nobody finds anything in a longer one. */
const longestMs = 2 * 60 * 60_000

/**
 * The mark of a comment is nobody's writing: it goes with the sitting before it, as it leaves the text what it was.
 * @param isSameDay of two times, where the reader is
 */
export function sittingsOf(
  { first, times, writers, kinds }: Pick<DocumentLife, 'first' | 'times' | 'writers' | 'kinds'>,
  isSameDay: (one: number, other: number) => boolean,
): Sitting[] {
  const sittings: Sitting[] = []
  for (let start = first - 1; start < times.length;) {
    const from = times[start] as number
    const kind = writtenAs(kinds[start])
    const edits = new Map<number, number>()
    let to = from
    let end = start
    for (; end < times.length; end++) {
      if (kinds[end] === comment) continue
      const at = times[end] as number
      if (at - to > restMs || at - from > longestMs || writtenAs(kinds[end]) !== kind) break
      // Asked once an hour of writing at most: it takes the calendar of some zone.
      if (at !== from && mayBeAnotherDay(to, at) && !isSameDay(from, at)) break
      to = at
      const writer = writers[end] as number
      edits.set(writer, (edits.get(writer) ?? 0) + 1)
    }
    const busiest = [...edits].toSorted(([, one], [, other]) => other - one)
    sittings.push({
      first: start + 1,
      last: end,
      from,
      to,
      people: busiest.map(([writer]) => writer),
      edits: busiest.reduce((sum, [, count]) => sum + count, 0),
      beginning: kind === 'written' ? null : kind,
    })
    start = end
  }
  return sittings
}

const comment = lifeKinds.indexOf('comment')

function writtenAs(place: number | undefined): 'written' | Beginning {
  const kind = lifeKinds[place ?? 0]
  return kind === undefined || kind === 'comment' ? 'written' : kind
}

/** Days begin at a full quarter of an hour everywhere. */
const quarterMs = 15 * 60_000
const mayBeAnotherDay = (before: number, after: number): boolean =>
  Math.floor(before / quarterMs) !== Math.floor(after / quarterMs)

/** The newest first, in days and in each of them. */
export function daysOf(
  sittings: readonly Sitting[],
  isSameDay: (one: number, other: number) => boolean,
): Day[] {
  const days: { at: number; sittings: Sitting[] }[] = []
  for (const sitting of sittings.toReversed()) {
    const day = days.at(-1)
    if (day && isSameDay(day.at, sitting.from)) day.sittings.push(sitting)
    else days.push({ at: sitting.from, sittings: [sitting] })
  }
  return days
}

/** The sitting in which a version came about. */
export function sittingOf(sittings: readonly Sitting[], version: number): Sitting | undefined {
  return sittings.find(({ last }) => last >= version) ?? sittings.at(-1)
}

/** Whether two times are on one day, where the reader is. */
export function sameDayIn(timeZone?: string): (one: number, other: number) => boolean {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'short', ...(timeZone ? { timeZone } : {}) })
  return (one, other) => format.format(one) === format.format(other)
}
