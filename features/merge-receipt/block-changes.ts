import type * as Y from 'yjs'

import { IdSet } from '#features/merge-receipt/letter-ids'
import { pairBlocks } from '#features/merge-receipt/pair-blocks'
import type { LetterRun, StandingBlock } from '#features/merge-receipt/standing-text'
import { wordChanges } from '#features/merge-receipt/word-changes'
import { partsInWords, piecesInWords } from '#features/merge-receipt/words-of-runs'
import { deletionName } from '#schema/suggestions/suggestion-marks'

/** What was done to a block, in the order in which it is told. */
export type Deed =
  /** The whole block came, or went, with these words. */
  | { readonly kind: 'added' | 'removed'; readonly text: string; readonly block: string }
  | { readonly kind: 'wrote' | 'deleted'; readonly text: string }
  | { readonly kind: 'replaced'; readonly text: string; readonly before: string }
  /** The same words in another kind of block. */
  | { readonly kind: 'turned'; readonly into: string; readonly level: number | null }
  | { readonly kind: 'moved' | 'ticked' | 'unticked' | 'restyled' }
  /** Cut in two, the second half beginning with these words; or joined with a block of these words. */
  | { readonly kind: 'split' | 'joined'; readonly text: string }
  | { readonly kind: 'formatted' | 'suggestedDeletion'; readonly text: string }

/** What one side did to one block. */
export type BlockChange = {
  /** As it was; null for one that came. */
  readonly before: StandingBlock | null
  /** As it is for that side; null for one that went. */
  readonly after: StandingBlock | null
  readonly deeds: readonly Deed[]
  /** Keys of the blocks, as they were before, whose words it concerns. */
  readonly touches: readonly string[]
  /** Letters that came with it. */
  readonly letters: readonly LetterRun[]
  /** A piece that came by it, and one that went: by these it is known who did it. */
  readonly came: Y.ID | null
  readonly went: Y.ID | null
}

/** What one side did between two states of a document, by block, in the order of the text. */
export function blockChanges(
  before: readonly StandingBlock[],
  after: readonly StandingBlock[],
): BlockChange[] {
  const pairs = pairBlocks(before, after)
  const lettersBefore = idsOf(before)
  const lettersAfter = idsOf(after)
  const changes: BlockChange[] = []
  for (const block of after) {
    const was = pairs.sameOf.get(block.key) ?? null
    // Most of a long text: nothing of it is looked at letter by letter.
    if (was && isUntouched(was, block)) continue
    const put = newRuns(block, lettersBefore)
    const cut = was?.key === block.key ? newRuns(was, lettersAfter) : []
    const change = {
      before: was,
      after: block,
      letters: put,
      came: put[0]?.id ?? null,
      went: cut[0]?.id ?? null,
    }
    const splitFrom = pairs.splitFrom.get(block.key)
    if (splitFrom) continue
    if (!was) {
      if (isWorthTelling(block)) changes.push(wholeChange('added', block))
      continue
    }
    const deeds: Deed[] = []
    const touches = [was.key]
    if (was.key !== block.key) {
      // Written anew elsewhere or as something else, by the letters: what is new in it is what differs.
      if (isSameShape(was, block)) deeds.push({ kind: 'moved' })
      const { put, cut } = difference(was.text, block.text)
      deeds.push(...wordDeeds(put, cut))
    }
    deeds.push(...shapeDeeds(was, block))
    if (was.key === block.key) {
      const halves = pairs.halvesOf.get(block.key) ?? []
      const joined = pairs.joinedInto.get(block.key) ?? []
      for (const half of halves) deeds.push({ kind: 'split', text: half.text })
      for (const gone of joined) {
        deeds.push({ kind: 'joined', text: gone.text })
        touches.push(gone.key)
      }
      if (joined.length + halves.length === 0) deeds.push(...changedWords(was, block))
      else {
        const came = withoutParts(partsInWords(block.runs, put), joined)
        const went = withoutParts(partsInWords(was.runs, cut), halves)
        deeds.push(...wordDeeds(came.left + went.more, went.left + came.more))
      }
      deeds.push(...formatDeeds(was, block))
    }
    if (deeds.length === 0) continue
    const isSet = deeds.every(
      ({ kind }) => kind === 'turned' || kind === 'restyled' || kind.endsWith('ticked'),
    )
    const came = isSet ? block.setBy : (change.came ?? idOf(block))
    changes.push({ ...change, came, deeds, touches })
  }
  for (const block of before) {
    const isGone = !pairs.keptKeys.has(block.key)
    if (isGone && isWorthTelling(block)) changes.push(wholeChange('removed', block))
  }
  return inOrder(changes, before)
}

function isUntouched(was: StandingBlock, block: StandingBlock): boolean {
  if (was.key !== block.key || was.text !== block.text || !isSameShape(was, block)) return false
  return (
    was.runs.length === block.runs.length &&
    was.runs.every(({ id, text, marks }, index) => {
      const run = block.runs[index]
      const isSame = run?.id.client === id.client && run.id.clock === id.clock
      return isSame && run.text === text && run.marks === marks
    })
  )
}

/** An empty line is not worth a word. */
const isWorthTelling = ({ text, names }: StandingBlock): boolean =>
  text.trim() !== '' || !textBlocks.has(names.at(-1) ?? '')

const textBlocks: ReadonlySet<string> = new Set(['paragraph', 'heading', 'codeBlock'])

const idOf = ({ path }: StandingBlock): Y.ID | null => path.at(-1) ?? null

