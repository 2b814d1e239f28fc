import { Fragment, type Mark, type Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'

import {
  blockSuggestion,
  isOwnBlock,
  isOwnInsertion,
  isSuggestionMark,
  ownDeletion,
  type Author,
} from '#features/editor/suggesting/tag'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { deletionName, insertionName } from '#schema/suggestions/suggestion-marks'
import { type BlockSuggestion, type SuggestionOrigin } from '#schema/suggestions/suggestion-values'

/** Why an edit cannot be a suggestion. */
export type Refusal = 'taken' | 'inexpressible'

/** Thrown within a transformation, and caught where it began. */
export class RefusedEdit extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`the edit cannot be suggested: ${refusal}`)
    this.refusal = refusal
  }
}

/**
 * A transaction that only adds suggestions to a document. Whoever fills it goes from the end of the document to
 * its beginning: all positions are those of the document before.
 */
export class SuggestedEdit {
  readonly before: Node
  readonly tr: Transaction
  readonly author: Author

  constructor(tr: Transaction, author: Author) {
    this.before = tr.doc
    this.tr = tr
    this.author = author
  }

  /** Proposes to delete what stands in lines between two places; what is one's own pending text goes at once. */
  strike(from: number, to: number, tag: SuggestionOrigin): void {
    const { by } = this.author
    const pieces: { from: number; to: number; isOwn: boolean }[] = []
    this.before.nodesBetween(from, to, (node, pos) => {
      if (!node.isInline) return true
      // A note as a whole, or, where its text is edited, the letters in it.
      const isWhole = pos >= from && pos + node.nodeSize <= to
      if (!node.isText && !isWhole) return true
      if (isOwnInsertion(node, by) || !ownDeletion(node, by)) {
        pieces.push({
          from: Math.max(from, pos),
          to: Math.min(to, pos + node.nodeSize),
          isOwn: isOwnInsertion(node, by),
        })
      }
      return false
    })
    for (const piece of pieces.toReversed()) {
      if (piece.isOwn) this.tr.delete(piece.from, piece.to)
      else this.tr.addMark(piece.from, piece.to, this.mark(deletionName, tag))
    }
  }

  /** Proposes letters and what else stands in lines. */
  addInline(at: number, content: Fragment, tag: SuggestionOrigin): void {
    if (content.size === 0) return
    const parent = this.before.resolve(at).parent
    const mark = this.mark(insertionName, tag)
    // ProseMirror would end the block and begin another for what it does not hold, as a line break in code.
    const isHeld = content.content.every(({ type }) => parent.type.contentMatch.matchType(type))
    if (!isHeld || !parent.type.allowsMarkType(mark.type)) throw new RefusedEdit('inexpressible')
    this.tr.insert(at, pendingInline(content, mark))
  }

  addBlocks(at: number, blocks: readonly Node[], tag: SuggestionOrigin, pair?: string): void {
    if (blocks.length > 0)
      this.tr.insert(at, Fragment.from(blocks.map((block) => this.pending(block, tag, pair))))
  }

  /**
   * Proposes that a block goes, with all that is in it: each letter by itself, so that what others write there
   * meanwhile stays. What is there only as one's own suggestion goes at once.
   */
  removeBlock(pos: number, tag: SuggestionOrigin, pair?: string): void {
    const node = this.#blockAt(pos)
    const $pos = this.tr.doc.resolve(pos)
    if (isOwnBlock(node, this.author.by) && $pos.parent.canReplace($pos.index(), $pos.index() + 1)) {
      this.tr.delete(pos, pos + node.nodeSize)
      return
    }
    const suggestion: BlockSuggestion = { ...tag, kind: 'delete', ...(pair === undefined ? {} : { pair }) }
    const inner: { at: number; node: Node }[] = []
    node.descendants((child, offset) => {
      if (child.isLeaf && !child.isInline) inner.push({ at: pos + 1 + offset, node: child })
      if (child.isTextblock) inner.push({ at: pos + 1 + offset, node: child })
      return !child.isTextblock
    })
    if (node.isTextblock) inner.push({ at: pos, node })
    for (const { at, node: child } of inner.toReversed()) {
      if (child.isTextblock) this.strike(at + 1, at + 1 + child.content.size, tag)
      else this.suggest(at, suggestion)
    }
    this.suggest(pos, suggestion)
  }

  /** Says something of a block as a whole. One at a time: what another says of it stands. */
  suggest(pos: number, suggestion: BlockSuggestion): void {
    const node = this.#blockAt(pos)
    const there = blockSuggestion(node)
    if (!(suggestionAttribute in node.attrs)) throw new RefusedEdit('inexpressible')
    if (there && there.by !== this.author.by) throw new RefusedEdit('taken')
    if (there?.kind === suggestion.kind && suggestion.kind !== 'change') return
    // Whoever takes a new block of theirs away in which others have written leaves it new.
    if (there?.kind === 'insert') return
    this.tr.setNodeAttribute(pos, suggestionAttribute, suggestion)
  }

  mark(name: string, attrs: Record<string, unknown>): Mark {
    return this.before.type.schema.mark(name, attrs)
  }

  /** A block with all that is in it as it stands while it is proposed. */
  pending(block: Node, tag: SuggestionOrigin, pair?: string): Node {
    const suggestion: BlockSuggestion = { ...tag, kind: 'insert', ...(pair === undefined ? {} : { pair }) }
    return this.#pendingBlock(block, suggestion, this.mark(insertionName, tag), true)
  }

  #pendingBlock(block: Node, suggestion: BlockSuggestion, mark: Mark, isOuter: boolean): Node {
    const isLine = block.inlineContent
    if (isLine && block.content.size > 0 && !block.type.allowsMarkType(mark.type)) {
      throw new RefusedEdit('inexpressible')
    }
    const content = isLine
      ? pendingInline(block.content, mark)
      : Fragment.from(block.children.map((child) => this.#pendingBlock(child, suggestion, mark, false)))
    // What is content by itself says so by itself: else it would stay when all around it goes.
    const said = isOuter || block.isLeaf ? suggestion : null
    const attrs =
      suggestionAttribute in block.attrs ? { ...block.attrs, [suggestionAttribute]: said } : block.attrs
    return block.type.create(attrs, content, block.marks)
  }

  #blockAt(pos: number): Node {
    const node = this.before.nodeAt(pos)
    if (!node || node.isInline) throw new RefusedEdit('inexpressible')
    return node
  }
}

/** What stands in a line with this mark, and without what others, or the writer before, suggested of it. */
function pendingInline(content: Fragment, mark: Mark): Fragment {
  return Fragment.from(
    content.content.map((node) => {
      const marks = mark.addToSet(node.marks.filter((other) => !isSuggestionMark(other)))
      return node.isText ? node.mark(marks) : node.copy(pendingInline(node.content, mark)).mark(marks)
    }),
  )
}
