import type { LetterRun } from '#features/merge-receipt/standing-text'

/** What came at one place of a text, and what went there. */
export type WordChange = { readonly put: string; readonly cut: string }

type Letter = { readonly key: string; readonly letter: string }
/** A change, and what stayed behind it. */
type Hunk = { put: string; cut: string; kept: string }

/** Typing over a word often keeps some of its letters, and writing before a space takes that one for one's own. */
const shortSpace = /^\s{1,3}$/
const shortPart = /^\S{1,3}$/

/** What differs between two states of one text, place by place, in whole words where one took the place of another. */
export function wordChanges(before: readonly LetterRun[], after: readonly LetterRun[]): WordChange[] {
  const { start, hunks } = hunksOf(lettersOf(before), lettersOf(after))
  const merged: Hunk[] = []
  for (const hunk of hunks) {
    const last = merged.at(-1)
    if (last && belongTogether(last, hunk)) {
      last.put += last.kept + hunk.put
      last.cut += last.kept + hunk.cut
      last.kept = hunk.kept
    } else merged.push({ ...hunk })
  }
  return merged.map(({ put, cut, kept }, index) => {
    if (put.trim() === '' || cut.trim() === '') return { put, cut }
    const left = /\S*$/.exec(merged[index - 1]?.kept ?? start)?.[0] ?? ''
    const right = /^\S*/.exec(kept)?.[0] ?? ''
    const isWithin = !/^\s/.test(put) && !/^\s/.test(cut)
    const [head, tail] = [isWithin ? left : '', /\s$/.test(put) || /\s$/.test(cut) ? '' : right]
    return { put: head + put + tail, cut: head + cut + tail }
  })
}

const isSaying = (text: string): boolean => text.trim() !== ''

function belongTogether(one: Hunk, other: Hunk): boolean {
  if (shortSpace.test(one.kept)) return true
  return shortPart.test(one.kept) && isSaying(one.put + other.put) && isSaying(one.cut + other.cut)
}

function lettersOf(runs: readonly LetterRun[]): Letter[] {
  return runs.flatMap(({ id, text }) =>
    Array.from({ length: text.length }, (_, at) => ({
      key: `${id.client}-${id.clock + at}`,
      letter: text[at] ?? '',
    })),
  )
}

/** Letters that are in both keep their order: shared text never moves them. */
function hunksOf(before: readonly Letter[], after: readonly Letter[]): { start: string; hunks: Hunk[] } {
  const keysBefore = new Set(before.map(({ key }) => key))
  const keysAfter = new Set(after.map(({ key }) => key))
  let [old, now, start] = [0, 0, '']
  const hunks: Hunk[] = []
  while (old < before.length || now < after.length) {
    const hunk = { put: '', cut: '', kept: '' }
    for (; now < after.length && !keysBefore.has(after[now]?.key ?? ''); now += 1)
      hunk.put += after[now]?.letter
    for (; old < before.length && !keysAfter.has(before[old]?.key ?? ''); old += 1)
      hunk.cut += before[old]?.letter
    for (; now < after.length && after[now]?.key === before[old]?.key; now += 1, old += 1)
      hunk.kept += after[now]?.letter
    if (hunk.put + hunk.cut !== '') hunks.push(hunk)
    else if (hunk.kept !== '') start = hunk.kept
    else throw new RangeError('letters of a text have changed places')
  }
  return { start, hunks }
}
