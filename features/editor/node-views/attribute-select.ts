import type { EditorView, NodeView } from '@tiptap/pm/view'

export type AttributeSelectOptions = {
  readonly view: EditorView
  readonly getPos: () => number | undefined
  /** The node's attribute that it sets; an empty value sets it to null. */
  readonly attribute: string
  readonly className: string
  readonly label: string
}

/** A list inside a node's view that sets one of the node's attributes. */
export function attributeSelect(options: AttributeSelectOptions): HTMLSelectElement {
  const { view, getPos, attribute, className, label } = options
  const select = document.createElement('select')
  select.className = className
  select.contentEditable = 'false'
  select.setAttribute('aria-label', label)
  select.addEventListener('change', () => {
    const pos = getPos()
    if (pos === undefined || !view.editable) return
    view.dispatch(view.state.tr.setNodeAttribute(pos, attribute, select.value || null))
    view.focus()
  })
  return select
}

/** Keeps the editor out of what happens in the list, and in all of the view that is not the node's content. */
export function aroundSelect(
  select: HTMLSelectElement,
  contentDOM: HTMLElement,
): Required<Pick<NodeView, 'stopEvent' | 'ignoreMutation'>> {
  return {
    stopEvent: (event) => event.target === select,
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
  }
}
