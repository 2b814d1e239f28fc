import type { Schema } from '@tiptap/pm/model'
import { uuidv4 } from 'lib0/random'
import * as Y from 'yjs'

import { CommentsThroughUndo } from '#features/editor/binding/comments-through-undo'
import { fillChanged } from '#features/editor/binding/fill-blocks'
import {
  changeFormats,
  type Formats,
  letterId,
  type Letters,
  piecesOf,
  sameValue,
  textsIn,
} from '#features/editor/binding/letter-formats'
import { inOneEdit, isLeaf, stepsOf, undoKeepingAttributes } from '#features/editor/binding/undo-manager'
import { blocksInReach, holdsOn, newBlocksIn } from '#features/editor/binding/undo-reach'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { insertionName } from '#schema/suggestions/suggestion-marks'

type Attributes = Readonly<Record<string, unknown>>
type Present = {
  readonly blocks: Set<Y.XmlElement>
  readonly letters: Letters
  /** The elements that are new blocks of this person, or within one. */
  readonly own: Set<object>
  readonly attributes: Map<object, Attributes>
}

/**
 * Undoes, or redoes, as somebody who may only suggest. Yjs takes back the formats that an edit has written, and some
 * of them close and open again what others say of the letters around; and letters that were accepted since are
 * nobody's to take back. All of it is one edit. Only the blocks that it may touch are looked at: a document has
 * thousands.
 * @param onPopped hears what was undone before anybody sees the result
 * @returns whether there was anything to undo or redo
 */
export function undoLawfully(
  manager: Y.UndoManager,
  kind: 'undo' | 'redo',
  { body, by, schema }: { readonly body: Y.XmlFragment; readonly by: string; readonly schema: Schema },
  onPopped: (item: ReturnType<Y.UndoManager['undo']>) => void,
): boolean {
  const { deleteFilter } = manager
  const before: Present = { blocks: new Set(), letters: new Map(), own: new Set(), attributes: new Map() }
  const mayGo = (item: Y.Item) => deleteFilter(item) && isOwn(item, before, by)
  let popped: ReturnType<Y.UndoManager['undo']> = null
  manager.deleteFilter = mayGo
  try {
    inOneEdit(manager, kind, (transaction) => {
      const comments = new CommentsThroughUndo()
      // Steps of which nothing is left are passed over.
      for (const step of stepsOf(manager, kind).toReversed()) {
        const reach = blocksInReach(body, step, transaction)
        lookAt(reach, before, by)
        comments.note(reach)
        if (holdsOn(step, transaction, mayGo)) break
      }
      popped = undoKeepingAttributes(manager, kind)
      onPopped(popped)
      const blocks = [...before.blocks, ...newBlocksIn(body, transaction)].filter(isThere)
      for (const text of textsIn(blocks)) restore(text, before.letters, by)
      comments.restore(body, popped, transaction)
      for (const block of elementsIn(blocks, by)) restoreBlock(block, before, by)
      fillChanged(transaction, schema, by)
    })
  } finally {
    manager.deleteFilter = deleteFilter
  }
  return popped !== null
}

/** What is neither a letter nor a block is looked at afterwards. */
function isOwn({ id, length, content }: Y.Item, before: Present, by: string): boolean {
  if (content instanceof Y.ContentType) {
    return !(content.type instanceof Y.XmlElement) || before.own.has(content.type)
  }
  if (!(content instanceof Y.ContentString)) return true
  const formats = before.letters.get(letterId(id, length - 1))
  return formats === undefined || authorOf(formats) === by
}

/** What is content by itself is new only where it says so; what stays for what others wrote in it stays whole. */
function lookAt(reach: ReadonlySet<Y.XmlElement>, before: Present, by: string): void {
  const blocks = [...reach].filter((block) => !before.blocks.has(block))
  for (const block of blocks) before.blocks.add(block)
  noteLetters(blocks, before.letters)
  for (const { element, isWithin } of elementsIn(blocks, by)) {
    const all: Attributes = element.getAttributes()
    before.attributes.set(element, all)
    const isKept = isNewBy(all, by) && holdsOthers(element, by)
    // Parents come first.
    const isPart = isWithin && !isLeaf(element) && element.parent !== null && before.own.has(element.parent)
    if ((isNewBy(all, by) && !isKept) || isPart) before.own.add(element)
  }
}

