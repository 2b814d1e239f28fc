import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'

/** Which piece of the shared document each node of an editor is. @throws where the editor shows none */
export function sharedElements({ storage }: Editor): (node: Node) => object | undefined {
  const { binding } = storage.sharedBody
  if (!binding) throw new Error('the text is not that of a shared document')
  return (node) => binding.cache.elementOf(node)
}
