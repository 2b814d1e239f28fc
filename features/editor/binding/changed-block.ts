import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

/**
 * The one block that differs between two forms of a document, as typing leaves them, with the element it is
 * kept in. Null where more has changed, or another kind of block stands there.
 * @param elementOf which element a node was read from or written to
 */
export function changedBlock(
  before: Node,
  after: Node,
  body: Y.XmlFragment,
  elementOf: (node: Node) => object | undefined,
): { readonly element: Y.XmlElement; readonly before: Node; readonly block: Node } | null {
  if (before.childCount !== after.childCount) return null
  let changed = -1
  for (let index = 0; index < after.childCount; index++) {
    if (before.child(index) === after.child(index)) continue
    if (changed !== -1) return null
    changed = index
  }
  if (changed === -1) return null
  const block = after.child(changed)
  // Where it stands too: one node may be shown twice, and elements that hold nothing are not shown.
  const element: unknown = body.get(changed)
  if (!(element instanceof Y.XmlElement) || element !== elementOf(before.child(changed))) return null
  return element.nodeName === block.type.name ? { element, before: before.child(changed), block } : null
}
