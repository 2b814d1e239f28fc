import { isDeepStrictEqual } from 'node:util'
import type { Node, Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { CarriedMarks } from '#collab-server/suggestion-check/carried-marks'
import { copyGone, isOfOwnHand } from '#collab-server/suggestion-check/copy-gone'
import { judgeText, onlyPendingLetters } from '#collab-server/suggestion-check/judge-text'
import { Mends } from '#collab-server/suggestion-check/mends'
import {
  attributeNames,
  attributeNow,
  isSaidBeside,
  itemOf,
  itemsOf,
  MirrorView,
  parentOf,
  type SharedType,
  typeIn,
} from '#collab-server/suggestion-check/mirror-view'
import type { OwnHand } from '#collab-server/suggestion-check/own-hand'
import { planText, type Planning } from '#collab-server/suggestion-check/plan-text'
import { areCaught, unseenLetters } from '#collab-server/suggestion-check/unseen-letters'
import { voidFormats } from '#collab-server/suggestion-check/void-formats'
import { documentField } from '#schema/document-fields'
import { containerNames, readBody, type NodeCache } from '#schema/read-nodes'
import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import {
  isBlockSuggestion,
  type BlockSuggestion,
  type SuggestionOrigin,
} from '#schema/suggestions/suggestion-values'

/** Blocks within blocks; what is deeper is not shown as what it is. */
const deepest = 50

/** Why a block that somebody takes for their own suggestion is not put back: they know that it is none. */
export const takesWhatItKnows = 'takes away what it has heard is part of the text'

/** Who suggests, and what is known of them. */
export type Suggesting = {
  readonly author: string
  readonly isOwnHand: OwnHand
  /** Of what the server says is their suggestion. */
  readonly newOrigin: () => SuggestionOrigin
  /** Whether all that others did to a block has reached them. */
  readonly hasHeard: (block: SharedType) => boolean
}

/**
 * Judges one transaction of somebody who may only suggest: each change by itself, and what it leaves behind. What
 * they may have done because they had not seen yet what others decided is to be put right.
 */
export class SuggestionJudge {
  readonly #transaction: Y.Transaction
  readonly #author: string
  readonly #hasHeard: Suggesting['hasHeard']
  readonly #schema: Schema
  readonly #view: MirrorView
  readonly #body: Y.XmlFragment
  /** Existing ones in which something changed, to be read again; and all new ones. */
  readonly #touched = new Set<Y.XmlElement>()
  readonly #made = new Set<Y.XmlElement>()
  /** Of blocks that were asked about: asked again for each attribute of each, a large one would take long. */
  readonly #pendingOnly = new Map<SharedType, boolean>()
  readonly #planning: Planning
  /** What has to be written for it to be nothing but a suggestion. */
  readonly mends = new Mends()

  constructor(transaction: Y.Transaction, suggesting: Suggesting, schema: Schema) {
    this.#transaction = transaction
    this.#author = suggesting.author
    this.#hasHeard = suggesting.hasHeard
    this.#schema = schema
    this.#view = new MirrorView(transaction)
    const carried = new CarriedMarks(transaction, this.#view, suggesting.author)
    const carries = carried.has.bind(carried)
    this.#planning = { ...suggesting, view: this.#view, schema, carries }
    this.#body = transaction.doc.getXmlFragment(documentField.body)
  }

  /** Null where nothing is wrong with it that cannot be mended. To be called before Yjs forgets what is deleted. */
  judgeChanges(): string | null {
    for (const [type, keys] of this.#transaction.changed) {
      const refusal = this.#judgeType(type, keys)
      if (refusal) return refusal
    }
    return null
  }

  #judgeLetters(text: Y.XmlText): string | null {
    this.mends.takeAway(voidFormats(text, this.#view))
    const refusal = judgeText(text, this.#view, this.#planning)
    if (refusal === null && !areCaught(unseenLetters(text, this.#view), text, this.#view)) return null
    const plan = planText(text, this.#planning)
    if (!plan) return refusal
    this.mends.addPlan(plan)
    return null
  }

  #judgeType(type: SharedType, keys: ReadonlySet<string | null>): string | null {
    if (!this.#isInBody(type)) return 'changes something beside the text'
    // Gone with what it stood in, and judged there.
    if (itemOf(type)?.deleted === true) return null
    if (type instanceof Y.XmlText) {
      const parent = parentOf(type)
      if (!(parent instanceof Y.XmlElement)) return 'writes beside the blocks'
      this.#touched.add(parent)
      if (Array.from(keys).some((key) => key !== null)) return 'says something of a text'
      return this.#judgeLetters(type)
    }
    if (type !== this.#body && !(type instanceof Y.XmlElement)) return 'changes what is no block'
    if (type instanceof Y.XmlElement) this.#touched.add(type)
    for (const key of keys) {
      const refusal = key === null ? this.#judgeChildren(type) : this.#judgeAttribute(type, key)
      if (refusal) return refusal
    }
    return null
  }

  #isInBody(type: SharedType): boolean {
    let outermost = type
    for (let outer = parentOf(type); outer; outer = parentOf(outer)) outermost = outer
    return outermost === this.#body
  }

  #judgeAttribute(type: SharedType, key: string): string | null {
    const was = this.#view.attributeBefore(type, key)
    const is = attributeNow(type, key)
    if (isDeepStrictEqual(was, is)) return null
    if (!(type instanceof Y.XmlElement) || !this.#isAttribute(type, key))
      return 'says what cannot be said of a block'
    const undo = (isHonest: boolean, refusal: string): string | null => {
      if (!isHonest) return refusal
      this.mends.setAttribute(type, key, was)
      return null
    }
    const isOwn = isOfOwnHand(type, this.#planning)
    if (key !== suggestionAttribute)
      return this.#goesWithPending(type) ? null : undo(isOwn, 'changes a block')
    const [before, after] = [this.#ownSuggestion(was), this.#ownSuggestion(is)]
    if (after === 'foreign') return "changes another's suggestion"
    // Of two who say something of a block at once, the second has not been heard.
    if (before === 'foreign') return undo(isSaidBeside(type, key, this.#view), "changes another's suggestion")
    // An undo of what made it leaves it where others have written in it.
    if (before?.kind === 'insert')
      return after?.kind === 'insert' ? null : undo(isOwn, 'makes a block of its own part of the text')
    if (after?.kind !== 'insert') return null
    const parent = parentOf(type)
    const isWithin = parent !== null && this.#goesWithPending(parent)
    return isWithin ? null : undo(isOwn, 'calls a block new that is not')
  }

  #isAttribute(type: SharedType, key: string): boolean {
    if (!(type instanceof Y.XmlElement)) return false
    const attributes = this.#schema.nodes[type.nodeName]?.spec.attrs
    return attributes !== undefined && Object.hasOwn(attributes, key)
  }

  #ownSuggestion(said: unknown): BlockSuggestion | 'foreign' | null {
    if (said === undefined || said === null) return null
    return isBlockSuggestion(said) && said.by === this.#author ? said : 'foreign'
  }

  #judgeChildren(parent: SharedType): string | null {
    const isPending = this.#goesWithPending(parent)
    for (const item of itemsOf(parent)) {
      const was = this.#view.wasThere(item)
      const is = !item.deleted
      if (was === is) continue
      if (parent === this.#body && typeIn(item) instanceof Y.XmlText) return 'writes beside the blocks'
      const refusal = is
        ? this.#judgeNewChild(typeIn(item), isPending, depthOf(parent))
        : this.#judgeGoneChild(typeIn(item), isPending)
      if (!refusal) continue
      const unlessPutBack = is ? refusal : this.#putBack(parent, item, refusal)
      if (unlessPutBack) return unlessPutBack
    }
    return null
  }

  /** What others are writing in it at that moment goes with the one it was: only of who cannot have known. */
  #putBack(parent: SharedType, item: Y.Item, refusal: string): string | null {
    const gone = typeIn(item)
    if (!(parent instanceof Y.XmlElement || parent instanceof Y.XmlFragment)) return refusal
    if (!(gone instanceof Y.XmlElement || gone instanceof Y.XmlText)) return refusal
    if (!isOfOwnHand(gone, this.#planning)) return refusal
    if (this.#hasHeard(gone)) return takesWhatItKnows
    const copy = copyGone(gone, this.#planning)
    if (copy) this.mends.putBack(parent, item, copy)
    return null
  }

  #judgeNewChild(child: unknown, isPending: boolean, depth: number): string | null {
    if (child instanceof Y.XmlText) {
      if (attributeNames(child).length > 0) return 'says something of a text'
      return this.#judgeLetters(child)
    }
    if (!(child instanceof Y.XmlElement)) return 'adds what is no block'
    if (depth > deepest) return 'is too deep'
    const said = attributeNow(child, suggestionAttribute)
    const own = this.#ownSuggestion(said)
    if (own === 'foreign') return "is another's suggestion"
    const goesAlong = isPending && containerNames.has(child.nodeName)
    if (own?.kind !== 'insert' && !goesAlong) {
      const around = parentOf(child)
      const isOwnPlace = around !== null && isOfOwnHand(around, this.#planning)
      if (own || isPending || !isOwnPlace) return 'adds a block that is not only suggested'
      // It would have gone with the one around it, which somebody has accepted.
      this.mends.setAttribute(child, suggestionAttribute, { ...this.#planning.newOrigin(), kind: 'insert' })
    }
    if (Object.hasOwn(this.#schema.nodes, child.nodeName)) {
      if (!attributeNames(child).every((key) => this.#isAttribute(child, key)))
        return 'says what cannot be said of a block'
    }
    this.#made.add(child)
    for (const item of itemsOf(child)) {
      if (item.deleted) continue
      const refusal = this.#judgeNewChild(typeIn(item), true, depth + 1)
      if (refusal) return refusal
    }
    return null
  }

  #judgeGoneChild(child: unknown, isPending: boolean): string | null {
    if (child instanceof Y.XmlText) {
      // Also an empty one: what others are about to write would go with it.
      const isOwn = isPending && onlyPendingLetters(child, this.#author, (item) => this.#view.wasThere(item))
      return isOwn ? null : 'takes a text away'
    }
    if (!(child instanceof Y.XmlElement)) return 'takes something away'
    const own = this.#ownSuggestion(this.#view.attributeBefore(child, suggestionAttribute))
    const isInserted = own !== null && own !== 'foreign' && own.kind === 'insert'
    if (own === 'foreign') return "takes another's suggestion away"
    if (!isInserted && !(isPending && containerNames.has(child.nodeName))) return 'takes a block away'
    for (const item of itemsOf(child)) {
      if (!this.#view.wasThere(item)) continue
      const refusal = this.#judgeGoneChild(typeIn(item), true)
      if (refusal) return refusal
    }
    return null
  }

  /** Whether it would go with a new block that the author suggests, because there is nothing else in that. */
  #goesWithPending(type: SharedType): boolean {
    for (let block: SharedType | null = type; block && block !== this.#body; block = parentOf(block)) {
      if (this.#isOwnNewBlock(block) && this.#holdsOnlyPending(block)) return true
    }
    return false
  }

  #isOwnNewBlock(block: SharedType): boolean {
    const said = attributeNow(block, suggestionAttribute)
    return isBlockSuggestion(said) && said.kind === 'insert' && said.by === this.#author
  }

  #holdsOnlyPending(block: SharedType): boolean {
    const known = this.#pendingOnly.get(block)
    if (known !== undefined) return known
    const holds = this.#hasOnlyPendingChildren(block)
    this.#pendingOnly.set(block, holds)
    return holds
  }

  #hasOnlyPendingChildren(block: SharedType): boolean {
    for (const item of itemsOf(block)) {
      if (item.deleted) continue
      const child = typeIn(item)
      if (child instanceof Y.XmlText) {
        if (!onlyPendingLetters(child, this.#author, ({ deleted }) => !deleted)) return false
      } else if (child instanceof Y.XmlElement) {
        if (!this.#isOwnNewBlock(child) && !containerNames.has(child.nodeName)) return false
        if (!this.#holdsOnlyPending(child)) return false
      } else return false
    }
    return true
  }

  #hasNewChild(block: Y.XmlElement): boolean {
    for (const item of itemsOf(block)) if (!item.deleted && this.#view.isNew(item)) return true
    return false
  }

  /** What was changed must still read as what it is: one wrong letter would hide the block it stands in. */
  judgeReading(): string | null {
    const cache: NodeCache = new Map()
    const read = (block: Y.XmlElement): Node | undefined => {
      const known = cache.get(block)
      return known && !Array.isArray(known) ? known : readBody([block], this.#schema, cache)[0]
    }
    // Those around one that reads as nothing are added on the way.
    for (const block of this.#touched) {
      if (itemOf(block)?.deleted === true) continue
      const node = read(block)
      if (node ? node.type.name !== block.nodeName : this.#hasNewChild(block)) return 'breaks a block'
      if (node) continue
      // Left with nothing in it, as it would be without what was suggested in it: it is missing where it stood.
      const around = parentOf(block)
      if (around instanceof Y.XmlElement) this.#touched.add(around)
    }
    for (const block of this.#made) {
      const node = read(block)
      if (node?.type.name !== block.nodeName) return 'adds a block that is none'
      const { type } = node
      const isSaid = attributeNow(block, suggestionAttribute) !== undefined
      if (isSaid && !isBlockSuggestion(node.attrs[suggestionAttribute])) return 'adds a block that is none'
      const isOutermost = parentOf(block) === this.#body
      if (isOutermost && !this.#schema.topNodeType.contentMatch.matchType(type))
        return 'adds a block where it cannot stand'
    }
    return null
  }
}

function depthOf(type: SharedType): number {
  let depth = 0
  for (let outer = parentOf(type); outer; outer = parentOf(outer)) depth++
  return depth
}
