import type { Editor } from '@tiptap/core'
import { Fragment, type Mark, type Node, Slice } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

import { commentMarkName, isThreadId } from '#schema/marks/comment'

/** Text that is being commented and not marked yet. */
type PendingRange = { readonly thread: string; readonly from: number; readonly to: number }

const key = new PluginKey<PendingRange | null>('comments')

type Surroundings = {
  /** Whether a thread is one of this document. */
  readonly knows: (thread: string) => boolean
  /** Somebody has gone to commented text: with a press, or with the caret. Innermost first; none where it is no such text. */
  readonly onText: (threads: readonly string[]) => void
}

/** Shows text that is being commented, tells where the caret is, and lets comments go with text that moves. */
export function commentPlugin({ knows, onText }: Surroundings): Plugin<PendingRange | null> {
  return new Plugin<PendingRange | null>({
    key,
    state: {
      init: () => null,
      apply(tr, pending) {
        const set = tr.getMeta(key) as { pending: PendingRange | null } | undefined
        if (set) return set.pending
        if (!pending || !tr.docChanged) return pending
        const [from, to] = [tr.mapping.map(pending.from, 1), tr.mapping.map(pending.to, -1)]
        return from < to ? { ...pending, from, to } : null
      },
    },
    props: {
      decorations(state) {
        const pending = key.getState(state)
        if (!pending) return null
        const { from, to, thread } = pending
        return DecorationSet.create(state.doc, [
          Decoration.inline(from, to, { class: 'comment-pending', 'data-pending-thread': thread }),
        ])
      },
      transformPasted(slice, view) {
        const present = view.dragging?.move ? new Set<string>() : threadsIn(view.state.doc)
        return keepComments(slice, (thread) => knows(thread) && !present.has(thread))
      },
      handleClick(view, position) {
        onText(threadsAt(view.state.doc, position))
        return false
      },
    },
    view: () => ({
      update(view, before) {
        const { selection, doc } = view.state
        const hasMoved = doc === before.doc && !selection.eq(before.selection)
        if (hasMoved && selection.empty && view.hasFocus()) onText(threadsAt(doc, selection.head))
      },
    }),
  })
}

export function showPending(editor: Editor, pending: PendingRange | null): void {
  if (editor.isDestroyed) return
  editor.view.dispatch(editor.state.tr.setMeta(key, { pending }).setMeta('addToHistory', false))
}

/** As long as the plugin is there. */
export function pendingRange(state: EditorState): PendingRange | null {
  return key.getState(state) ?? null
}

export function addCommentPlugin(editor: Editor, surroundings: Surroundings): () => void {
  editor.registerPlugin(commentPlugin(surroundings))
  return () => {
    if (!editor.isDestroyed) editor.unregisterPlugin(key)
  }
}

/**
 * One thread is about one text: it goes with what is cut or dragged, while a copy of the text has none, neither has
 * text of another document.
 */
export function keepComments(slice: Slice, keeps: (thread: string) => boolean): Slice {
  return new Slice(withComments(slice.content, keeps), slice.openStart, slice.openEnd)
}

function withComments(fragment: Fragment, keeps: (thread: string) => boolean): Fragment {
  const nodes: Node[] = []
  fragment.forEach((node) => {
    const kept = node.marks.filter((mark) => !isComment(mark) || keeps(threadOf(mark)))
    const inner = node.isLeaf ? node : node.copy(withComments(node.content, keeps))
    nodes.push(kept.length === node.marks.length ? inner : inner.mark(kept))
  })
  return Fragment.fromArray(nodes)
}

export function threadsIn(doc: Node): Set<string> {
  const threads = new Set<string>()
  doc.descendants((node) => {
    for (const thread of threadsOf(node)) threads.add(thread)
  })
  return threads
}

function threadsAt(doc: Node, position: number): string[] {
  const { nodeAfter, nodeBefore } = doc.resolve(position)
  return [...new Set([nodeAfter, nodeBefore].flatMap((node) => (node ? threadsOf(node).toReversed() : [])))]
}

function threadsOf({ marks }: Node): string[] {
  return marks.filter(isComment).map(threadOf).filter(isThreadId)
}

function isComment({ type }: Mark): boolean {
  return type.name === commentMarkName
}

const threadOf = ({ attrs }: Mark): string => String(attrs['thread'])
