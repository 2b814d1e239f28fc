import type { Node } from '@tiptap/pm/model'
import type { EditorView, NodeView } from '@tiptap/pm/view'

import { aroundSelect, attributeSelect } from '#features/editor/node-views/attribute-select'
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
  const label = words('calloutKind')
  const select = attributeSelect({ view, getPos, attribute: 'kind', className: 'callout-kind', label })
  select.append(...calloutKinds.map((kind) => new Option(words(`callouts.${kind}`), kind)))
  const contentDOM = document.createElement('div')
  contentDOM.className = 'callout-content'
  dom.append(select, contentDOM)

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
    ...aroundSelect(select, contentDOM),
  }
}
