import type { Node } from '@tiptap/pm/model'
import type { EditorView, NodeView } from '@tiptap/pm/view'

import type { NodeWords } from '#features/editor/node-views/node-views'
import { calloutKinds, isCalloutKind } from '#schema/nodes/callout'

/** A callout under the name of its kind, which is also where the kind is changed. */
export function calloutView(
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
  words: NodeWords,
): NodeView {
  const dom = document.createElement('div')
  dom.className = 'callout'
  const select = document.createElement('select')
  select.className = 'callout-kind'
  select.contentEditable = 'false'
  select.setAttribute('aria-label', words('calloutKind'))
  select.append(...calloutKinds.map((kind) => new Option(words(`callouts.${kind}`), kind)))
  const contentDOM = document.createElement('div')
  contentDOM.className = 'callout-content'
  dom.append(select, contentDOM)

  select.addEventListener('change', () => {
    const pos = getPos()
    if (pos === undefined || !view.editable) return
    view.dispatch(view.state.tr.setNodeAttribute(pos, 'kind', select.value))
    view.focus()
  })
  const show = ({ attrs }: Node) => {
    const kind = isCalloutKind(attrs['kind']) ? attrs['kind'] : 'note'
    dom.dataset['callout'] = kind
    select.value = kind
    select.disabled = !view.editable
  }
  show(node)
  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type !== node.type) return false
      show(next)
      return true
    },
    stopEvent: (event) => event.target === select,
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
  }
}
