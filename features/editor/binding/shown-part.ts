import { Fragment, type Node, type Schema } from '@tiptap/pm/model'
import * as Y from 'yjs'

import { type NodeCache, readBody } from '#schema/read-nodes'

/** How much of a shared body an editor shows: all of it or, of a long one, at first only what it begins with. */
export class ShownPart {
  readonly #body: Y.XmlFragment
  readonly #schema: Schema
  readonly #cache: NodeCache
  /** The first block that is not shown. */
  #next: Y.XmlElement | null = null

  constructor(body: Y.XmlFragment, schema: Schema, cache: NodeCache) {
    this.#body = body
    this.#schema = schema
    this.#cache = cache
  }

  get isAll(): boolean {
    return this.#next === null
  }

  /** From now on so many blocks more, or as many as there are. */
  grow(blocks: number): void {
    const elements = this.#elements()
    const shown = this.#next ? elements.indexOf(this.#next) : 0
    this.#next = elements[shown + blocks] ?? null
  }

  growToAll(): void {
    this.#next = null
  }

  /** What is shown, as the body says it now; everything where the block after it, or all before it, is gone. */
  read(): Node {
    const shown = this.#next ? this.#elements(0, this.#next) : []
    const blocks = readBody(shown, this.#schema, this.#cache)
    if (blocks.length > 0) return this.#document(blocks)
    this.#next = null
    return this.#document(readBody(this.#body, this.#schema, this.#cache))
  }

  /** The whole document, of which this is shown. */
  wholeOf(shown: Node): Node {
    if (!this.#next) return shown
    const rest = readBody(this.#elements(this.#next), this.#schema, this.#cache)
    return shown.copy(shown.content.append(Fragment.from(rest)))
  }

  #document(blocks: readonly Node[]): Node {
    const { topNodeType } = this.#schema
    const filled = blocks.length > 0 ? blocks : topNodeType.contentMatch.fillBefore(Fragment.empty, true)
    return topNodeType.create(null, filled)
  }

  #elements(from?: Y.XmlElement | 0, to?: Y.XmlElement): Y.XmlElement[] {
    const all = this.#body.toArray().filter((block) => block instanceof Y.XmlElement)
    const start = from ? all.indexOf(from) : 0
    return all.slice(start, to ? Math.max(0, all.indexOf(to)) : all.length)
  }
}
