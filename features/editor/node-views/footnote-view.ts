import type { Node } from '@tiptap/pm/model'
import type { EditorView, NodeView } from '@tiptap/pm/view'

/**
 * The number of a note where it is referred to. CSS counts it, so that a note that comes or goes before it costs
 * nothing; what the note says is at the end of the document, and beside the number where somebody writes it.
 */
export function footnoteView(node: Node, view: EditorView): NodeView {
  const dom = document.createElement('span')
  dom.className = 'note-reference'
  dom.setAttribute('role', 'doc-noteref')
  // In a text that is written, Tab goes on to what is beside the text.
  if (!view.editable) dom.tabIndex = 0
  const show = (shown: Node) => {
    dom.title = shown.textContent.slice(0, maxTitleLength)
  }
  show(node)
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false
      show(next)
      return true
    },
    ignoreMutation: () => true,
  }
}

const maxTitleLength = 300
