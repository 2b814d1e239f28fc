import type { Node } from '@tiptap/pm/model'
import type { NodeView } from '@tiptap/pm/view'

import type { NodeWords } from '#features/editor/node-views/node-views'
import { isOwnImageSource } from '#schema/safe-addresses'

/** An image whose place is kept while it loads, and that says so when it cannot. */
export function imageView(node: Node, words: NodeWords): NodeView {
  const dom = document.createElement('figure')
  dom.className = 'image-block'
  const picture = document.createElement('img')
  picture.decoding = 'async'
  picture.loading = 'lazy'
  const note = document.createElement('span')
  note.className = 'image-note'
  note.textContent = words('imageMissing')
  note.hidden = true
  dom.append(picture, note)
  const showLoaded = (isLoaded: boolean) => {
    picture.hidden = !isLoaded
    note.hidden = isLoaded
  }
  picture.addEventListener('error', () => showLoaded(false))
  picture.addEventListener('load', () => showLoaded(true))

  const show = ({ attrs }: Node) => {
    const { src, alt, width, height } = attrs as Record<string, unknown>
    picture.alt = typeof alt === 'string' ? alt : ''
    setSize(picture, 'width', width)
    setSize(picture, 'height', height)
    if (!isOwnImageSource(src)) showLoaded(false)
    else if (picture.getAttribute('src') !== src) picture.src = src
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

function setSize(picture: HTMLImageElement, name: 'width' | 'height', value: unknown): void {
  if (typeof value === 'number') picture.setAttribute(name, String(value))
  else picture.removeAttribute(name)
}
