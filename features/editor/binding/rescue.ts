import * as Y from 'yjs'

import { commentsIn } from '#features/editor/binding/comment-formats'
import { type Formats, withFormat } from '#features/editor/binding/letter-formats'
import { namedDeletions } from '#features/editor/binding/named-deletions'
import { itemsOf } from '#features/editor/binding/shared-items'
import { insertionName } from '#schema/suggestions/suggestion-marks'

/** Own text that went down with its block, and where the block's text is now. */
export type Rescue = {
  readonly text: Y.XmlText
  /** Runs of own text with their offsets in `text`, first one first. */
  readonly runs: readonly Run[]
  /** Where in `text` the author's caret belongs once all is back; null where it was not in what went down. */
  readonly caret: number | null
}

/** `comments`: those that the letters had. */
type Run = { readonly offset: number; readonly text: string; readonly comments: Formats }

/** A caret in a text block, by how many letters are before it. */
export type CaretInBlock = { readonly block: Y.XmlElement; readonly letters: number }

/** Own letters that are to come back, and where the caret was among all of the text's. */
type Missing = Pick<Rescue, 'runs' | 'caret'>

/** All letters that a deleted text showed. */
type LostText = { readonly letters: readonly Letter[]; readonly caret: number | null }

type Letter = {
  readonly letter: string
  readonly client: number
  readonly clock: number
  /**
   * Only proposed, it must not come back as text. What somebody who only suggests has that is no suggestion was
   * decided about: it comes back only where whoever wrote the line anew had not seen it.
   */
  readonly staysAway: boolean
  readonly comments: Formats
}
type Arrival = { readonly text: Y.XmlText; readonly offset: number; letters: string }

/**
 * Turning a paragraph into a heading or a list item, or joining it to another, deletes the shared block
 * and writes its text anew. Whoever did that has not seen what was typed here at that moment, so it would
 * be gone. Its author, and nobody else, finds it and puts it back: the new text is the old one without
 * the author's last letters, and order in time tells which these are.
 */
export function findLostText(
  events: readonly Y.YEvent<Y.XmlFragment>[],
  transaction: Y.Transaction,
  own: { readonly onlySuggests: boolean; readonly caret: CaretInBlock | null },
): Rescue[] {
  const deleted = deletedTexts(transaction, own)
  if (deleted.length === 0) return []
  const { lost, arrivals } = withoutWhole(deleted, events.flatMap(arrivedTexts))
  const rescues: Rescue[] = []
  for (const text of lost) {
    let best: { readonly arrival: Arrival; readonly missing: Missing } | null = null
    for (const arrival of arrivals) {
      // Of those that could be it, the one that lacks least: "line 7" is part of "line 70" too.
      if (best && arrival.letters.length <= best.arrival.letters.length) continue
      if (arrival.letters === '' && wasSeen(text.letters, transaction)) continue
      const missing = missingIn(text, arrival, transaction.doc.clientID)
      if (missing) best = { arrival, missing }
    }
    if (!best) continue
    rescues.push({ text: best.arrival.text, ...best.missing })
    arrivals.delete(best.arrival)
  }
  return rescues
}

/** What came again letter by letter has lost nothing, and is nothing that other text could belong to. */
function withoutWhole(
  deleted: readonly LostText[],
  arrived: readonly Arrival[],
): { lost: LostText[]; arrivals: Set<Arrival> } {
  const arrivals = new Set(arrived)
  const byText = new Map<string, Arrival[]>()
  for (const arrival of arrived.toReversed()) {
    const same = byText.get(arrival.letters)
    if (same) same.push(arrival)
    else byText.set(arrival.letters, [arrival])
  }
  const lost = deleted.filter(({ letters }) => {
    const whole = byText.get(letters.map(({ letter }) => letter).join(''))?.pop()
    if (whole) arrivals.delete(whole)
    return !whole
  })
  return { lost, arrivals }
}

/**
 * Whether the deleter knew of letters in this text. An empty text is then not it but stands for nothing, as
 * after deleting all: what is put back there would be back against the deleter's will.
 */
function wasSeen(letters: readonly Letter[], transaction: Y.Transaction): boolean {
  const named = namedDeletions(transaction)
  if (!named) return false
  return letters.some(({ client, clock }) => Y.isDeleted(named, Y.createID(client, clock)))
}

/** The own letters that the arrived text lacks; null if it is another text, or lacks none of them. */
function missingIn({ letters, caret }: LostText, arrival: Arrival, self: number): Missing | null {
  const own = letters.filter(({ client }) => client === self).toSorted((a, b) => a.clock - b.clock)
  const missing = letters.length - arrival.letters.length
  for (let count = Math.min(own.length, missing); count > 0; count -= 1) {
    const firstMissing = own[own.length - count]?.clock ?? 0
    const isMissing = ({ client, clock }: Letter) => client === self && clock >= firstMissing
    const kept = alignWith(letters, arrival.letters, isMissing, self)
    if (kept) return comingBack(letters, caret, isMissing, kept, arrival.offset)
  }
  return null
}

