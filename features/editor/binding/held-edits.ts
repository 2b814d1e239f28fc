import type { Node } from '@tiptap/pm/model'
import { TextSelection, type Transaction } from '@tiptap/pm/state'
import { insertPoint, Mapping, type Step } from '@tiptap/pm/transform'

type MirroredMapping = Mapping & { setMirror(a: number, b: number): void }

type OwnStep = { readonly step: Step; readonly inverted: Step }

/**
 * What is written here while others' edits wait for a composition to end: applied again, on top of what
 * the others did meanwhile.
 */
export class HeldEdits {
  /** The document that the shared body and the editor last agreed on. */
  readonly base: Node
  readonly #steps: OwnStep[] = []

  constructor(base: Node) {
    this.base = base
  }

  add({ steps, docs }: Transaction): void {
    steps.forEach((step, index) => {
      const doc = docs[index]
      if (doc) this.#steps.push({ step, inverted: step.invert(doc) })
    })
  }

  /**
   * Takes the own steps back, applies the others' one, and the own ones again where they fit. What was written
   * in a line that is gone stays, in a line of its own in its place: nobody else has seen it.
   */
  rebase(transaction: Transaction, theirs: Step): void {
    const mine = transaction.doc
    for (const { inverted } of this.#steps.toReversed()) transaction.step(inverted)
    transaction.step(theirs)
    // As in prosemirror-collab: a step and its inversion cancel out for positions; the types hide it.
    const mapping = transaction.mapping as MirroredMapping
    let mapFrom = this.#steps.length
    const homeless: OwnStep[] = []
    let place: { readonly pos: number; readonly steps: number } | null = null
    for (const own of this.#steps) {
      const since = transaction.mapping.slice(mapFrom)
      const mapped = own.step.map(since)
      mapFrom -= 1
      if (mapped && !transaction.maybeStep(mapped).failed) {
        mapping.setMirror(mapFrom, transaction.steps.length - 1)
        continue
      }
      homeless.push(own)
      place ??= { pos: since.map(startOf(own.step), -1), steps: transaction.steps.length }
    }
    const text = this.#written(homeless, mine)
    if (place && text !== '') insertLine(transaction, mapping.slice(place.steps).map(place.pos, -1), text)
  }

  /** What is left of the text that these steps wrote: later ones may have written over it, as compositions do. */
  #written(steps: readonly OwnStep[], mine: Node): string {
    const letters = new Set<number>()
    for (const own of steps) {
      const later = new Mapping(
        this.#steps.slice(this.#steps.indexOf(own) + 1).map(({ step }) => step.getMap()),
      )
      own.step.getMap().forEach((_start, _end, from, to) => {
        for (let at = later.map(from, 1); at < later.map(to, -1); at += 1) letters.add(at)
      })
    }
    return [...letters]
      .toSorted((a, b) => a - b)
      .map((at) => mine.textBetween(at, at + 1))
      .join('')
  }
}

function startOf(step: Step): number {
  let start = Infinity
  step.getMap().forEach((from) => (start = Math.min(start, from)))
  return Number.isFinite(start) ? start : 0
}

/** Where text may stand, it comes in there; between blocks it is one. The caret goes behind it. */
function insertLine(transaction: Transaction, pos: number, text: string): void {
  const { doc } = transaction
  const { schema } = doc.type
  const paragraph = schema.nodes['paragraph']
  const $pos = doc.resolve(pos)
  if (!paragraph) return
  if ($pos.parent.inlineContent) {
    transaction.insertText(text, pos)
    transaction.setSelection(TextSelection.create(transaction.doc, pos + text.length))
    return
  }
  const at = insertPoint(doc, pos, paragraph) ?? doc.content.size
  transaction.insert(at, paragraph.create(null, schema.text(text)))
  transaction.setSelection(TextSelection.create(transaction.doc, at + 1 + text.length))
}
