import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

/** Which piece of the shared document a node of the editor is; undefined for one that is not in it yet. */
export type ElementOf = (node: Node) => object | undefined

/** All pieces in a type in order, deleted ones too. */
export function* itemsIn(type: Y.XmlText | Y.XmlElement | Y.XmlFragment): Generator<Y.Item> {
  // oxlint-disable-next-line no-underscore-dangle -- the only way to deleted pieces; Yjs' own tools use it
  for (let item = type._start; item !== null; item = item.right) yield item
}

/** For each attribute what it was last set to; those from before lie to its left. */
export function attributeItems(element: Y.XmlElement): ReadonlyMap<string, Y.Item> {
  // oxlint-disable-next-line no-underscore-dangle -- as above
  return element._map
}

/** The type that a piece brings, if it is one of ours. */
export function typeOf({ content }: Y.Item): Y.XmlElement | Y.XmlText | null {
  if (!(content instanceof Y.ContentType)) return null
  const { type } = content
  return type instanceof Y.XmlElement || type instanceof Y.XmlText ? type : null
}

/** Calls back with each piece of a type and of all that is in it, attributes too. */
export function walkItems(item: Y.Item, visit: (item: Y.Item) => void): void {
  visit(item)
  const type = typeOf(item)
  if (!type) return
  if (type instanceof Y.XmlElement) {
    for (const last of attributeItems(type).values()) {
      for (let set: Y.Item | null = last; set !== null; set = set.left) visit(set)
    }
  }
  for (const child of itemsIn(type)) walkItems(child, visit)
}
