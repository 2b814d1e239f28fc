import { getSchema } from '@tiptap/core'
import { Schema, type MarkSpec } from '@tiptap/pm/model'

import { documentExtensions } from '#schema/document-extensions'

/** Marks letters in what is shown of the past; never in a document. */
export const traceMark = 'trace'

export const traceKinds = ['inserted', 'deleted', 'written'] as const

/** What became of letters between two versions and by whom; or, in one version, who wrote them. */
export type Trace = {
  readonly kind: (typeof traceKinds)[number]
  /** The place of the person in the document's life. */
  readonly person: number
}

const elements = { inserted: 'ins', deleted: 'del', written: 'span' } as const

const anyOf =
  (isFit: (value: unknown) => boolean) =>
  (value: unknown): void => {
    if (!isFit(value)) throw new RangeError('no trace of that kind')
  }

/**
 * The schema of documents in which letters may say what became of them. In code too, and beside every other mark.
 * @param colorOf the colour of a person, `#rrggbb`
 */
export function pastSchema(colorOf: (person: number) => string): Schema {
  const { spec } = getSchema(documentExtensions())
  let { nodes, marks } = spec as unknown as Schema['spec'] & {
    nodes: Schema['spec']['nodes'] & OrderedSpecs<{ marks?: string }>
    marks: OrderedSpecs<MarkSpec>
  }
  const names: string[] = []
  marks.forEach((name) => names.push(name))
  marks.forEach((name, mark) => {
    if (mark.excludes === '_') marks = marks.update(name, { ...mark, excludes: names.join(' ') })
  })
  nodes.forEach((name, node) => {
    const { marks: allowed = '_' } = node
    if (allowed === '_') return
    nodes = nodes.update(name, { ...node, marks: `${allowed} ${traceMark}`.trim() })
  })
  return new Schema({
    ...spec,
    nodes,
    marks: marks.addToStart(traceMark, traceSpec(colorOf)),
  })
}

/** ProseMirror's ordered map, as much of it as is used. */
type OrderedSpecs<Spec> = {
  forEach(visit: (name: string, spec: Spec) => void): void
  update(name: string, spec: Spec): OrderedSpecs<Spec>
  addToStart(name: string, spec: Spec): OrderedSpecs<Spec>
}

function traceSpec(colorOf: (person: number) => string): MarkSpec {
  return {
    attrs: {
      kind: { default: 'written', validate: anyOf((kind) => traceKinds.includes(kind as Trace['kind'])) },
      person: { default: 0, validate: anyOf(Number.isInteger) },
    },
    toDOM: ({ attrs }) => {
      const { kind, person } = attrs as Trace
      const color = colorOf(person)
      const style = `background-color: ${color}26; text-decoration-color: ${color}`
      return [elements[kind], { class: `trace-${kind}`, style, 'data-person': String(person) }, 0]
    },
  }
}
