import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import type { Mapping, Step } from '@tiptap/pm/transform'

type MirroredMapping = Mapping & { setMirror(a: number, b: number): void }

/**
 * What is written here while others' edits wait for a composition to end: applied again, on top of what
 * the others did meanwhile.
 */
export class HeldEdits {
  /** The document that the shared body and the editor last agreed on. */
  readonly base: Node
  readonly #steps: { step: Step; inverted: Step }[] = []

  constructor(base: Node) {
    this.base = base
  }

  add({ steps, docs }: Transaction): void {
    steps.forEach((step, index) => {
      const doc = docs[index]
      if (doc) this.#steps.push({ step, inverted: step.invert(doc) })
    })
  }

  /** Takes the own steps back, applies the others' one, and the own ones again where they fit. */
  rebase(transaction: Transaction, theirs: Step): void {
    for (const { inverted } of this.#steps.toReversed()) transaction.step(inverted)
    transaction.step(theirs)
    // As in prosemirror-collab: a step and its inversion cancel out for positions; the types hide it.
    const mapping = transaction.mapping as MirroredMapping
    let mapFrom = this.#steps.length
    for (const { step } of this.#steps) {
      const mapped = step.map(transaction.mapping.slice(mapFrom))
      mapFrom -= 1
      if (mapped && !transaction.maybeStep(mapped).failed) {
        mapping.setMirror(mapFrom, transaction.steps.length - 1)
      }
    }
  }
}
