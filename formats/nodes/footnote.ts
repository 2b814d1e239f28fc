import type { InlineFormat } from '#formats/node-format'
import { footnoteName } from '#schema/nodes/footnote'

/** In Markdown `[^1]`, and what it says at the end of the file, as GitHub and Pandoc read it. */
export const footnote: InlineFormat = {
  node: footnoteName,
  toMarkdown: (node, write) => {
    const identifier = String(write.note(node))
    return { type: 'footnoteReference', identifier, label: identifier }
  },
  toText: (node, write) => `[${write.note(node)}]`,
}
