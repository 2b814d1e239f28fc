import type { Node } from '@tiptap/pm/model'

import type { TwoWayNodeCache } from '#features/editor/binding/node-cache'
import type { LineBreakForms } from '#schema/line-breaks'

/** The cache as the library's differ must see it: the same elements, with nodes in their shared form. */
export class SharedFormCache extends Map<object, Node | Node[]> {
  readonly #cache: TwoWayNodeCache
  readonly #forms: LineBreakForms

  constructor(cache: TwoWayNodeCache, forms: LineBreakForms) {
    super()
    this.#cache = cache
    this.#forms = forms
  }

  override get(element: object): Node | Node[] | undefined {
    const node = this.#cache.get(element)
    return node && !Array.isArray(node) ? this.#forms.sharedForm(node) : node
  }

  override has(element: object): boolean {
    return this.#cache.has(element)
  }

  override set(element: object, node: Node | Node[]): this {
    this.#cache.set(element, Array.isArray(node) ? node : this.#forms.editorForm(node))
    return this
  }

  override delete(element: object): boolean {
    return this.#cache.delete(element)
  }
}
