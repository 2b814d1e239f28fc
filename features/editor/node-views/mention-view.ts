import type { Node } from '@tiptap/pm/model'
import type { NodeView } from '@tiptap/pm/view'

import type { MentionNames } from '#features/editor/mentions/mention-names'
import type { NodeWords } from '#features/editor/node-views/node-views'
import { mentionAddress, mentionTarget } from '#schema/nodes/mention'

/** A person in their colour, or a document by its title, which is a link to it. */
export function mentionView(node: Node, names: MentionNames, words: NodeWords): NodeView {
  const target = mentionTarget(node.attrs)
  const dom = document.createElement(target?.kind === 'document' ? 'a' : 'span')
  dom.className = `mention is-${target?.kind ?? 'nothing'}`
  dom.textContent = target?.label ?? ''
  let unfollow: (() => void) | undefined
  if (target?.kind === 'person') {
    const color = names.person(target.id)?.color
    if (color !== undefined) dom.style.setProperty('--person', color)
  } else if (target && dom instanceof HTMLAnchorElement) {
    dom.href = mentionAddress(target.id)
    unfollow = names.followTitle(target.id, (title) => {
      dom.textContent = title ?? words('untitled')
    })
  }
  return {
    dom,
    update: (next) => next.type === node.type && next.eq(node),
    destroy: () => unfollow?.(),
    ignoreMutation: () => true,
  }
}
