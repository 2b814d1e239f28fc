import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { NodeSelection, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { Mapping } from '@tiptap/pm/transform'

import { bringIntoSight } from '#features/editor/bring-into-sight'
import { changeFind, findState, type Hit } from '#features/editor/find/find-plugin'
import type { FindQuery } from '#features/editor/find/find-query'
import { filledReplacement } from '#features/editor/find/text-matches'
import { hasEdges } from '#schema/inline-objects'

export function setFindQuery(editor: Editor, query: FindQuery): void {
  editor.view.dispatch(changeFind(editor.state.tr, { query }))
}

/** Selects the next hit, or the one before, going round at the ends. */
export function goToHit(editor: Editor, by: 1 | -1): void {
  const { hits = [], current = -1 } = findState(editor.state) ?? {}
  if (hits.length > 0) selectHit(editor, (current + by + hits.length) % hits.length)
}

/** Selects the hit that is current, so that whatever hides it opens. */
export function selectCurrent(editor: Editor): void {
  const { current = -1 } = findState(editor.state) ?? {}
  if (current >= 0) selectHit(editor, current)
}

function selectHit(editor: Editor, index: number): void {
  const hit = findState(editor.state)?.hits[index]
  if (!hit) return
  const { tr, doc } = editor.state
  const selection = selectionOf(doc, hit.from, hit.to)
  editor.view.dispatch(changeFind(tr.setSelection(selection), { current: index }))
  if (selection instanceof NodeSelection) editor.storage.footnoteEditor?.list?.scrollToHit()
  else bringIntoSight(editor.view, hit.from)
}

/** Of a note the number: a caret in what it says would open it for writing, and take the focus from the search. */
function selectionOf(doc: Node, from: number, to: number): Selection {
  const $from = doc.resolve(from)
  return hasEdges($from.parent.type)
    ? NodeSelection.create(doc, $from.before())
    : TextSelection.between($from, doc.resolve(to))
}

/** Replaces the current hit and goes to the next. @returns whether there was one */
export function replaceHit(editor: Editor, replacement: string): boolean {
  const found = findState(editor.state)
  const hit = found?.hits[found.current]
  if (!found || !hit || !editor.isEditable) return false
  const { tr } = editor.state
  const done = replace(tr, editor.state.doc, hit, replacementFor(found.query, replacement, hit))
  // Where the replacement ends, so that one that contains what is sought is not found in itself.
  const end = tr.mapping.map(hit.to)
  if (done) tr.setSelection(selectionOf(tr.doc, end, end))
  editor.view.dispatch(tr)
  const next = findState(editor.state)
  const index = next?.hits.findIndex((other) => other.from >= end) ?? -1
  if (next && next.hits.length > 0) selectHit(editor, Math.max(index, 0))
  return done
}

/** Replaces every hit, as one step to undo. @returns how many */
export function replaceAllHits(editor: Editor, replacement: string): number {
  const found = findState(editor.state)
  if (!found || found.hits.length === 0 || !editor.isEditable) return 0
  let count = 0
  asOneUndoStep(editor, () => {
    const moved = new Mapping()
    for (const hits of rounds(editor.state.doc, found.hits)) {
      const { tr } = editor.state
      for (const hit of hits) {
        const [from, to] = [hit.from, hit.to].map((place) => tr.mapping.map(moved.map(place)))
        if (from === undefined || to === undefined) continue
        const here = { ...hit, from, to }
        if (replace(tr, tr.doc, here, replacementFor(found.query, replacement, hit))) count += 1
      }
      editor.view.dispatch(tr)
      moved.appendMapping(tr.mapping)
    }
  })
  return count
}

/**
 * The last hit of every block, then the last but one, and so on. Two changes in one text at once would be
 * shared as one that reaches from the first to the last, and what another person writes between them at that
 * moment would lose its place.
 */
function rounds(doc: Node, hits: readonly Hit[]): Hit[][] {
  const byBlock = new Map<number, Hit[]>()
  for (const hit of hits) {
    const $from = doc.resolve(hit.from)
    // A note is part of the text of its line.
    const start = $from.start($from.parent.isTextblock ? $from.depth : $from.depth - 1)
    byBlock.set(start, [hit, ...(byBlock.get(start) ?? [])])
  }
  const most = Math.max(...[...byBlock.values()].map(({ length }) => length))
  return Array.from({ length: most }, (_, round) => [...byBlock.values()].flatMap((own) => own[round] ?? []))
}

function asOneUndoStep(editor: Editor, run: () => void): void {
  const undoManager = editor.storage.sharedBody?.binding?.undoManager
  if (!undoManager) return run()
  const { captureTimeout } = undoManager
  undoManager.stopCapturing()
  undoManager.captureTimeout = Number.MAX_SAFE_INTEGER
  try {
    run()
  } finally {
    undoManager.captureTimeout = captureTimeout
    undoManager.stopCapturing()
  }
}

function replacementFor({ isPattern }: FindQuery, replacement: string, { match }: Hit): string {
  return isPattern ? filledReplacement(replacement, match) : replacement
}

/** In the looks of the first letter replaced. Nothing where the text is no longer what was found. */
function replace(tr: Transaction, doc: Node, { from, to, match }: Hit, text: string): boolean {
  const $from = doc.resolve(from)
  if (doc.textBetween(from, to, undefined, '\n') !== match.text) return false
  const marks = $from.nodeAfter?.marks ?? []
  if (text === '') tr.delete(from, to)
  else tr.replaceWith(from, to, doc.type.schema.text(text, marks))
  return true
}