function isThere({ _item: item }: Y.XmlElement): boolean {
  return item?.deleted === false
}

function holdsOthers(parent: Y.XmlElement, by: string): boolean {
  return (parent.toArray() as unknown[]).some((child) => {
    if (child instanceof Y.XmlText)
      return [...piecesOf(child)].some(({ formats }) => authorOf(formats) !== by)
    if (!(child instanceof Y.XmlElement)) return false
    const all: Attributes = child.getAttributes()
    const isTheirs = saidOf(all)['kind'] === 'insert' ? isNewBy(all, by) : !isLeaf(child)
    return !isTheirs || holdsOthers(child, by)
  })
}

function* elementsIn(
  blocks: readonly unknown[],
  by: string,
  isWithin = false,
): Generator<{ readonly element: Y.XmlElement; readonly isWithin: boolean }> {
  for (const element of blocks) {
    if (!(element instanceof Y.XmlElement)) continue
    yield { element, isWithin }
    const all: Attributes = element.getAttributes()
    yield* elementsIn(element.toArray(), by, saidOf(all)['kind'] === 'insert' ? isNewBy(all, by) : isWithin)
  }
}

function isNewBy(attributes: Attributes, by: string): boolean {
  const said = saidOf(attributes)
  return said['kind'] === 'insert' && said['by'] === by
}

function saidOf(attributes: Attributes): Record<string, unknown> {
  return (attributes[suggestionAttribute] ?? {}) as Record<string, unknown>
}

/** What this person had suggested as new is still that, and what was somebody else's is as it was. */
function restoreBlock(
  { element, isWithin }: { element: Y.XmlElement; isWithin: boolean },
  before: Present,
  by: string,
) {
  const was = before.attributes.get(element)
  const now: Attributes = element.getAttributes()
  if (!was || isNewBy(was, by)) {
    if (isNewBy(now, by) || (!was && isWithin && !isLeaf(element))) return
    const said = was?.[suggestionAttribute] ?? { by, id: uuidv4(), at: Date.now(), kind: 'insert' }
    // Yjs keeps any JSON here; its types know strings only.
    element.setAttribute(suggestionAttribute, said as string)
    return
  }
  if (before.own.has(element)) return
  for (const name of new Set([...Object.keys(was), ...Object.keys(now)])) {
    const isTheirs =
      name === suggestionAttribute && [by, undefined].includes(saidOf(was)['by'] as string | undefined)
    if (isTheirs || sameValue(was[name], now[name])) continue
    if (was[name] === undefined) element.removeAttribute(name)
    else element.setAttribute(name, was[name] as string)
  }
}

function noteLetters(blocks: readonly unknown[], letters: Letters): void {
  for (const text of textsIn(blocks)) {
    for (const { item, formats } of piecesOf(text)) {
      for (let index = 0; index < item.length; index += 1) letters.set(letterId(item.id, index), formats)
    }
  }
}

/** Gives letters back what was said of them and is not this person's to change. */
function restore(text: Y.XmlText, before: Letters, by: string): void {
  changeFormats(text, (id, formats) => wishFor(before.get(id), formats, by))
}

function wishFor(was: Formats | undefined, now: Formats, by: string): Formats {
  if (!was || authorOf(was) === by) {
    if (authorOf(now) === by) return {}
    return { [insertionName]: was?.[insertionName] ?? { by, id: uuidv4(), at: Date.now() } }
  }
  const wish: Record<string, unknown> = {}
  for (const name of new Set([...Object.keys(was), ...Object.keys(now)])) {
    const [old, value] = [was[name], now[name]]
    if (sameValue(old, value) || isOwnWish(name, value ?? old, by)) continue
    wish[name] = old ?? null
  }
  return wish
}

/** Of whoever's letters, what one proposes of them oneself. */
function isOwnWish(name: string, value: unknown, by: string): boolean {
  return /^(deletion|formatting)--/.test(name) && (value as { by?: unknown } | null)?.by === by
}

function authorOf(formats: Formats): unknown {
  return (formats[insertionName] as { by?: unknown } | undefined)?.by
}
