import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Mapping } from '@tiptap/pm/transform'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'

import { type FindQuery, noQuery, queryPattern } from '#features/editor/find/find-query'
import type { PatternSearch } from '#features/editor/find/pattern-search'
import { type TextMatch, textMatches } from '#features/editor/find/text-matches'
import { positionLetters } from '#schema/position-letters'

export type Hit = { readonly from: number; readonly to: number; readonly match: TextMatch }

export type FindState = {
  readonly query: FindQuery
  readonly hits: readonly Hit[]
  /** Index of the one that is shown; -1 where there is none. */
  readonly current: number
  readonly problem: 'invalid' | 'slow' | null
  /** A pattern is being looked for. */
  readonly isSearching: boolean
}

type Found = Pick<FindState, 'hits' | 'current'>

type Kept = FindState & {
  /** By block: what did not change is not searched again, whoever types elsewhere. */
  readonly known: WeakMap<Node, readonly TextMatch[]>
  /** From the document that a running search reads to this one. */
  readonly since: Mapping | null
  readonly shown: DecorationSet
}

type Change =
  | { readonly query: FindQuery }
  | { readonly current: number }
  | { readonly ask: true }
  | { readonly found: readonly Hit[] | 'slow' }

export const findKey = new PluginKey<Kept>('find')

/** More than these around the current one are not coloured; they count, and are replaced, all the same. */
const maxShown = 1_500
/** Somebody else's typing does not start a search for each key. */
const searchAgainAfterMs = 250

export function findState(state: EditorState): FindState | null {
  return findKey.getState(state) ?? null
}

export function changeFind(tr: Transaction, change: Change): Transaction {
  return tr.setMeta(findKey, change).setMeta('addToHistory', false)
}

/**
 * Finds text and follows it: hits are moved by every step, others' too, and blocks that change are searched
 * again. Plain text is found at once; a person's own pattern by a worker that can be ended.
 * @param onFound told what is found whenever that changes, for what shows some of the text elsewhere
 */
export function findPlugin(
  patterns: PatternSearch,
  onFound: (found: Found) => void = () => {},
): Plugin<Kept> {
  return new Plugin<Kept>({
    key: findKey,
    state: {
      init: () => ({ ...nothing(noQuery), known: new WeakMap(), since: null, shown: DecorationSet.empty }),
      apply: (tr, before, _old, { doc, selection }) => {
        const change = tr.getMeta(findKey) as Change | undefined
        if (!change && !tr.docChanged) return before
        const after = applied(tr, change, before, doc, selection.from)
        const { shown } = before
        const isSame = after.hits === before.hits && after.current === before.current
        return isSame ? { ...after, shown } : { ...after, shown: decorations(doc, after) }
      },
    },
    props: { decorations: (state) => findKey.getState(state)?.shown },
    view(view) {
      const runs = new PatternRuns(view, patterns)
      return {
        update(updated, before) {
          runs.update(updated, before)
          const [now, then] = [findState(updated.state) ?? nothing(noQuery), findState(before)]
          if (now.hits !== then?.hits || now.current !== then.current) onFound(now)
        },
        destroy() {
          runs.destroy()
          onFound(nothing(noQuery))
        },
      }
    },
  })
}

function applied(tr: Transaction, change: Change | undefined, before: Kept, doc: Node, caret: number): Kept {
  if (change && 'query' in change) {
    const pattern = queryPattern(change.query)
    const known = new WeakMap<Node, readonly TextMatch[]>()
    const base = { ...before, ...nothing(change.query), known, since: null }
    if (pattern === 'invalid') return { ...base, problem: 'invalid' }
    if (!pattern || change.query.isPattern) return { ...base, isSearching: pattern !== null }
    const hits = scan(doc, pattern, known)
    return { ...base, hits, current: firstFrom(hits, caret) }
  }
  if (change && 'current' in change) return { ...before, current: change.current }
  if (change && 'ask' in change) return { ...before, since: new Mapping(), isSearching: true }
  if (change && 'found' in change) {
    const ended = { ...before, isSearching: false, since: null }
    if (change.found === 'slow') return { ...ended, hits: [], current: -1, problem: 'slow' }
    const hits = before.since ? moved(change.found, before.since) : change.found
    return { ...ended, hits, current: keptCurrent(before, hits, caret), problem: null }
  }
  const since = before.since && new Mapping([...before.since.maps, ...tr.mapping.maps])
  const mapped = moved(before.hits, tr.mapping)
  const pattern = queryPattern(before.query)
  const isPlain = pattern instanceof RegExp && !before.query.isPattern
  const hits = isPlain ? scan(doc, pattern, before.known) : mapped
  const at = before.hits[before.current]
  const start = at ? tr.mapping.map(at.from, 1) : caret
  const exact = hits.findIndex(({ from }) => from === start)
  return { ...before, since, hits, current: exact < 0 ? firstFrom(hits, start) : exact }
}

