import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

import { leaveTextAsItIs } from '#schema/marks/link'

const insertKey = 45

/** Ctrl+Shift+V pastes letters: no `**word**` becomes bold of it, no address a link, over no selection. */
export const PlainPaste = Extension.create({
  name: 'plainPaste',
  // Before everything else that looks at what is pasted.
  priority: 1200,

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handlePaste(view, _event, slice) {
            if (!isPastingPlain(view) || slice.size === 0) return false
            // Without the mark of a paste that TipTap's rules go by.
            const tr = view.state.tr.replaceSelection(slice).setMeta('paste', true).scrollIntoView()
            view.dispatch(leaveTextAsItIs(tr))
            return true
          },
        },
      }),
    ]
  },
})

/** As ProseMirror tells it, which reads the clipboard by it: Shift+Insert is the other key for pasting with all. */
function isPastingPlain(view: EditorView): boolean {
  const { input } = view as unknown as { input: { shiftKey: boolean; lastKeyCode: number | null } }
  return input.shiftKey && input.lastKeyCode !== insertKey
}
