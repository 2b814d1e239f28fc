import type { Node } from '@tiptap/pm/model'
import { NodeSelection } from '@tiptap/pm/state'
import type { EditorView, NodeView } from '@tiptap/pm/view'

import { shownSize } from '#features/editor/images/image-size'
import type { NodeWords } from '#features/editor/node-views/node-views'
import { isImageAlignment, isImageSize } from '#schema/nodes/image'
import { isOwnImageSource } from '#schema/safe-addresses'

/** An image whose place is kept while it loads, that says so when it cannot, and whose sides can be dragged. */
export function imageView(
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
  words: NodeWords,
): NodeView {
  const dom = document.createElement('figure')
  dom.className = 'image-block'
  const frame = document.createElement('div')
  frame.className = 'image-frame'
  const picture = document.createElement('img')
  picture.decoding = 'async'
  picture.loading = 'lazy'
  const note = document.createElement('span')
  note.className = 'image-note'
  note.textContent = words('imageMissing')
  note.hidden = true
  const caption = document.createElement('figcaption')
  frame.append(picture, note)
  dom.append(frame, caption)
  const showLoaded = (isLoaded: boolean) => {
    picture.hidden = !isLoaded
    note.hidden = isLoaded
  }
  picture.addEventListener('error', () => showLoaded(false))
  picture.addEventListener('load', () => showLoaded(true))

  let shown = node
  let dragging: AbortController | null = null
  const showSize = (size: unknown) => {
    dom.classList.toggle('is-sized', isImageSize(size))
    dom.style.width = isImageSize(size) ? `${String(size)}%` : ''
  }
  const show = (next: Node) => {
    shown = next
    const { src, alt, width, height, size, align, caption: text } = next.attrs as Record<string, unknown>
    picture.alt = typeof alt === 'string' ? alt : ''
    setSide(picture, 'width', width)
    setSide(picture, 'height', height)
    if (!dragging) showSize(size)
    dom.dataset['align'] = isImageAlignment(align) ? align : 'center'
    caption.textContent = typeof text === 'string' ? text : ''
    caption.hidden = caption.textContent === ''
    if (!isOwnImageSource(src)) showLoaded(false)
    else if (picture.getAttribute('src') !== src) picture.src = src
  }

  const drag = (side: 1 | -1) => (event: PointerEvent) => {
    if (!view.editable || event.button !== 0) return
    event.preventDefault()
    event.stopPropagation()
    const start = frame.offsetWidth
    // In the middle both sides move, so that the one that is held stays under the pointer.
    const factor = side * (dom.dataset['align'] === 'center' ? 2 : 1)
    let size = shown.attrs['size'] as unknown
    dragging = new AbortController()
    const { signal } = dragging
    const end = () => {
      dragging?.abort()
      dragging = null
      showSize(shown.attrs['size'])
    }
    const finish = () => {
      const pos = getPos()
      if (pos !== undefined && isImageSize(size) && size !== shown.attrs['size']) {
        const tr = view.state.tr.setNodeAttribute(pos, 'size', size)
        view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, pos)))
      }
      end()
    }
    window.addEventListener(
      'pointermove',
      (moved) => {
        size = shownSize(dom, start + (moved.clientX - event.clientX) * factor)
        showSize(size)
      },
      { signal },
    )
    window.addEventListener('pointerup', finish, { signal })
    window.addEventListener('pointercancel', end, { signal })
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== 'Escape') return
      key.preventDefault()
      key.stopPropagation()
      end()
    }
    window.addEventListener('keydown', onKey, { signal, capture: true })
  }
  for (const side of [-1, 1] as const) {
    const handle = document.createElement('span')
    handle.className = `image-handle ${side === 1 ? 'is-end' : 'is-start'}`
    handle.addEventListener('pointerdown', drag(side))
    frame.append(handle)
  }
  show(node)
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false
      show(next)
      return true
    },
    // A press on a handle neither selects nor begins to drag the image itself.
    stopEvent: (event) =>
      event.target instanceof Element &&
      event.target.classList.contains('image-handle') &&
      /^(?:mouse|touch|pointer|drag)/.test(event.type),
    ignoreMutation: () => true,
    destroy: () => dragging?.abort(),
  }
}

function setSide(picture: HTMLImageElement, name: 'width' | 'height', value: unknown): void {
  if (typeof value === 'number') picture.setAttribute(name, String(value))
  else picture.removeAttribute(name)
}
