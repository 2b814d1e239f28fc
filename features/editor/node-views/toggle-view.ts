import type { Decoration, EditorView, NodeView } from '@tiptap/pm/view'

import type { NodeWords } from '#features/editor/node-views/node-views'
import { saysOpen, setToggleOpen } from '#features/editor/toggles/open-toggles'

/** A button before the first block shows and hides the others. */
export function toggleView(
  view: EditorView,
  getPos: () => number | undefined,
  decorations: readonly Decoration[],
  words: NodeWords,
): NodeView {
  const dom = document.createElement('div')
  dom.className = 'toggle'
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'toggle-button'
  button.contentEditable = 'false'
  button.setAttribute('aria-label', words('toggle'))
  const contentDOM = document.createElement('div')
  contentDOM.className = 'toggle-content'
  dom.append(button, contentDOM)

  let isOpen = false
  const show = (shown: readonly Decoration[]) => {
    isOpen = saysOpen(shown)
    button.setAttribute('aria-expanded', String(isOpen))
  }
  // The caret stays where it is; and on phones the keyboard stays as it is.
  button.addEventListener('mousedown', (event) => event.preventDefault())
  button.addEventListener('click', () => {
    const pos = getPos()
    if (pos !== undefined) setToggleOpen(view, pos, !isOpen)
  })
  show(decorations)
  return {
    dom,
    contentDOM,
    update(next, shown) {
      if (next.type.name !== 'toggle') return false
      show(shown)
      return true
    },
    stopEvent: (event) => event.target === button,
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
  }
}
