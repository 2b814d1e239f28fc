import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

import type { Writing, WrittenLetters } from '#features/history/written-letters'

export const writtenPluginKey = new PluginKey<DecorationSet>('written')

type Look = {
  readonly colorOf: (userId: string) => string
  /** Who and when, in words. */
  readonly wordsOf: (writing: Writing) => string
  /** Whether it came with much else at one moment: shown by a line of dashes. */
  readonly isAtOnce: (writing: Writing) => boolean
}

/** Shows in a live text who wrote what, by colour and on hover. */
export function writtenPlugin(letters: WrittenLetters, look: Look): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: writtenPluginKey,
    state: {
      init: (_config, state) => decorations(state, letters, look),
      // What the binding says of a change is known once the change is applied.
      apply: (tr, set) =>
        tr.docChanged ? set.map(tr.mapping, tr.doc) : (fresh(tr.getMeta(writtenPluginKey)) ?? set),
    },
    props: { decorations: (state) => writtenPluginKey.getState(state) },
    view: () => ({
      update: (view, before) => {
        if (view.state.doc.eq(before.doc) || view.composing) return
        view.dispatch(view.state.tr.setMeta(writtenPluginKey, decorations(view.state, letters, look)))
      },
    }),
  })
}

/** Whose the letter before a place is; undefined where there is none. */
export function writingAt(
  state: EditorState,
  letters: WrittenLetters,
  position: number,
): Writing | undefined {
  const $place = state.doc.resolve(position)
  if (!$place.parent.isTextblock) return undefined
  const runs = letters.runsOf($place.parent)
  const offset = $place.parentOffset
  return runs.find(({ from, to }) => from < offset && to >= offset) ?? runs.find(({ from }) => from >= offset)
}

const fresh = (meta: unknown): DecorationSet | undefined => (meta instanceof DecorationSet ? meta : undefined)

function decorations(state: EditorState, letters: WrittenLetters, look: Look): DecorationSet {
  const { colorOf, wordsOf, isAtOnce } = look
  const all: Decoration[] = []
  state.doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    for (const { from, to, userId, sequence } of letters.runsOf(node)) {
      const color = colorOf(userId)
      const line = isAtOnce({ userId, sequence }) ? 'dashed' : 'solid'
      all.push(
        Decoration.inline(position + 1 + from, position + 1 + to, {
          class: 'written-by',
          style: `background-color: ${color}26; border-bottom: 2px ${line} ${color}`,
          title: wordsOf({ userId, sequence }),
        }),
      )
    }
    return false
  })
  return DecorationSet.create(state.doc, all)
}