function wholeChange(kind: 'added' | 'removed', block: StandingBlock): BlockChange {
  const deeds = [{ kind, text: block.text, block: block.names.at(-1) ?? '' }]
  const id = idOf(block)
  return kind === 'added'
    ? { before: null, after: block, deeds, touches: [], letters: block.runs, came: id, went: null }
    : { before: block, after: null, deeds, touches: [block.key], letters: [], came: null, went: id }
}

const shapeOf = ({ names }: StandingBlock): string => names.join('>')
const isSameShape = (one: StandingBlock, other: StandingBlock): boolean =>
  shapeOf(one) === shapeOf(other) && one.attributes === other.attributes

function shapeDeeds(was: StandingBlock, block: StandingBlock): Deed[] {
  if (isSameShape(was, block)) return []
  if (was.checked !== null && block.checked !== null && was.checked !== block.checked)
    return [{ kind: block.checked ? 'ticked' : 'unticked' }]
  if (shapeOf(was) === shapeOf(block) && was.level === block.level) return [{ kind: 'restyled' }]
  const kind = block.names.at(-1) ?? ''
  const around = block.names.at(-2)
  const into = kind === 'paragraph' && around !== undefined ? around : kind
  return [{ kind: 'turned', into, level: block.level }]
}

function formatDeeds(was: StandingBlock, block: StandingBlock): Deed[] {
  const marksBefore = new Map<string, string>()
  for (const { id, text, marks } of was.runs)
    for (let at = 0; at < text.length; at += 1) marksBefore.set(`${id.client}-${id.clock + at}`, marks)
  let [formatted, struck] = ['', '']
  for (const { id, text, marks } of block.runs) {
    for (let at = 0; at < text.length; at += 1) {
      const before = marksBefore.get(`${id.client}-${id.clock + at}`)
      if (before === undefined || before === marks) continue
      if (isStruck(marks) && !isStruck(before)) struck += text[at]
      else formatted += text[at]
    }
  }
  return [
    ...(formatted === '' ? [] : [{ kind: 'formatted' as const, text: formatted }]),
    ...(struck === '' ? [] : [{ kind: 'suggestedDeletion' as const, text: struck }]),
  ]
}

const isStruck = (marks: string): boolean => marks.split('\n').some((mark) => mark.startsWith(deletionName))

function changedWords(was: StandingBlock, block: StandingBlock): Deed[] {
  const deeds = wordChanges(was.runs, block.runs).flatMap(({ put, cut }) => wordDeeds(put, cut))
  const replaced = deeds.filter(({ kind }) => kind === 'replaced')
  const textsOf = (wanted: Deed['kind']) =>
    piecesInWords(deeds.flatMap((deed) => (deed.kind === wanted && 'text' in deed ? deed.text : [])))
  return [...replaced, ...wordDeeds(textsOf('wrote'), ''), ...wordDeeds('', textsOf('deleted'))]
}

const isSaying = (text: string): boolean => text.trim() !== ''

function wordDeeds(put: string, cut: string): Deed[] {
  if (isSaying(put) && isSaying(cut)) return [{ kind: 'replaced', text: put, before: cut }]
  if (isSaying(put)) return [{ kind: 'wrote', text: put }]
  return isSaying(cut) ? [{ kind: 'deleted', text: cut }] : []
}

/** What is left of a text when what is also in some blocks is taken from it, and what they have more than it. */
function withoutParts(text: string, blocks: readonly StandingBlock[]): { left: string; more: string } {
  let [left, more] = [text, '']
  for (const part of blocks) {
    if (left.includes(part.text)) left = left.replace(part.text, '')
    else if (left !== '' && part.text.includes(left)) [more, left] = [more + part.text.replace(left, ''), '']
  }
  return { left, more }
}

function difference(before: string, after: string): { put: string; cut: string } {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start += 1
  let end = 0
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  return { put: after.slice(start, after.length - end), cut: before.slice(start, before.length - end) }
}

const idsOf = (blocks: readonly StandingBlock[]): IdSet =>
  new IdSet(
    blocks.flatMap(({ runs }) => runs.map(({ id, text }) => ({ ...idParts(id), length: text.length }))),
  )

const idParts = ({ client, clock }: Y.ID) => ({ client, clock })

/** What of a block is not among known letters. */
function newRuns({ runs }: StandingBlock, known: IdSet): LetterRun[] {
  const found: LetterRun[] = []
  for (const { id, text, marks } of runs) {
    for (let from = 0; from < text.length;) {
      const isKnown = known.has({ client: id.client, clock: id.clock + from })
      let to = from + 1
      while (to < text.length && known.has({ client: id.client, clock: id.clock + to }) === isKnown) to += 1
      if (!isKnown)
        found.push({ id: { client: id.client, clock: id.clock + from }, text: text.slice(from, to), marks })
      from = to
    }
  }
  return found
}

/** By where they stand, or stood. */
function inOrder(changes: readonly BlockChange[], before: readonly StandingBlock[]): BlockChange[] {
  const removed = changes.filter(({ after }) => after === null)
  const ordered = changes.filter(({ after }) => after !== null)
  const placeBefore = new Map(before.map(({ key }, index) => [key, index]))
  for (const change of removed) {
    const place = placeBefore.get(change.before?.key ?? '') ?? 0
    const at = ordered.findIndex(
      ({ before }) => before !== null && (placeBefore.get(before.key) ?? 0) > place,
    )
    ordered.splice(at < 0 ? ordered.length : at, 0, change)
  }
  return ordered
}
