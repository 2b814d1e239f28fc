import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

/** Says in an empty document how to begin, and nothing as soon as anything is there. */
export const Placeholder = Extension.create<{ text: string }>({
  name: 'placeholder',

  addOptions() {
    return { text: '' }
  },

  addProseMirrorPlugins() {
    const { editor, options } = this
    return [
      new Plugin({
        props: {
          decorations({ doc }) {
            const only = doc.childCount === 1 ? doc.firstChild : null
            if (only?.type.name !== 'paragraph' || only.content.size > 0 || !editor.isEditable) return null
            return DecorationSet.create(doc, [
              Decoration.node(0, only.nodeSize, { class: 'placeholder', 'data-placeholder': options.text }),
            ])
          },
        },
      }),
    ]
  },
})
