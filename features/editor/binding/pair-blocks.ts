import type { Node } from '@tiptap/pm/model'

import { suggestionAttribute } from '#schema/suggestions/block-suggestion'
import { insertionName } from '#schema/suggestions/suggestion-marks'

/** Where a block stands before and after; null where it comes or goes. */
export type BlockPair = { readonly old: number | null; readonly now: number | null }

/** More comparisons than this are left to the differ. */
const maxComparisons = 250_000
const sameObject = 1_000_000
const sameLetters = 10_000

/**
 * Which blocks are the same ones, in order, where blocks that are suggested as new come and go. Letters cannot go
 * from one block to another and stay what they are, so blocks are known by those that are not of whoever has
 * changed something.
 * @param writer who can only have changed what they suggest; null for whoever edits
 * @returns null where that is not all, or it is too much to be compared.
 */
export function pairBlocks(
  before: readonly Node[],
  after: readonly Node[],
  writer: string | null,
): BlockPair[] | null {
  if (before.length * after.length > maxComparisons) return null
  for (const author of [...whoMayHave(before, after, writer), undefined]) {
    const pairs = pairsBy(author, before, after)
    if (pairs) return pairs
  }
  return null
}

/** As far as nobody but this person has changed anything; undefined where an editor has. */
function pairsBy(author: unknown, before: readonly Node[], after: readonly Node[]): BlockPair[] | null {
  const [olds, news] = [before, after].map((blocks) => blocks.map((node) => lookAt(node, author)))
  if (!olds || !news) return null
  const pairs = bestPairs(olds, news)
  const mayDiffer = pairs.every(({ old, now }) => {
    if (old !== null && now !== null) return true
    return (old === null ? news[now ?? 0] : olds[old])?.mayCome === true
  })
  return mayDiffer ? pairs : null
}

export function newBlockBy(node: Node): string | null {
  const { kind, id } = saidOf(node)
  return kind === 'insert' ? String(id) : null
}

function saidOf(node: Node): Readonly<Record<string, unknown>> {
  const said: unknown = node.attrs[suggestionAttribute]
  return (said ?? {}) as Record<string, unknown>
}

type Looked = {
  readonly node: Node
  readonly id: string | null
  readonly text: string
  /** What is in it but for what the writer suggests; null where an editor may have changed that too. */
  readonly rest: string | null
  /** Whether it may come, or go, as a whole. */
  readonly mayCome: boolean
}

function lookAt(node: Node, author: unknown): Looked {
  const id = newBlockBy(node)
  const isTheirs = author === undefined || saidOf(node)['by'] === author
  const rest = lettersBut(node, author)
  // Who wrote is not known where somebody edits what others suggest.
  const mayCome = id !== null && isTheirs && (author === undefined || rest === '')
  return { node, id, text: node.textContent, rest: author === undefined ? null : rest, mayCome }
}

/** Those but for whose suggestions all letters are as before. */
function whoMayHave(before: readonly Node[], after: readonly Node[], writer: string | null): unknown[] {
  const authors = new Set<unknown>(writer === null ? [] : [writer])
  for (const block of [...before, ...after]) {
    const note = (node: Node) => {
      authors.add(saidOf(node)['by'])
      authors.add(authorOf(node))
    }
    note(block)
    block.descendants(note)
  }
  authors.delete(undefined)
  return [...authors].filter((author) => allLettersBut(before, author) === allLettersBut(after, author))
}

function allLettersBut(blocks: readonly Node[], author: unknown): string {
  return blocks.map((block) => lettersBut(block, author)).join('')
}

function lettersBut(block: Node, author: unknown): string {
  let letters = ''
  block.descendants((node) => {
    const isTheirs = author !== undefined && authorOf(node) === author
    if (node.isInline && !isTheirs) letters += node.text ?? '\uFFFC'
  })
  return letters
}

function authorOf({ marks }: Node): unknown {
  return marks.find(({ type }) => type.name === insertionName)?.attrs['by']
}

/** How much speaks for two blocks being one; null where they are not. */
function likeness(old: Looked, now: Looked): number | null {
  if (old.node === now.node) return sameObject
  if (old.node.type !== now.node.type || old.id !== now.id || old.rest !== now.rest) return null
  return 1 + (old.rest ? sameLetters : 0) + commonEdges(old.text, now.text)
}

function commonEdges(one: string, other: string): number {
  const least = Math.min(one.length, other.length)
  let first = 0
  while (first < least && one[first] === other[first]) first += 1
  let last = 0
  while (last < least - first && one.at(-1 - last) === other.at(-1 - last)) last += 1
  return first + last
}

/** In order, with the most that speaks for them. */
function bestPairs(olds: readonly Looked[], news: readonly Looked[]): BlockPair[] {
  const likes = olds.map((old) => news.map((now) => likeness(old, now)))
  const best = Array.from({ length: olds.length + 1 }, () => new Float64Array(news.length + 1))
  const at = (old: number, now: number) => best[old]?.[now] ?? 0
  for (let old = olds.length - 1; old >= 0; old -= 1) {
    for (let now = news.length - 1; now >= 0; now -= 1) {
      const like = likes[old]?.[now] ?? null
      const paired = like === null ? 0 : like + at(old + 1, now + 1)
      const row = best[old]
      if (row) row[now] = Math.max(paired, at(old + 1, now), at(old, now + 1))
    }
  }
  const pairs: BlockPair[] = []
  let [old, now] = [0, 0]
  while (old < olds.length || now < news.length) {
    const like = likes[old]?.[now] ?? null
    if (like !== null && at(old, now) === like + at(old + 1, now + 1)) pairs.push({ old: old++, now: now++ })
    else if (now >= news.length || (old < olds.length && at(old, now) === at(old + 1, now)))
      pairs.push({ old: old++, now: null })
    else pairs.push({ old: null, now: now++ })
  }
  return pairs
}
