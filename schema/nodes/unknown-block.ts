import { Node } from '@tiptap/core'

/** See `read-nodes.ts`: what stands for content that this schema does not know, or that breaks its rules. */
export const unknownBlockName = 'unknownBlock'

/**
 * The place of a block that cannot be shown. It has no content and is never made by hand or by pasting:
 * it keeps what it stands for from being deleted for everybody by a client that does not understand it.
 */
export const UnknownBlock = Node.create({
  name: unknownBlockName,
  group: 'block',
  atom: true,
  selectable: true,
  draggable: false,

  renderHTML() {
    return ['div', { class: 'unknown-block' }]
  },
})
