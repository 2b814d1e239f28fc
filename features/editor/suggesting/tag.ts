import type { Mark, Node } from '@tiptap/pm/model'

import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { deletionName, insertionName, suggestionMarkNames } from '#schema/suggestions/suggestion-marks'
import {
  type BlockSuggestion,
  isBlockSuggestion,
  type SuggestionOrigin,
} from '#schema/suggestions/suggestion-values'

/** Who suggests, and where new ids and the time come from. */
export type Author = {
  /** As the collab server knows them. */
  readonly by: string
  readonly newId: () => string
  /** In ms since the epoch. */
  readonly now: () => number
}

/** What somebody writes at one place within this time is one suggestion. */
const sittingMs = 30 * 60_000

/** Whether a mark says that something is suggested, and nothing of how its letters look. */
export function isSuggestionMark({ type }: Mark): boolean {
  return suggestionMarkNames.includes(type.name)
}

export function tagOf({ attrs }: Mark): SuggestionOrigin {
  return { by: String(attrs['by']), id: String(attrs['id']), at: Number(attrs['at']) }
}

/** The insertion that a letter is part of. */
export function insertionOf(node: Node): SuggestionOrigin | null {
  const mark = node.marks.find(({ type }) => type.name === insertionName)
  return mark ? tagOf(mark) : null
}

export function isOwnInsertion(node: Node, by: string): boolean {
  return insertionOf(node)?.by === by
}

export function ownDeletion(node: Node, by: string): Mark | undefined {
  return node.marks.find(({ type, attrs }) => type.name === deletionName && attrs['by'] === by)
}

export function blockSuggestion(node: Node): BlockSuggestion | null {
  const value: unknown = node.attrs[suggestionAttribute]
  return isBlockSuggestion(value) ? value : null
}

/** Whether a block is there only as a suggestion of this person, with nothing of anybody else in it. */
export function isOwnBlock(node: Node, by: string): boolean {
  const suggestion = blockSuggestion(node)
  if (suggestion?.kind !== 'insert' || suggestion.by !== by) return false
  return holdsOnlyOwn(node, by)
}

export function holdsOnlyOwn(node: Node, by: string): boolean {
  return node.children.every((child) => {
    if (child.isInline) return isOwnInsertion(child, by) && holdsOnlyOwn(child, by)
    const suggestion = blockSuggestion(child)
    // What is content by itself says so by itself.
    if (child.isLeaf) return suggestion?.kind === 'insert' && suggestion.by === by
    return (suggestion?.by ?? by) === by && holdsOnlyOwn(child, by)
  })
}

/** The own suggestion beside or around a place in a line, where it goes on; else a new one. */
export function tagNear(doc: Node, places: readonly number[], author: Author): SuggestionOrigin {
  for (const place of places) {
    const $place = doc.resolve(place)
    for (const node of [$place.nodeBefore, $place.nodeAfter]) {
      const tag = node?.isInline ? ownTag(node, author) : null
      if (tag) return tag
    }
  }
  return newTag(author)
}

export function newTag(author: Author): SuggestionOrigin {
  return { by: author.by, id: author.newId(), at: author.now() }
}

function ownTag(node: Node, { by, now }: Author): SuggestionOrigin | null {
  for (const mark of node.marks) {
    if (mark.type.name !== insertionName && mark.type.name !== deletionName) continue
    const tag = tagOf(mark)
    if (tag.by === by && now() - tag.at < sittingMs) return tag
  }
  return null
}
