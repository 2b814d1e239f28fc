import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'

import { MentionNames } from '#features/editor/mentions/mention-names'
import type { MentionSource } from '#features/editor/mentions/mention-source'
import { calloutView } from '#features/editor/node-views/callout-view'
import { codeBlockView } from '#features/editor/node-views/code-block-view'
import { footnoteView } from '#features/editor/node-views/footnote-view'
import { imageView } from '#features/editor/node-views/image-view'
import { inlineFormulaView } from '#features/editor/node-views/inline-formula-view'
import { listView } from '#features/editor/node-views/list-view'
import { mentionView } from '#features/editor/node-views/mention-view'
import { pageBreakView } from '#features/editor/node-views/page-break-view'
import { tableView } from '#features/editor/node-views/table-view'
import { toggleView } from '#features/editor/node-views/toggle-view'
import { unknownBlockView } from '#features/editor/node-views/unknown-block-view'
import { ContentsLists } from '#features/editor/outline/contents-lists'
import { Diagrams } from '#features/editor/previews/diagrams'
import { Formulas } from '#features/editor/previews/formulas'

/** The sentences of `editor.nodes`, in the person's language. */
export type NodeWords = (key: string, values?: Record<string, string | number>) => string

type NodeViewOptions = { words: NodeWords; mentions: MentionNames }

const nobody: MentionSource = {
  people: [],
  search: () => Promise.resolve({ people: [], documents: [] }),
  titles: () => Promise.resolve({}),
}

/** How nodes look in the editor where that is more than their plain HTML. */
export const NodeViews = Extension.create<NodeViewOptions>({
  name: 'nodeViews',

  addOptions() {
    return { words: (key: string) => key, mentions: new MentionNames(() => nobody) }
  },

  addProseMirrorPlugins() {
    const { words, mentions } = this.options
    const drawing = { formulas: new Formulas(), diagrams: new Diagrams() }
    const contents = new ContentsLists()
    return [
      new Plugin({
        view: () => ({
          update(view, before) {
            if (before.doc !== view.state.doc) contents.update(view.state.doc)
          },
        }),
        props: {
          nodeViews: {
            bulletList: listView,
            callout: (node, view, getPos) => calloutView(node, view, getPos, words),
            codeBlock: (node, view, getPos, decorations) =>
              codeBlockView(node, view, getPos, decorations, drawing, words),
            inlineFormula: (node) => inlineFormulaView(node, drawing.formulas, words),
            footnote: (node, view) => footnoteView(node, view),
            image: (node, view, getPos) => imageView(node, view, getPos, words),
            mention: (node) => mentionView(node, mentions, words),
            orderedList: listView,
            pageBreak: () => pageBreakView(words),
            table: (node, view, getPos) => tableView(node, view, getPos),
            tableOfContents: (_node, view) => contents.view(view, words),
            taskList: listView,
            toggle: (_node, view, getPos, decorations) => toggleView(view, getPos, decorations, words),
            unknownBlock: () => unknownBlockView(words),
          },
        },
      }),
    ]
  },
})
