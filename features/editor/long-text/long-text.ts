import { type Editor, Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'

import { isRemoteChange } from '#features/editor/binding/document-binding'
import { BlockHeights } from '#features/editor/long-text/block-heights'
import { BlockWrittenIn } from '#features/editor/long-text/block-written-in'
import { heldHeightPlugin } from '#features/editor/long-text/held-height'
import { isLong } from '#features/editor/long-text/is-long'

type LongTextStorage = { heights: BlockHeights | null; writtenIn: BlockWrittenIn | null }

declare module '@tiptap/core' {
  interface Storage {
    longText: LongTextStorage
  }
}

/**
 * Of a long text browsers lay out only what is near the window (`long-text.css`): a key, and what others write
 * elsewhere, then costs what it costs in a short one.
 */
export const LongText = Extension.create({
  name: 'longText',

  addStorage(): LongTextStorage {
    return { heights: null, writtenIn: null }
  },

  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          attributes: ({ doc }): Record<string, string> =>
            isLong(doc.childCount) || !isDrawn(editor) ? { class: 'is-long' } : {},
        },
      }),
      heldHeightPlugin(),
    ]
  },

  // Not as a plugin's view: those are made anew whenever a menu brings a plugin.
  onCreate() {
    look(this.editor)
  },

  onTransaction({ editor, transaction }) {
    if (!transaction.docChanged) return
    look(editor)
    const { heights, writtenIn } = editor.storage.longText
    heights?.textChanged()
    writtenIn?.textChanged(!isRemoteChange(transaction))
  },

  onDestroy() {
    this.storage.heights?.stop()
    this.storage.writtenIn?.stop()
  },
})

function look(editor: Editor): void {
  const { state, view, storage } = editor
  const { longText } = storage
  // Before that there is nothing above what is in sight whose height was guessed.
  const isMeasured = isLong(state.doc.childCount) && isDrawn(editor)
  if (isMeasured === (longText.heights !== null)) return
  longText.heights?.stop()
  longText.writtenIn?.stop()
  longText.heights = isMeasured ? new BlockHeights(view) : null
  longText.writtenIn = isMeasured ? new BlockWrittenIn(editor) : null
}

/** Whether the editor shows all of the document, of which only long ones are begun in part. */
function isDrawn({ storage }: Editor): boolean {
  return storage.sharedBody.binding?.isDrawn ?? true
}