function nothing(query: FindQuery): FindState {
  return { query, hits: [], current: -1, problem: null, isSearching: false }
}

/** The text of a block with one letter for each position. */
export function blockText(block: Node): string {
  return positionLetters(block, ({ type }) => (type.name === 'hardBreak' ? '\n' : '\uFFFC'))
}

export function textBlocks(doc: Node): { node: Node; start: number }[] {
  const blocks: { node: Node; start: number }[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) blocks.push({ node, start: pos + 1 })
    return !node.isTextblock
  })
  return blocks
}

export function hitsAt(start: number, matches: readonly TextMatch[]): Hit[] {
  return matches.map((match) => ({
    from: start + match.index,
    to: start + match.index + match.text.length,
    match,
  }))
}

function scan(doc: Node, pattern: RegExp, known: Kept['known']): Hit[] {
  return textBlocks(doc).flatMap(({ node, start }) => {
    const matches = known.get(node) ?? textMatches(blockText(node), pattern)
    known.set(node, matches)
    return matches.length === 0 ? [] : hitsAt(start, matches)
  })
}

function moved(hits: readonly Hit[], mapping: Mapping): Hit[] {
  return hits.flatMap(({ from, to, match }) => {
    const [start, end] = [mapping.map(from, 1), mapping.map(to, -1)]
    return end - start === to - from ? [{ from: start, to: end, match }] : []
  })
}

/** The first at or after a place, else the first of all. */
function firstFrom(hits: readonly Hit[], place: number): number {
  const next = hits.findIndex(({ from }) => from >= place)
  return next < 0 ? Math.min(0, hits.length - 1) : next
}

function keptCurrent({ hits, current }: FindState, now: readonly Hit[], caret: number): number {
  return firstFrom(now, hits[current]?.from ?? caret)
}

function decorations(doc: Node, { hits, current }: FindState): DecorationSet {
  const first = Math.max(0, current - maxShown / 2)
  const shown = hits.slice(first, first + maxShown).map(({ from, to }, index) => {
    const isCurrent = first + index === current
    return Decoration.inline(from, to, { class: isCurrent ? 'find-hit find-current' : 'find-hit' })
  })
  return DecorationSet.create(doc, shown)
}

/** Sends patterns to the worker: for each new query at once, after changes of the text a moment later. */
class PatternRuns {
  readonly #view: EditorView
  readonly #patterns: PatternSearch
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView, patterns: PatternSearch) {
    this.#view = view
    this.#patterns = patterns
  }

  update(view: EditorView, before: EditorState): void {
    const query = findState(view.state)?.query
    if (query !== findState(before)?.query) void this.#search()
    else if (query?.isPattern && before.doc !== view.state.doc) {
      this.#timer ??= setTimeout(() => void this.#search(), searchAgainAfterMs)
    }
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#patterns.close()
  }

  async #search(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { state } = this.#view
    const query = findState(state)?.query
    const pattern = query?.isPattern ? queryPattern(query) : null
    if (!(pattern instanceof RegExp)) return
    this.#view.dispatch(changeFind(this.#view.state.tr, { ask: true }))
    const blocks = textBlocks(state.doc)
    const result = await this.#patterns.search(
      blocks.map(({ node }) => blockText(node)),
      pattern,
    )
    if (result === 'superseded' || this.#view.isDestroyed || findState(this.#view.state)?.query !== query)
      return
    const found =
      result === 'slow' ? result : blocks.flatMap(({ start }, index) => hitsAt(start, result[index] ?? []))
    this.#view.dispatch(changeFind(this.#view.state.tr, { found }))
  }
}
