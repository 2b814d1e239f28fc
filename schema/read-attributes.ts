import type { Attrs, MarkType, NodeType } from '@tiptap/pm/model'

/** Those values that a node or mark has and its checks allow; the others read as their defaults. */
export function readAttributes(type: NodeType | MarkType, values: Readonly<Record<string, unknown>>): Attrs {
  const attributes: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(type.spec.attrs ?? {})) {
    const value = values[name]
    if (value === undefined || !Object.hasOwn(values, name)) continue
    if (isAllowed(spec.validate, value)) attributes[name] = value
  }
  return attributes
}

function isAllowed(validate: string | ((value: unknown) => void) | undefined, value: unknown): boolean {
  // An attribute that names no check may hold nothing but its default.
  if (typeof validate !== 'function') return false
  try {
    validate(value)
    return true
  } catch {
    return false
  }
}
