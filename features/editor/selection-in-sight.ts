import { Extension } from '@tiptap/core'
import { NodeSelection, Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

const key = new PluginKey<boolean>('selectionInSight')

/** Keeps the selected text marked while the focus is in a menu or a field that works on it. */
export const SelectionInSight = Extension.create({
  name: 'selectionInSight',

  addProseMirrorPlugins() {
    return [
      new Plugin<boolean>({
        key,
        state: {
          init: () => false,
          apply: (tr, isAway) => (tr.getMeta(key) as { isAway: boolean } | undefined)?.isAway ?? isAway,
        },
        props: {
          decorations(state) {
            const { selection, doc } = state
            if (!key.getState(state) || selection.empty || selection instanceof NodeSelection) return null
            return DecorationSet.create(doc, [
              Decoration.inline(selection.from, selection.to, { class: 'selection-away' }),
            ])
          },
          handleDOMEvents: {
            blur(view) {
              view.dispatch(view.state.tr.setMeta(key, { isAway: true }))
            },
            focus(view) {
              view.dispatch(view.state.tr.setMeta(key, { isAway: false }))
            },
          },
        },
      }),
    ]
  },
})