/**
 * Which letters are in the arrived text, when the own ones in question are not. Letters of third people
 * may lack too, since they put theirs back themselves, but again only everybody's last ones.
 */
function alignWith(
  letters: readonly Letter[],
  arrived: string,
  isMissing: (letter: Letter) => boolean,
  self: number,
): Set<Letter> | null {
  const kept = new Set<Letter>()
  const firstSkipped = new Map<number, number>()
  for (const letter of letters) {
    if (isMissing(letter)) continue
    if (letter.letter === arrived[kept.size]) kept.add(letter)
    else if (letter.client === self) return null
    else {
      const { client, clock } = letter
      firstSkipped.set(client, Math.min(clock, firstSkipped.get(client) ?? clock))
    }
  }
  if (kept.size < arrived.length) return null
  for (const { client, clock } of kept) if (clock > (firstSkipped.get(client) ?? clock)) return null
  return kept
}

/** Call in a transaction of one's own. `formats`: of what comes back. */
export function putBack({ text, runs }: Rescue, formats: Readonly<Record<string, unknown>> = {}): void {
  for (const { offset, text: letters, comments } of runs)
    text.insert(offset, letters, { ...comments, ...formats })
}

/** The letters that were shown until now of each text that was deleted with its block. */
function deletedTexts(
  transaction: Y.Transaction,
  { onlySuggests, caret }: { readonly onlySuggests: boolean; readonly caret: CaretInBlock | null },
): LostText[] {
  const named = onlySuggests ? namedDeletions(transaction) : undefined
  const texts: LostText[] = []
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentType)) return
    const { type } = struct.content
    if (!(type instanceof Y.XmlText)) return
    const letters: Letter[] = []
    let isSuggested = false
    let comments: Formats = {}
    for (const item of itemsOf(type)) {
      if (!Y.isDeleted(transaction.deleteSet, item.id)) continue
      if (item.content instanceof Y.ContentFormat) {
        if (item.content.key === insertionName) isSuggested = (item.content.value as unknown) !== null
        // Whoever only suggests may not write them.
        else if (!onlySuggests) comments = commentsIn(withFormat(comments, item.content))
      }
      if (!(item.content instanceof Y.ContentString)) continue
      const { client, clock } = item.id
      for (let index = 0; index < item.content.str.length; index += 1) {
        const id = Y.createID(client, clock + index)
        const staysAway = isSuggested || (named !== undefined && Y.isDeleted(named, id))
        letters.push({ letter: item.content.str[index] ?? '', client, clock: id.clock, staysAway, comments })
      }
    }
    if (letters.every(({ client }) => client !== transaction.doc.clientID)) return
    texts.push({ letters, caret: caret && type.parent === caret.block ? caret.letters : null })
  })
  return texts
}

/** Texts that came with this change: of new blocks, and runs written into blocks that were there. */
function arrivedTexts(event: Y.YEvent<Y.XmlFragment>): Arrival[] {
  const target: unknown = event.target
  if (target instanceof Y.XmlText) {
    const arrivals: Arrival[] = []
    let offset = 0
    for (const { insert, retain } of event.delta) {
      const letters = typeof insert === 'string' ? insert : ''
      const last = arrivals.at(-1)
      // A change of looks within a text makes it no other text.
      const isOn = last && last.offset + last.letters.length === offset
      if (isOn) last.letters += letters
      else if (letters !== '') arrivals.push({ text: target, offset, letters })
      offset += letters.length + (retain ?? 0)
    }
    return arrivals
  }
  return [...event.changes.added].flatMap(({ content, deleted }) =>
    !deleted && content instanceof Y.ContentType ? textsIn(content.type) : [],
  )
}

function textsIn(type: object): Arrival[] {
  if (type instanceof Y.XmlText) {
    const pieces = type.toDelta() as { insert: unknown }[]
    const letters = pieces.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
    return [{ text: type, offset: 0, letters }]
  }
  const children: unknown[] = type instanceof Y.XmlElement ? type.toArray() : []
  return children.flatMap((child) => (typeof child === 'object' && child !== null ? textsIn(child) : []))
}

function comingBack(
  letters: readonly Letter[],
  caretAmong: number | null,
  isMissing: (letter: Letter) => boolean,
  kept: ReadonlySet<Letter>,
  start: number,
): Missing {
  const runs: { offset: number; text: string; comments: Formats }[] = []
  let caret: number | null = null
  let offset = start
  let isOpen = false
  letters.forEach((letter, index) => {
    if (index === caretAmong) caret = offset
    const last = runs.at(-1)
    const isBack = isMissing(letter) && !letter.staysAway
    if (!isBack) isOpen = isOpen && !kept.has(letter)
    else if (isOpen && last && last.comments === letter.comments) last.text += letter.letter
    else {
      runs.push({ offset, text: letter.letter, comments: letter.comments })
      isOpen = true
    }
    if (isBack || kept.has(letter)) offset += 1
  })
  return { runs, caret: caretAmong === letters.length ? offset : caret }
}
