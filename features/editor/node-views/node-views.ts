import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'

import { codeBlockView } from '#features/editor/node-views/code-block-view'
import { imageView } from '#features/editor/node-views/image-view'
import { unknownBlockView } from '#features/editor/node-views/unknown-block-view'

/** The sentences of `editor.nodes`, in the person's language. */
export type NodeWords = (key: string) => string

/** How nodes look in the editor where that is more than their plain HTML. */
export const NodeViews = Extension.create<{ words: NodeWords }>({
  name: 'nodeViews',

  addOptions() {
    return { words: (key: string) => key }
  },

  addProseMirrorPlugins() {
    const { words } = this.options
    return [
      new Plugin({
        props: {
          nodeViews: {
            codeBlock: (node, view, getPos) => codeBlockView(node, view, getPos, words),
            image: (node) => imageView(node, words),
            unknownBlock: () => unknownBlockView(words),
          },
        },
      }),
    ]
  },
})
