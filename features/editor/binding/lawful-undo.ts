import { uuidv4 } from 'lib0/random'
import * as Y from 'yjs'

import { itemsOf } from '#features/editor/binding/shared-items'
import { undoKeepingAttributes } from '#features/editor/binding/undo-manager'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { insertionName } from '#schema/suggestions/suggestion-marks'

/** The formats of each letter of a body, by the identity of the letter. Those that stand together share one. */
type Letters = ReadonlyMap<string, Formats>
type Formats = Readonly<Record<string, unknown>>
type Present = { readonly letters: Letters; readonly own: ReadonlySet<object> }

/**
 * Undoes, or redoes, as somebody who may only suggest. Yjs takes back the formats that an edit has written, and some
 * of them close and open again what others say of the letters around; and letters that were accepted since are
 * nobody's to take back. All of it is one edit.
 * @param onPopped hears what was undone before anybody sees the result
 * @returns whether there was anything to undo or redo
 */
export function undoLawfully(
  manager: Y.UndoManager,
  kind: 'undo' | 'redo',
  { body, by }: { readonly body: Y.XmlFragment; readonly by: string },
  onPopped: (item: ReturnType<Y.UndoManager['undo']>) => void,
): boolean {
  const { deleteFilter } = manager
  const isGoingOn = kind === 'undo' ? 'undoing' : 'redoing'
  const before = lookAt(body, by)
  let popped: ReturnType<Y.UndoManager['undo']> = null
  manager.deleteFilter = (item) => deleteFilter(item) && isOwn(item, before, by)
  try {
    body.doc?.transact(() => {
      popped = undoKeepingAttributes(manager, kind)
      onPopped(popped)
      // It looks at this once all is done.
      manager[isGoingOn] = true
      for (const text of textsIn(body)) restore(text, before.letters, by)
    }, manager)
  } finally {
    manager.deleteFilter = deleteFilter
    manager[isGoingOn] = false
  }
  return popped !== null
}

/** What is neither a letter nor a block is looked at afterwards. */
function isOwn({ id, length, content }: Y.Item, before: Present, by: string): boolean {
  if (content instanceof Y.ContentType) {
    return !(content.type instanceof Y.XmlElement) || before.own.has(content.type)
  }
  if (!(content instanceof Y.ContentString)) return true
  const formats = before.letters.get(idOf(id, length - 1))
  return formats === undefined || authorOf(formats) === by
}

/** Also the elements that are this person's new blocks, or within one. */
function lookAt(body: Y.XmlFragment, by: string): Present {
  const own = new Set<object>()
  const visit = (parent: Y.XmlFragment | Y.XmlElement, isWithin: boolean) => {
    for (const child of parent.toArray() as unknown[]) {
      if (!(child instanceof Y.XmlElement)) continue
      const attributes: Record<string, unknown> = child.getAttributes()
      const said = (attributes[suggestionAttribute] ?? {}) as Record<string, unknown>
      const isTheirs = said['kind'] === 'insert' ? said['by'] === by : isWithin
      if (isTheirs) own.add(child)
      visit(child, isTheirs)
    }
  }
  visit(body, false)
  return { letters: lettersIn(body), own }
}

function lettersIn(body: Y.XmlFragment): Letters {
  const letters = new Map<string, Formats>()
  for (const text of textsIn(body)) {
    for (const { item, formats } of piecesOf(text)) {
      for (let index = 0; index < item.length; index += 1) letters.set(idOf(item.id, index), formats)
    }
  }
  return letters
}

function* textsIn(parent: Y.XmlFragment | Y.XmlElement): Generator<Y.XmlText> {
  for (const child of parent.toArray() as unknown[]) {
    if (child instanceof Y.XmlText) yield child
    else if (child instanceof Y.XmlElement) yield* textsIn(child)
  }
}

function* piecesOf(text: Y.XmlText): Generator<{ readonly item: Y.Item; readonly formats: Formats }> {
  let formats: Record<string, unknown> = {}
  for (const item of itemsOf(text)) {
    const { content } = item
    if (item.deleted) continue
    if (content instanceof Y.ContentFormat) {
      const { [content.key]: _, ...others } = formats
      formats = content.value === null ? others : { ...others, [content.key]: content.value as unknown }
    } else if (content instanceof Y.ContentString) yield { item, formats }
  }
}

/** Gives letters back what was said of them and is not this person's to change. */
function restore(text: Y.XmlText, before: Letters, by: string): void {
  const wishes: { at: number; length: number; formats: Formats }[] = []
  let at = 0
  for (const { item, formats } of piecesOf(text)) {
    for (let index = 0; index < item.length; index += 1) {
      const wish = wishFor(before.get(idOf(item.id, index)), formats, by)
      const last = wishes.at(-1)
      const isOn = last && last.at + last.length === at + index && sameValue(last.formats, wish)
      if (isOn) last.length += 1
      else if (Object.keys(wish).length > 0) wishes.push({ at: at + index, length: 1, formats: wish })
    }
    at += item.length
  }
  for (const { at: from, length, formats } of wishes) text.format(from, length, formats)
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

function sameValue(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

function idOf({ client, clock }: Y.ID, offset: number): string {
  return `${client}:${clock + offset}`
}
