import { type Editor, Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'

import { BlockHeights } from '#features/editor/long-text/block-heights'

/** In blocks: some 40 pages. */
const longFrom = 400

declare module '@tiptap/core' {
  interface Storage {
    longText: { heights: BlockHeights | null }
  }
}

/**
 * Of a long text browsers lay out only what is near the window (`long-text.css`): a key, and what others write
 * elsewhere, then costs what it costs in a short one.
 */
export const LongText = Extension.create({
  name: 'longText',

  addStorage(): { heights: BlockHeights | null } {
    return { heights: null }
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          attributes: ({ doc }): Record<string, string> =>
            doc.childCount >= longFrom ? { class: 'is-long' } : {},
        },
      }),
    ]
  },

  // Not as a plugin's view: those are made anew whenever a menu brings a plugin.
  onCreate() {
    look(this.editor)
  },

  onTransaction({ editor, transaction }) {
    if (!transaction.docChanged) return
    look(editor)
    editor.storage.longText.heights?.textChanged()
  },

  onDestroy() {
    this.storage.heights?.stop()
  },
})

function look({ state, view, storage: { longText } }: Editor): void {
  const isLong = state.doc.childCount >= longFrom
  if (isLong === (longText.heights !== null)) return
  longText.heights?.stop()
  longText.heights = isLong ? new BlockHeights(view) : null
}
