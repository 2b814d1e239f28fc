import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

/** Which node each Yjs element is shown as, and back: what tells an edited block from a replaced one. */
export class TwoWayNodeCache extends Map<object, Node | Node[]> {
  readonly #elements = new WeakMap<Node, object>()

  override set(element: object, node: Node | Node[]): this {
    if (!Array.isArray(node)) this.#elements?.set(node, element)
    return super.set(element, node)
  }

  /** The element a node was read from or written to, also after that element changed. */
  elementOf(node: Node): object | undefined {
    return this.#elements.get(node)
  }

  /** Forgets what a Yjs transaction changed or deleted, and everything around it. */
  forgetChanged(transaction: Y.Transaction): void {
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentType)
        this.delete(struct.content.type)
    })
    for (const type of transaction.changed.keys()) this.delete(type)
    for (const type of transaction.changedParentTypes.keys()) this.delete(type)
  }

  /**
   * Takes the nodes of a document that says the same as the body for those read from it, so that the next
   * comparison finds them untouched.
   */
  adopt(body: Y.XmlFragment, doc: Node): void {
    const elements = body.toArray().filter((child) => child instanceof Y.XmlElement && this.has(child))
    elements.forEach((element, index) => {
      const node = doc.maybeChild(index)
      if (node && this.get(element) !== node) this.set(element, node)
    })
  }
}
