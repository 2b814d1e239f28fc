import type { Attribute } from '@tiptap/core'

type CheckedAttribute<T> = {
  readonly default: T
  /** Whether a value may stand in a document; everything else reads as the default. */
  readonly accepts: (value: unknown) => boolean
  readonly parseHTML: (element: HTMLElement) => unknown
  readonly renderHTML?: Attribute['renderHTML']
}

/**
 * An attribute whose values are checked wherever they come from: pasted HTML here, the shared document in
 * `read-nodes.ts` by way of ProseMirror's `validate`. Somebody can write any value past this editor.
 */
export function checkedAttribute<T>(attribute: CheckedAttribute<T>): Partial<Attribute> {
  const { accepts } = attribute
  return {
    default: attribute.default,
    validate: (value: unknown) => {
      if (value !== attribute.default && !accepts(value)) throw new RangeError('value is not allowed')
    },
    parseHTML: (element: HTMLElement) => {
      const value = attribute.parseHTML(element)
      return accepts(value) ? value : attribute.default
    },
    ...(attribute.renderHTML ? { renderHTML: attribute.renderHTML } : {}),
  }
}

export function isIntegerBetween(minimum: number, maximum: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum
}

/** The whole number an HTML attribute spells, else NaN, which no check accepts. */
export function integerAttribute(element: HTMLElement, name: string): number {
  const text = element.getAttribute(name) ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
}
