import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'

import type { SelectedPlace } from '#features/editor/commenting/selected-place'

/** What the page does with comments, which the editor itself knows nothing of but their marks. */
export type CommentDesk = {
  /** Begins one about some text; null for those who may only read them. */
  readonly start: ((place: SelectedPlace) => void) | null
  /** Goes to the next or the one before. False where there is none. */
  readonly step: (by: 1 | -1) => boolean
}

const key = new PluginKey<CommentDesk | null>('commentDesk')

/** Null until the page has one. */
export function commentDesk(state: EditorState): CommentDesk | null {
  return key.getState(state) ?? null
}

export function setCommentDesk(editor: Editor, desk: CommentDesk | null): void {
  if (!editor.isDestroyed)
    editor.view.dispatch(editor.state.tr.setMeta(key, { desk }).setMeta('addToHistory', false))
}

/** Keeps what the page has for comments, so that a command can ask for it wherever it is run. */
export const Commenting = Extension.create({
  name: 'commenting',

  addProseMirrorPlugins() {
    return [
      new Plugin<CommentDesk | null>({
        key,
        state: {
          init: () => null,
          apply: (tr, desk) => {
            const set = tr.getMeta(key) as { desk: CommentDesk | null } | undefined
            return set ? set.desk : desk
          },
        },
      }),
    ]
  },
})
