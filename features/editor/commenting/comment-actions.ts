import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'

import type { SelectedPlace } from '#features/editor/commenting/selected-place'

/** What the page does with comments, which the editor itself knows nothing of but their marks. */
export type CommentActions = {
  /** Begins one about some text; null for those who may only read them. */
  readonly start: ((place: SelectedPlace) => void) | null
  /** Goes to the next or the one before. False where there is none. */
  readonly step: (by: 1 | -1) => boolean
}

const key = new PluginKey<CommentActions | null>('commentActions')

/** Null until the page has them. */
export function commentActions(state: EditorState): CommentActions | null {
  return key.getState(state) ?? null
}

export function setCommentActions(editor: Editor, actions: CommentActions | null): void {
  if (!editor.isDestroyed)
    editor.view.dispatch(editor.state.tr.setMeta(key, { actions }).setMeta('addToHistory', false))
}

/** Keeps what the page has for comments, so that a command can ask for it wherever it is run. */
export const Commenting = Extension.create({
  name: 'commenting',

  addProseMirrorPlugins() {
    return [
      new Plugin<CommentActions | null>({
        key,
        state: {
          init: () => null,
          apply: (tr, actions) => {
            const set = tr.getMeta(key) as { actions: CommentActions | null } | undefined
            return set ? set.actions : actions
          },
        },
      }),
    ]
  },
})
