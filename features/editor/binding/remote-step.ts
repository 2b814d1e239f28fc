import type { Node } from '@tiptap/pm/model'
import { Step, StepMap, StepResult } from '@tiptap/pm/transform'

/**
 * One step from the document as it was to the document as the shared one now says, with a position map
 * of its own. ProseMirror's steps can only say where positions go by what they replace: a paragraph that
 * becomes a list item, say, would lose every caret in it. Unchanged nodes stay the same objects.
 */
export class RemoteStep extends Step {
  readonly before: Node
  readonly after: Node
  readonly #map: StepMap

  constructor(before: Node, after: Node, map: StepMap) {
    super()
    this.before = before
    this.after = after
    this.#map = map
  }

  override apply(doc: Node): StepResult {
    if (doc === this.before || doc.eq(this.before)) return StepResult.ok(this.after)
    return StepResult.fail('the document is not the one this step was made for')
  }

  override getMap(): StepMap {
    return this.#map
  }

  override invert(): Step {
    return new RemoteStep(this.after, this.before, this.#map.invert())
  }

  /** Whole documents cannot be rebased. */
  override map(): Step | null {
    return null
  }

  /** Never stored or sent: what others need travels as Yjs updates. */
  override toJSON(): never {
    throw new TypeError('a remote step has no JSON form')
  }
}
