import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Selection, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

import { caretsIn } from '#features/editor/carets/carets'

const key = new PluginKey<number>('editsNearby')

/** How often others have changed the block that this person's caret was in then. */
export function editsNearby(state: EditorState): number {
  return key.getState(state) ?? 0
}

/** The names of those whose carets are in the same block; they, most likely, are writing there. */
export function writersNearby(state: EditorState): string[] {
  const block = ownBlock(state.selection)
  if (!block) return []
  return [...caretsIn(state).values()]
    .filter(({ head }) => head >= block.from && head <= block.to)
    .map(({ name }) => name)
}

/** Notices when others write where this person does, for those who cannot see it. */
export const EditsNearby = Extension.create({
  name: 'editsNearby',

  addProseMirrorPlugins() {
    return [
      new Plugin<number>({
        key,
        state: {
          init: () => 0,
          apply: (tr, count, before) => (isByOthers(tr) && touchesOwnBlock(tr, before) ? count + 1 : count),
        },
      }),
    ]
  },
})

function isByOthers(tr: Transaction): boolean {
  const meta = tr.getMeta(ySyncPluginKey) as
    | { isChangeOrigin?: boolean; isUndoRedoOperation?: boolean }
    | undefined
  return tr.docChanged && meta?.isChangeOrigin === true && meta.isUndoRedoOperation !== true
}

function touchesOwnBlock(tr: Transaction, { selection }: EditorState): boolean {
  const block = ownBlock(selection)
  if (!block) return false
  return tr.mapping.maps.some((map, step) => {
    const toBefore = tr.mapping.slice(0, step).invert()
    let isNear = false
    map.forEach((from, to) => {
      isNear ||= toBefore.map(from) <= block.to && toBefore.map(to) >= block.from
    })
    return isNear
  })
}

function ownBlock({ $head }: Selection): { from: number; to: number } | null {
  return $head.parent.isTextblock ? { from: $head.start(), to: $head.end() } : null
}
